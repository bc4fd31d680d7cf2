"""Search across scripts: one person is found however the query is written, at the reader's tier and no higher."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from habeas.index import sounding
from habeas.intake import undo
from habeas.registry.models import Summary
from habeas.registry.search import search
from tests import build

pytestmark = pytest.mark.django_db
WRITTEN = (
    "Ablikim Sampletimin",
    "Sampletimin Ablikim",
    "阿卜力克木",
    "阿不力克木",
    "ئابلىكىم",
    "Әбілкім",
    "Абликим",
    "Abulikemu",
    "Ablikem",
)


@pytest.fixture
def register(db: None) -> None:
    """One whom all the queries mean, and others."""
    build.person("Ablikim Sampletimin")
    for name in ("Tursun Placeholder", "Patigul Exampleova", "买买提·示例", "示例·阿布都拉"):
        build.person(name)


@pytest.mark.parametrize("query", WRITTEN)
def test_whatever_the_alphabet(register: None, query: str) -> None:
    """The first hit is the person; the reason is the name that was met."""
    hits = search(query, ceiling=2)
    assert hits[0].name == "Ablikim Sampletimin"
    assert hits[0].why[1] == "Ablikim Sampletimin"


@pytest.mark.parametrize(
    ("query", "name"), [("Memet", "买买提·示例"), ("Абдулла", "示例·阿布都拉"), ("Maimaiti", "买买提·示例")]
)
def test_a_chinese_record(register: None, query: str, name: str) -> None:
    """Also when the record is the one in Chinese."""
    assert search(query, ceiling=2)[0].name == name


def test_one_letter_wrong(register: None) -> None:
    """A consonant more or less still finds."""
    assert search("Ablikm Samletimin", ceiling=2)[0].name == "Ablikim Sampletimin"


def test_sound_is_asked_where_letters_find_nobody(register: None) -> None:
    """A spelling that somebody has is answered by letters; the others are candidates by sound, best first."""
    build.person("Abliqim Sampletimin")
    hits = search("Ablikim Sampletimin", ceiling=2)
    assert [(hit.name, hit.why[0]) for hit in hits] == [("Ablikim Sampletimin", "same")]
    assert search("Abliqem Sampletimin", ceiling=2)[0].why[0] == "sound"
    alike = sounding.candidates("Ablikim Sampletimin", ceiling=2)
    assert [one.name for one in alike] == ["Ablikim Sampletimin", "Abliqim Sampletimin"]


def test_nobody_above_the_ceiling(register: None) -> None:
    """A spelling that only a higher tier knows gives no hit below it, and does not change the order."""
    before = search("阿卜力克木", ceiling=1)
    build.person("Abulikemu Hidden", of=build.source("hidden", tier=3))
    assert search("阿卜力克木", ceiling=1) == before
    assert "Abulikemu Hidden" in [hit.name for hit in search("阿卜力克木", ceiling=3)]


def test_found_at_once_and_gone_at_once() -> None:
    """After an import, and after the batch is taken back."""
    batch = build.imported()
    assert [hit.name for hit in search("Тестперсон Альфа", ceiling=2)][:1] == ["Testperson Alpha"]
    undo.undo(batch=batch, by="tests", reason="x")
    assert search("Тестперсон Альфа", ceiling=2) == []
    assert not Summary.objects.filter(kind="person").exists()


@given(st.text(max_size=60))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed(register: None, query: str) -> None:
    """Any text is answered; scores are in order and below that of the same letters."""
    found = sounding.candidates(query, ceiling=2)
    assert [one.score for one in found] == sorted([one.score for one in found], reverse=True)
    assert all(0 < one.score < 100 for one in found)
