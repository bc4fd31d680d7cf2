"""A mapping is guessed from headers and values; people correct it, and what they must not miss is never left open."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.intake.guess import Found, Guess, guess
from habeas.intake.mapping import Column, Mapping, dump, load, validate
from habeas.intake.plan import Plan
from habeas.packs import reader
from habeas.packs.headers import SEALED

PACK = reader.load("world", "xinjiang")


def table(header: str, *lines: str, mark: str = "|") -> Guess:
    """A guess from a header line and sample lines with cells parted by bars."""
    return guess(header.split(mark), [list(line.split(mark)) for line in lines], PACK)


def column(header: str, *values: str) -> Found:
    """What one column alone seems to be."""
    return guess([header], [[value] for value in values], PACK).columns[header]


def meant(found: Guess) -> dict[str, str]:
    """ "property@event type" for each column of the mapping; "" for one that is left out."""
    types = {event.number: event.type for event in found.mapping.events}
    return {
        one.names[0]: "" if one.ignore else one.property + (f"@{types[one.event]}" if one.event else "")
        for one in found.mapping.columns
    }


def fits(mapping: Mapping, columns: list[str]) -> list[str]:
    return validate(load(dump(mapping)), columns, PACK)


def test_a_list_in_english_is_mapped() -> None:
    """Traits stay traits; an arrest's date and place are one event, a sentence's another."""
    found = table(
        "ID|Full name|Date of birth|Date of arrest|Place of arrest|Sentence|Court|Date released",
        "1|Testperson Alpha|1980-01-02|2017-05-01|Exampletown|13 years|Example court|",
    )
    assert meant(found) == {
        "ID": "",
        "Full name": "name",
        "Date of birth": "birth_date",
        "Date of arrest": "date@taken",
        "Place of arrest": "place@taken",
        "Sentence": "term@sentenced",
        "Court": "court@sentenced",
        "Date released": "date@released",
    }
    assert found.mapping.key == ("ID",)
    assert found.mapping.role == "detained"
    assert fits(found.mapping, list(found.columns)) == []


def test_a_list_in_chinese_is_mapped() -> None:
    """Column names of Chinese police tables, in signs and in initials."""
    found = table("序号|XM|民族|SFZH|户籍地址|收押时间|收押原因|罪名|刑期|备注", "1|测试|维吾尔族|||2017-05-01||||")
    assert list(meant(found).values()) == [
        *("", "name", "ethnicity", "identity_number", "registered_residence"),
        *("date@taken", "reason@taken", "charge@charged", "term@sentenced", "note"),
    ]
    assert found.mapping.source["language"] == "zh"


@pytest.mark.parametrize(
    ("header", "language", "mapped"),
    [
        ("Apellido y nombre|Fecha de detención|Lugar de detención", "es", ["name", "date@taken", "place@taken"]),
        ("ФИО|Дата задержания|Место задержания", "ru", ["name", "date@taken", "place@taken"]),
        ("Adı soyadı|Tutuklanma tarihi|Tutulduğu yer", "tr", ["name", "date@taken", "place@held"]),
        ("الاسم الكامل|تاريخ الاعتقال|مكان الاعتقال", "ar", ["name", "date@taken", "place@taken"]),
        ("ئىسىم فامىلىسى|تۇتۇلغان ۋاقتى|تۇتۇلغان ئورنى", "ug", ["name", "date@taken", "place@taken"]),
        ("Nom complet|Date d'arrestation|Lieu de détention", "fr", ["name", "date@taken", "place@held"]),
        ("Аты-жөні|Туған күні|Ұсталған күні", "kk", ["name", "birth_date", "date@taken"]),
    ],
)
def test_lists_in_other_languages_are_mapped(header: str, language: str, mapped: list[str]) -> None:
    """The language of the list is told, and its columns are understood."""
    found = table(header)
    assert list(meant(found).values()) == mapped
    assert found.mapping.source["language"] == language


def test_why_a_column_was_guessed_is_told() -> None:
    """A volunteer sees whether a guess rests on the header, on its parts, on the values, or on nothing."""
    assert column("Sex") == Found("sex", "", 1.0, "header")
    assert column("Fecha del secuestro", "1/2/1977") == Found("date", "taken", 0.85, "parts")
    assert column("Expexted release date").why == "close header"
    assert column("Column 7", "male", "female").why == "values"
    assert column("Column 7", "something") == Found("", "", 0.0, "nothing")
    assert column("Column 7") == Found("", "", 0.0, "nothing")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (["653222190102031231", "65322219010203124X"], "identity_number"),
        (["male", "female", "male"], "sex"),
        (["男", "女"], "sex"),
        (["维吾尔族", "哈萨克族"], "ethnicity"),
        (["Argentina", "URUGUAYA", "Chilena"], "nationality"),
        (["2017-05-01", "2017-06-02 10:00"], "date"),
        (["2017年5月1日", "2018年6月"], "date"),
        (["someone@example.org", "other@example.org"], "contact"),
        (["+7 701 000 00 00", "8 701 000 00 01"], "contact"),
        (["13900000000", "13900000001"], "contact"),
        (["0532 000 00 00", "(0532) 000 00 01"], "contact"),
        (["https://example.org/1", "http://example.org/2"], "url"),
        (["1.jpg", "photos/2.PNG"], "photo"),
        (["married", "single"], "marital_status"),
        (["alpha", "beta"], ""),
        (["12", "15"], ""),
        (["1", "2", "1"], ""),
        (["05", "01"], ""),
        (["123456789012", "123456789013"], ""),
    ],
)
def test_values_speak_where_the_header_does_not(values: list[str], code: str) -> None:
    """Under a header that says nothing, values of one clear kind tell what they are; bare figures do not."""
    assert column("Column 7", *values).property == code


def test_a_few_other_values_do_not_mislead() -> None:
    """Seven in ten must look alike; words for nothing are not counted."""
    assert column("Column 7", "male", "female", "NA", "sin datos", "male", "?").property == "sex"
    assert column("Column 7", "male", "alpha", "beta").property == ""


def test_some_addresses_are_enough_to_seal() -> None:
    """Three in ten values that reach somebody make a column a contact: missing one is the worst mistake."""
    values = ["someone@example.org", "ask the aunt", "see file"]
    assert column("Column 7", *values).property == "contact"
    assert column("Misc", "call +90 532 000 00 00", "+90 532 000 00 00", "x").property == "contact"


def test_values_seal_a_column_whose_header_says_something_else() -> None:
    """Mail addresses under "Name" or "Source" are still mail addresses."""
    assert column("Source", "someone@example.org", "other@example.org").property == "contact"
    assert column("Name", "someone@example.org").property == "contact"


def test_values_never_open_what_a_header_seals() -> None:
    """A column called "Testifier" stays sealed though its cells look like anything else."""
    assert column("Testifier", "male", "female").property == "testifier_name"
    assert column("Contact", "2017-05-01").property == "contact"


def test_dates_are_not_taken_for_telephones() -> None:
    """Days with dashes and times have many digits too."""
    assert column("Column 7", "2017-05-01", "2018-06-02").property == "date"
    assert column("Column 7", "2017-05-01 10:00:00").property == "date"


def test_a_column_named_after_children_may_hold_their_names() -> None:
    """Figures are a number of children; names are relatives."""
    assert column("Children", "2", "3").property == "children"
    assert column("Children", "Testperson Beta, Testperson Gamma").property == "relative"
    assert column("Children").property == "children"


def test_an_event_without_dates_in_it_is_a_note() -> None:
    """ "Arrest" over prose is what is told of the arrest; over dates it is when."""
    assert column("Arrest", "at home at night", "at work") == Found("note", "taken", 0.5, "values")
    assert column("Détenu(e) depuis", "2017").property == "date"


def test_the_key_is_a_column_of_ids_without_repeats() -> None:
    """A column called so is the key only when no value stands twice and none is missing."""
    assert table("ID|Name", "1|A", "2|B").mapping.key == ("ID",)
    assert table("ID|Name", "1|A", "1|B").mapping.key == ()
    assert table("ID|Name", "1|A", "|B").mapping.key == ()
    assert table("ID|Name").mapping.key == ("ID",)
    assert table("Name|Sex", "A|m").mapping.key == ()


def test_the_surest_of_two_keys_is_taken() -> None:
    """Of two columns of numbers the one with the plainer name is the key; the other serves when that fails."""
    assert table("Victim number|ID", "7|1", "8|2").mapping.key == ("ID",)
    assert table("Victim number|ID", "7|1", "8|1").mapping.key == ("Victim number",)


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["31/12/2017", "01/02/2017"], "dmy"),
        (["12/31/2017", "01/02/2017"], "mdy"),
        (["01/02/2017", "03/04/2017"], ""),
        (["31/12/2017", "12/31/2017"], ""),
        (["2017-12-31"], ""),
        (["31.12.2017"], "dmy"),
        (["31/12/17"], "dmy"),
        (["42856", "42857"], "serial"),
        (["42856", "42857.5"], "serial"),
        (["42856", ""], "serial"),
        (["42856", "NA"], "serial"),
        (["42856", "01/02/2017"], ""),
        (["2017", "2018"], ""),
        (["12345"], ""),
        (["99999"], ""),
        ([], ""),
    ],
)
def test_the_order_of_dates_needs_proof(values: list[str], order: str) -> None:
    """A day over 12 proves the order; figures are spreadsheet serials only when all dates are."""
    found = guess(["Date of arrest"], [[value] for value in values], PACK)
    assert found.mapping.date_order == order


def test_one_column_proves_the_order_for_all() -> None:
    """A list is written by one hand: a clear date in any column tells how all are written."""
    found = table("Date of birth|Date of arrest", "01/02/1980|31/12/2017")
    assert found.mapping.date_order == "dmy"


def test_serials_in_one_date_column_only_prove_nothing() -> None:
    """Where one column has serials and another has dates, people decide."""
    assert table("Date of birth|Date of arrest", "29221|2017-12-31").mapping.date_order == ""


def test_figures_in_other_columns_are_no_serials() -> None:
    """A column of numbers without a date's header does not turn the list to serials."""
    assert table("ID|Date of arrest", "42856|2017-12-31").mapping.date_order == ""


@pytest.mark.parametrize(
    ("header", "values", "order"),
    [
        ("Apellido y nombre", [], "family-first"),
        ("apellido_paterno_nombres", [], "family-first"),
        ("Nombre y apellido", [], "given-first"),
        ("Adı Soyadı", [], "given-first"),
        ("ФИО", [], "family-first"),
        ("Фамилия Имя Отчество", [], "family-first"),
        ("Имя и фамилия", [], "given-first"),
        ("Nom et prénom", [], "family-first"),
        ("姓名", [], "family-first"),
        ("Name", ["Ejemplo, Ana", "Prueba, Luis"], "family-first"),
        ("Name", ["EJEMPLO  ANA", "PRUEBA  LUIS"], "family-first"),
        ("Name", ["Ana Ejemplo", "Luis Prueba"], ""),
        ("Name", [], ""),
    ],
)
def test_the_order_of_names(header: str, values: list[str], order: str) -> None:
    """The header may say it; else a comma or a gap in most names does."""
    assert guess([header], [[value] for value in values], PACK).mapping.name_order == order


def test_words_for_nothing_are_those_of_the_list() -> None:
    """Each is proposed as the list writes it; a few safe ones come with every list."""
    found = table("Name|Sex", "A|sin datos", "B|NA", "C|sin datos", "D|不详", "E|—").mapping.nothing
    assert {"sin datos", "NA", "不详", "—"} <= set(found)
    assert {"-", "N/A"} <= set(found)
    assert "无" not in found


def test_a_word_for_nothing_stands_once() -> None:
    """Plan compares without regard to case: two spellings would be one word twice."""
    found = table("Sex", "na", "NA", "Na").mapping.nothing
    assert len([word for word in found if word.casefold() == "na"]) == 1


def test_an_ordinary_word_is_no_word_for_nothing() -> None:
    """Only words that every list uses for nothing are proposed."""
    assert set(table("Occupation", "farmer", "student", "x").mapping.nothing) == {"-", "N/A", "#N/A"}


def test_h_and_m_are_men_and_women_in_spanish() -> None:
    """Beside H for hombre or V for varón, M is mujer: read as "male" it would turn half of the list."""
    columns = {one.names[0]: one for one in table("Sexo", "H", "M", "M", "NA").mapping.columns}
    assert columns["Sexo"].values == {"H": "male", "M": "female"}
    assert table("Sexo", "V", "m").mapping.columns[0].values == {"V": "male", "m": "female"}
    assert table("Sexo", "M", "F").mapping.columns[0].values == {}
    assert table("Sexo", "M", "M").mapping.columns[0].values == {}


def test_two_columns_for_one_thing_are_left_to_people() -> None:
    """A person has one date of birth: the surer column says it, the other waits."""
    found = table("Born|Date of birth (approx.)|Sentence|Sentence (years)")
    assert list(meant(found).values()) == ["birth_date", "", "term@sentenced", ""]
    assert found.columns["Date of birth (approx.)"].property == "birth_date"


def test_a_surer_column_goes_before_an_earlier_one() -> None:
    """Years under an unknown header do not take the place of the date of the taking."""
    found = table("year on the wall|Fecha de secuestro", "1977|01/02/1977", "1978|01/02/1978")
    assert list(meant(found).values()) == ["", "date@taken"]


def test_several_names_may_stand_beside_each_other() -> None:
    """What people can have several of is kept from every column."""
    found = table("Name|Name (Chinese)|Nickname|Other names")
    assert list(meant(found).values()) == ["name", "name", "alias", "alias"]


def test_no_more_events_are_proposed_than_the_form_has() -> None:
    """Eight at most; those that most columns tell of stay, and the rest is left to people."""
    found = table(
        "Date of arrest|Place of arrest|Date of trial|Verdict date|Date released|Date of death|Last seen|"
        "Date of transfer|Place of death|Court|Deported on|Date of appeal|Escaped on|Date charged"
    )
    types = [event.type for event in found.mapping.events]
    assert len(types) == 8
    assert {"taken", "died", "sentenced"} <= set(types)
    assert [event.number for event in found.mapping.events] == list(range(1, 9))
    assert fits(found.mapping, list(found.columns)) == []


def test_a_list_of_nobody_detained_claims_no_role() -> None:
    """A row in a leak is not a detainee: without a taking, a holding or a sentence the role is unknown."""
    assert table("Name|Address|Occupation").mapping.role == "unknown"
    assert table("Name|Date of arrest").mapping.role == "detained"


def test_a_list_of_places_is_seen() -> None:
    """Coordinates and nothing that only persons have: rows are about places, and nothing happens in them."""
    found = table("ID|Name|Location|Latitude|Longitude", "1|Example camp|Exampletown|1.0|2.0")
    assert found.mapping.subject == "place"
    assert found.mapping.events == ()
    assert list(meant(found).values()) == ["", "name", "address", "coordinates", "coordinates"]
    assert table("Name|Sex|Latitude|Longitude").mapping.subject == "person"


def test_a_guess_is_a_mapping_that_works() -> None:
    """It goes to text and back, fits the file, and reads its rows."""
    header = ["ID", "Name", "Date of arrest", "Testifier"]
    found = guess(header, [["1", "Testperson Alpha", "2017-05-01", "Testperson Beta"]], PACK)
    mapping = load(dump(found.mapping))
    assert validate(mapping, header, PACK) == []
    mapped = Plan(mapping, header, PACK).apply(["1", "Testperson Alpha", "2017-05-01", "Testperson Beta"])
    assert mapped.key == "1"
    assert {(code, tier) for _event, code, _text, _language, tier in mapped.said} == {
        *(("name", 2), ("date", 2), ("type", 2), ("testifier_name", 4)),
    }


def test_ragged_rows_do_no_harm() -> None:
    """Rows may be shorter than the header, and cells may be empty."""
    found = guess(["Name", "Sex", "Column 3"], [["A"], ["B", None], ["C", " ", "male"], []], PACK)
    assert found.columns["Sex"].property == "sex"


def test_no_columns_and_no_rows_give_an_empty_mapping() -> None:
    """A file with nothing in it is no reason to fail."""
    found = guess([], [], PACK)
    assert found.columns == {}
    assert found.mapping.columns == ()


def test_the_generic_pack_alone_is_enough_for_other_countries() -> None:
    """Without a country's pack English and Spanish lists are understood, and no list is missing."""
    world = reader.load("world")
    found = guess(["Nombre", "Etnia", "Column 3"], [["A", "Mapuche", "Roma"], ["B", "Roma", "Mapuche"]], world)
    assert found.columns["Column 3"].property == "ethnicity"


def test_the_registers_of_argentina_are_mapped(data: Path) -> None:
    """Both registers are guessed whole: key, dates day first, names family first, two events, words for nothing."""
    for name, nothing in (("ruvte", {"NA", "sin datos"}), ("parque_de_la_memoria", {"NA", "No hay información."})):
        with (data / "argentina" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = [row for row, _number in zip(csv.reader(file), range(201), strict=False)]
        found = guess(rows[0], rows[1:], PACK)
        mapping = found.mapping
        assert mapping.key == (rows[0][0],)
        assert (mapping.date_order, mapping.name_order, mapping.role) == ("dmy", "family-first", "detained")
        assert mapping.source["language"] == "es"
        assert {"taken", "died"} <= {event.type for event in mapping.events}
        assert nothing <= set(mapping.nothing)
        assert validate(mapping, rows[0], PACK) == []


def test_the_export_of_the_cecc_is_mapped(data: Path) -> None:
    """Its columns make a taking, a formal arrest, a holding, a sentence and a release; nothing is left out but
    the number of the record and the months and days of the sentence."""
    lines = (data / "xinjiang" / "cecc_export_headers.txt").read_text("utf-8-sig").splitlines()
    header = [line.strip() for line in lines if line.strip()]
    found = guess(header, [], PACK)
    assert {event.type for event in found.mapping.events} == {
        *("taken", "formally_arrested", "held", "sentenced", "released"),
    }
    left = [one.names[0] for one in found.mapping.columns if one.ignore]
    assert set(left) <= {"CECC Record Number", "Months", "Days", "Official End Date of Sentence"}
    assert found.mapping.key == ("CECC Record Number",)
    assert validate(found.mapping, header, PACK) == []


def test_a_wide_list_is_guessed_at_once() -> None:
    """A hundred columns and two hundred rows take less than two seconds on a busy machine."""
    header = [f"Unheard-of column {number}" for number in range(100)]
    rows = [[f"value {number} {place}" for place in range(100)] for number in range(200)]
    started = time.perf_counter()
    guess(header, rows, PACK)
    assert time.perf_counter() - started < 2


HEADERS = ["ID", "Name", "Testifier", "Date of arrest", "收押时间", "Sexo", "Contact", "Court", "Born", "x", "", "日期"]
CELLS = [
    "",
    "1",
    "male",
    "NA",
    "31/12/2017",
    "42856",
    "a@b.org",
    "测试",
    "H",
    "+7 701 000 00 00",
    "\u200f",
    "(",
    "None",
]


@given(
    st.lists(st.one_of(st.sampled_from(HEADERS), st.text(max_size=30)), max_size=8, unique=True),
    st.lists(st.lists(st.one_of(st.none(), st.sampled_from(CELLS), st.text(max_size=20)), max_size=8), max_size=5),
)
def test_any_table_gives_a_mapping_that_fits_it(columns: list[str], rows: list[list[str | None]]) -> None:
    """Guessing never fails, gives the same twice, and what it proposes passes the check of mappings."""
    found = guess(columns, rows, PACK)
    assert found == guess(columns, rows, PACK)
    assert set(found.columns) == set(columns)
    assert [one.names for one in found.mapping.columns] == [(name,) for name in columns]
    assert validate(found.mapping, columns, PACK) == []


@given(st.lists(st.sampled_from(HEADERS), min_size=1, max_size=8, unique=True))
def test_no_sealed_column_gets_an_open_property(columns: list[str]) -> None:
    """What a header seals is sealed in the mapping, whatever stands beside it."""
    made: dict[str, Column] = {one.names[0]: one for one in guess(columns, [], PACK).mapping.columns}
    for name in set(columns) & {"Testifier", "Contact"}:
        assert made[name].property in SEALED
