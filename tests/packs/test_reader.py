"""Packs are read in order, later ones add and override, and an error names the file, the row and the mending."""

from __future__ import annotations

from pathlib import Path

import pytest

from habeas.names import fold
from habeas.packs import reader
from habeas.packs.reader import Pack, PackError
from habeas.packs.vocabulary import TIERS

PROPERTIES = "code,scope,type,thesaurus,tier,single,label,ftm,pfif,help\n"
TERMS = "code,label,parent,huridocs,words\n"


def make(folder: Path, **files: str) -> Path:
    """A pack folder; a name like `vocabulary__properties` is a path without its ending."""
    (folder / "pack.toml").parent.mkdir(parents=True, exist_ok=True)
    (folder / "pack.toml").write_text('name = "test"\n', "utf-8")
    for name, text in files.items():
        path = folder / (name.replace("__", "/") + ".csv")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def pack(folder: Path, **files: str) -> Pack:
    return reader.load(make(folder, **files))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "team"


def test_a_property_is_read_whole(folder: Path) -> None:
    """Each column of a property's row lands where it belongs, the tier as its number."""
    row = 'shoe_size,trait,number,,restricted,yes,Shoe size,shoeSize,shoe,"In centimetres"\n'
    found = pack(folder, vocabulary__properties=PROPERTIES + row).property("shoe_size")
    assert (found.scope, found.type, found.thesaurus, found.tier) == ("trait", "number", "", TIERS["restricted"])
    assert (found.single, found.label, found.ftm, found.pfif) == (True, "Shoe size", "shoeSize", "shoe")
    assert found.help == "In centimetres"


def test_only_the_word_yes_makes_a_property_single(folder: Path) -> None:
    """Anything but "yes" in the column `single` means that people may have several."""
    rows = "a,trait,text,,public,no,A,,,\nb,trait,text,,public,,B,,,\nc,trait,text,,public,yes,C,,,\n"
    found = pack(folder, vocabulary__properties=PROPERTIES + rows)
    assert [one.single for one in found.properties] == [False, False, True]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("x,trait,text,,secret,no,X,,,", "'tier' holds 'secret'"),
        ("x,aside,text,,public,no,X,,,", "'scope' holds 'aside'"),
        ("x,trait,poem,,public,no,X,,,", "'type' holds 'poem'"),
        (",trait,text,,public,no,X,,,", "'code' is empty"),
    ],
)
def test_a_wrong_property_names_file_row_and_column(folder: Path, row: str, told: str) -> None:
    """A row that cannot be read is refused with its file, its row and what is wrong in it."""
    with pytest.raises(PackError) as caught:
        pack(folder, vocabulary__properties=f"{PROPERTIES}ok,trait,text,,public,no,Ok,,,\n{row}\n")
    assert "properties.csv, row 3" in str(caught.value)
    assert told in str(caught.value)
    assert "Mend the row" in str(caught.value)


def test_what_is_allowed_is_told_with_the_error(folder: Path) -> None:
    """The message lists what the column may hold."""
    with pytest.raises(PackError, match="public, partner, internal, restricted, sealed"):
        pack(folder, vocabulary__properties=f"{PROPERTIES}x,trait,text,,secret,no,X,,,\n")


def test_a_missing_column_is_told(folder: Path) -> None:
    """A file without a needed column is refused at its first row."""
    with pytest.raises(PackError, match=r"properties\.csv, row 2: 'tier'"):
        pack(folder, vocabulary__properties="code,scope,type,thesaurus\nx,trait,text,\n")


@pytest.mark.parametrize("name", ["terms", "events", "areas"])
def test_a_row_without_a_code_is_refused(folder: Path, name: str) -> None:
    """Terms, events and areas all need a code."""
    files = {
        "terms": {"vocabulary__thesauri__colour": TERMS + ",Red,,,\n"},
        "events": {"vocabulary__events": "code,label,custody\n,Sung,none\n"},
        "areas": {"places__areas": "code,name\n,Nowhere\n"},
    }[name]
    with pytest.raises(PackError, match="'code' is empty"):
        pack(folder, **files)


def test_a_pack_without_its_toml_is_refused(tmp_path: Path) -> None:
    """A folder that is no pack is named in the error."""
    (tmp_path / "empty").mkdir()
    with pytest.raises(PackError, match=r"No readable pack\.toml in 'empty'"):
        reader.load(tmp_path / "empty")


def test_a_broken_toml_is_refused(folder: Path) -> None:
    """A pack.toml that is not TOML is told, with the reason."""
    make(folder)
    (folder / "pack.toml").write_text("name = ", "utf-8")
    with pytest.raises(PackError, match=r"No readable pack\.toml in 'team'"):
        reader.load(folder)


@pytest.mark.parametrize("name", ["../world", "wor ld", "world/..", ""])
def test_a_name_cannot_lead_out_of_the_packs(name: str) -> None:
    """A pack is named by a plain word: no path leads elsewhere."""
    with pytest.raises(PackError, match="is not a pack's name"):
        reader.load(name)


def test_an_unknown_property_is_a_key_error(folder: Path) -> None:
    """Asking for a property that no pack declares is the caller's mistake."""
    with pytest.raises(KeyError):
        pack(folder).property("shoe_size")


def test_a_pack_may_be_nearly_empty(folder: Path) -> None:
    """Every file but pack.toml may be missing."""
    found = pack(folder)
    assert (found.properties, found.event_types, found.headers, found.areas) == ([], [], [], [])


def test_a_later_pack_overrides_a_property(folder: Path) -> None:
    """The same code in a later pack replaces the whole row and keeps its place."""
    changed = "religion,trait,term,religion,sealed,no,Faith,religion,,\n"
    found = reader.load("world", make(folder, vocabulary__properties=PROPERTIES + changed))
    codes = [one.code for one in found.properties]
    assert (found.property("religion").tier, found.property("religion").label) == (TIERS["sealed"], "Faith")
    assert codes == [one.code for one in reader.load("world").properties]


def test_a_later_pack_overrides_an_event(folder: Path) -> None:
    """What an event means for custody may differ in a context."""
    found = reader.load("world", make(folder, vocabulary__events="code,label,custody\nappeal,Appeal,none\n"))
    assert next(one for one in found.event_types if one.code == "appeal").custody == "none"


def test_a_later_pack_adds_words_to_a_term(folder: Path) -> None:
    """A later row adds its words; what it leaves empty stays as it was."""
    row = "male,,,,hombrecito\n"
    found = reader.load("world", make(folder, vocabulary__thesauri__sex=TERMS + row))
    term = found.term("sex", "male")
    assert term is not None
    assert term.label == "Male"
    assert found.read_term("sex", "Hombrecito") == "male"
    assert found.read_term("sex", "男") == "male"


def test_a_later_pack_may_point_a_word_elsewhere(folder: Path) -> None:
    """In a context where a word means another thing, the later pack's meaning counts."""
    row = "other,Other,,,bay\n"
    found = reader.load("world", make(folder, vocabulary__thesauri__sex=TERMS + row))
    assert found.read_term("sex", "bay") == "other"


def test_a_later_pack_changes_a_parent_and_a_huridocs_code(folder: Path) -> None:
    """Filled-in columns of a later row replace the earlier ones."""
    first = make(folder / "a", vocabulary__thesauri__colour=TERMS + "red,Red,,01,\n")
    second = make(folder / "b", vocabulary__thesauri__colour=TERMS + "warm,Warm,,,\nred,Crimson,warm,02,\n")
    found = reader.load(first, second).term("colour", "red")
    assert found is not None
    assert (found.label, found.parent, found.huridocs) == ("Crimson", "warm", "02")


def test_words_are_read_folded(folder: Path) -> None:
    """Case, accents and hyphens make no difference when a word is looked up."""
    found = pack(folder, vocabulary__thesauri__colour=TERMS + "red,Red,,,ROJO-Vivo|rouge\n")
    assert [found.read_term("colour", text) for text in ("rojo vivo", "Rójo  vivo", "ROUGE", "red")] == ["red"] * 4
    assert found.read_term("colour", "blue") is None
    assert found.read_term("no such thesaurus", "red") is None


def test_a_refused_word_is_not_read(folder: Path) -> None:
    """A word after "!" does not mean the term, even when it is the term's own code."""
    found = pack(folder, vocabulary__thesauri__country=TERMS + "NO,Norway,,,noruega|!NO\n")
    assert found.read_term("country", "no") is None
    assert found.read_term("country", "Noruega") == "NO"
    assert found.term("country", "NO") is not None


def test_event_types_read_by_their_label_and_by_words(folder: Path) -> None:
    """The type of an event reads from its code, its label, and the words in `event_words`."""
    found = pack(
        folder,
        vocabulary__events="code,label,custody\ntaken,Carried off,held\n",
        vocabulary__thesauri__event_words=TERMS + "taken,Taken,,,llevado\n",
    )
    assert [found.read_term("event_type", text) for text in ("taken", "carried off", "LLEVADO")] == ["taken"] * 3


def test_all_words_of_a_thesaurus_can_be_had(folder: Path) -> None:
    """`read_words` gives a copy: changing it changes nothing."""
    found = pack(folder, vocabulary__thesauri__colour=TERMS + "red,Red,,,rojo\n")
    words = found.read_words("colour")
    assert words == {"red": "red", "rojo": "red"}
    words.clear()
    assert found.read_term("colour", "rojo") == "red"


def test_labels_are_listed_once_and_sorted(folder: Path) -> None:
    """The catalogues get each label of properties, events and terms once."""
    found = pack(
        folder,
        vocabulary__properties=PROPERTIES + "a,trait,text,,public,no,Taken,,,\n",
        vocabulary__events="code,label,custody\ntaken,Taken,held\nsung,Sung,none\n",
        vocabulary__thesauri__colour=TERMS + "red,Red,,,\nnone,,,,\n",
    )
    assert found.labels() == ["Red", "Sung", "Taken"]


def test_header_parts_stand_several_in_a_row(folder: Path) -> None:
    """One row of header parts gives one part for each word."""
    found = pack(folder, header_parts="lang,kind,means,words\nen,aspect,date,date|when\n")
    assert [(one.lang, one.word, one.kind, one.means) for one in found.header_parts] == [
        ("en", "date", "aspect", "date"),
        ("en", "when", "aspect", "date"),
    ]


def test_a_header_part_of_no_kind_is_refused(folder: Path) -> None:
    """Header parts have one of a few kinds."""
    with pytest.raises(PackError, match=r"header_parts\.csv, row 2: column 'kind' holds 'verb'"):
        pack(folder, header_parts="lang,kind,means,words\nen,verb,date,date\n")


def test_areas_and_their_kinds_are_read(folder: Path) -> None:
    """An area has names in any language, the area it became, and words for its kind."""
    found = pack(
        folder,
        places__areas=(
            "code,name,label_en,parent,kind,valid_from,valid_to,now,words\n10,甲县,Jia,,county,,1999,11,Džia|Жя\n"
        ),
        places__townships="code,name,parent\n10001,乙乡,10\n",
        places__kinds="kind,words\ncounty,县|county\n",
    )
    area, township = found.areas
    assert (area.kind, area.valid_to, area.now, area.words) == ("county", "1999", "11", ("Džia", "Жя"))
    assert (township.code, township.parent, township.kind) == ("10001", "10", "township")
    assert found.area_kinds == {"county": ("县", "county")}


def test_a_pack_names_the_countries_of_its_places(folder: Path) -> None:
    """`countries` in pack.toml says which States the areas belong to."""
    make(folder)
    (folder / "pack.toml").write_text('name = "test"\ncountries = ["XX"]\n', "utf-8")
    assert reader.load(folder).countries == {"XX"}


def test_packs_are_read_once() -> None:
    """The same packs in the same order are the same object; another order is another pack."""
    assert reader.load("world", "xinjiang") is reader.load("world", "xinjiang")
    assert reader.load("world") is not reader.load("world", "xinjiang")


def test_reading_never_depends_on_dress() -> None:
    """Every word that a pack lists reads as what `fold` makes of it."""
    words = reader.load("world", "xinjiang").read_words("relation")
    assert all(word == fold(word) for word in words)
