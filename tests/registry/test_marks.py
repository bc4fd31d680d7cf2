"""What ties persons to places and organisations."""

from __future__ import annotations

from habeas.registry import marks


def _said(text: str, reference: str | None = None) -> dict[str, str | None]:
    return {"value": text, "original": text, "reference": reference}


def test_a_place_is_marked_by_its_code_or_its_words() -> None:
    """A known area by its code; another place by its folded words in any order."""
    assert marks.of_place(_said("Exampletown", "653222")) == "653222"
    assert marks.of_place(_said("Exämpletown  Prison")) == marks.of_place(_said("prison EXAMPLETOWN"))


def test_organisations_and_places_never_meet() -> None:
    """A prison and a ministry of the same name have different marks."""
    assert marks.of_organisation(_said("Example")) != marks.of_place(_said("Example"))


def test_a_person_is_tied_to_every_place_and_body_once() -> None:
    """Places of events, courts, authorities, the police station."""
    events = [
        {"values": {"place": [_said("Exampletown")], "court": [_said("Example Court")]}},
        {"values": {"place": [_said("exampletown")]}},
    ]
    found = marks.of_person({"police_station": [_said("Station 1")]}, events)
    assert found == ["exampletown", "o:court example", "o:1 station"]


def test_a_place_is_found_by_code_and_by_each_name() -> None:
    """Its administrative code, its name, its aliases."""
    values = {"name": [_said("Exampletown", "Latn")], "alias": [_said("Old Town")], "admin_code": [_said("653222")]}
    assert marks.of_own("place", values) == ["653222", "exampletown", "old town"]
    assert marks.of_own("organisation", values) == ["o:exampletown", "o:old town"]


def test_what_says_nothing_makes_no_mark() -> None:
    """Punctuation, sealed or empty values tie nobody to anything."""
    assert marks.of_person({}, [{"values": {"place": [_said("–"), _said("")]}}]) == []


def test_marks_are_few_and_short() -> None:
    """A hostile row with a thousand long places cannot swell the index."""
    events = [{"values": {"place": [_said(f"{n} " + "x" * 5000)]}} for n in range(1000)]
    found = marks.of_person({}, events)
    assert len(found) <= 24
    assert max(map(len, found)) <= marks.LONGEST
