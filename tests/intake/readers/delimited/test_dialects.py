"""The delimiter and the quoting are found by the evidence of many rows."""

from __future__ import annotations

import pytest

from habeas.intake.readers.delimited import dialects
from habeas.intake.readers.delimited.dialects import find
from habeas.intake.readers.delimited.quoting import Dialect, read


def dialect(text: str, whole: bool = True, hint: str = "") -> tuple[str, str]:
    found = find(text.splitlines(keepends=True), whole=whole, hint=hint)
    return found.delimiter, found.quoting


ROWS = [["id", "name", "born", "note"], *[[str(n), f"Name {n}", f"19{n}0", "free text"] for n in range(1, 9)]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_each_delimiter_is_found(delimiter: str) -> None:
    """The four delimiters in use are told apart."""
    text = "".join(delimiter.join(row) + "\n" for row in ROWS)
    assert dialect(text) == (delimiter, "doubled")


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("name;height\nAli;1,75\nGul;1,60\nCem;1,82\n", ";"),
        ("name;height;weight;size\nAli;1,75;70,5;40,5\nGul;1,60;50,0;38,5\n", ";"),
        ("1,5;2,5;3,5\n4,5;5,5;6,5\n7,5;8,5;9,5\n", ";"),
        ("name\theight\nAli\t1,75\nGul\t1,60\n", "\t"),
    ],
)
def test_decimal_commas_do_not_mislead(text: str, delimiter: str) -> None:
    """Commas between digits are decimal when another delimiter divides the rows."""
    assert dialect(text)[0] == delimiter


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("name|born|place\nPeña, José|1950|Salta\nRuiz, Ana|1951|Jujuy\nPaz, Luis|1952|Salta\n", "|"),
        ("name\taliases\nAli\ta|b|c\nGul\td\nCem\te|f\n", "\t"),
        ("name,places,year\nAli,Aksu;Hotan,2017\nGul,Hotan,2018\nCem,Aksu;Kuqa;Hotan,2017\n", ","),
        ('name,place,born\n"Ali; son of Karim","Aksu; Hotan",1980\n"Gul; x","y; z",1981\n', ","),
        ('name;place\n"Ali, Karim";"Aksu, Xinjiang, China"\n"Gul, Nur";"Hotan, Xinjiang, China"\n', ";"),
    ],
)
def test_other_delimiters_inside_cells_do_not_mislead(text: str, delimiter: str) -> None:
    """Commas in names, lists in cells and quoted delimiters divide no rows."""
    assert dialect(text)[0] == delimiter


def test_numbers_alone_may_be_divided_by_commas() -> None:
    """Commas between digits are delimiters when nothing else can be."""
    assert dialect("a,b,c\n1,2,3\n4,5,6\n")[0] == ","
    assert dialect("1,2,3\n4,5,6\n7,8,9\n")[0] == ","


def test_one_column_has_no_delimiter() -> None:
    """A list of names, also with a comma in each, is one column when the header says so."""
    assert dialect("name\nAli\nGul\n") == (dialects.NONE, "doubled")
    assert dialect("name\nPeña, José\nRuiz, Ana\nPaz\nSol, Eva, Dr\n")[0] == dialects.NONE


def test_the_file_may_name_its_delimiter() -> None:
    """A first line sep=; as Excel writes it decides, whatever the rest looks like."""
    lines = ["sep=;\r\n", "a,b;c,d\r\n", "1,2;3,4\r\n"]
    assert find(lines, whole=True) == Dialect(";", "doubled", said=True)
    assert find(["sep=^\n", "a^b\n"], whole=True).delimiter == "^"


def test_the_name_decides_only_between_equals() -> None:
    """A tab is preferred in a .tsv, when both readings fit as well."""
    text = "a\tb,c\n1\t2,x\n"
    assert dialect(text)[0] == ","
    assert dialect(text, hint="LIST.TSV")[0] == "\t"


def test_titles_above_do_not_mislead() -> None:
    """A title without delimiters, or padded with them, changes nothing."""
    body = "id;name;born\n1;Ali;1980\n2;Gul;1981\n"
    assert dialect("A list, made in Aksu, 2019\n\n" + body)[0] == ";"
    assert dialect("A list;;\n" + body)[0] == ";"


def test_notes_above_that_hold_delimiters_do_not_mislead() -> None:
    """Comments with a comma above a list with more of them: the rows that agree decide."""
    assert dialect("# made by Li\n# in Aksu, in 2019\nid,name,born\n1,Ali,1980\n2,Gul,1981\n")[0] == ","


def test_ragged_rows_do_not_mislead() -> None:
    """Rows that end early still speak for their delimiter."""
    assert dialect("id,name,born,place\n1,Ali\n2,Gul,1981\n3,Cem,1982,Aksu\n4,Nur\n")[0] == ","


def test_a_clear_header_decides_when_the_rows_do_not_fit() -> None:
    """Rows written otherwise than the header are not made one column in silence."""
    assert dialect("id,name,born\n1;Ali;1980\n2;Gul;1981\n3;Cem;1982\n")[0] in (",", ";")


@pytest.mark.parametrize(
    ("text", "quoting"),
    [
        ('a,b\n"x ""y"" z",1\n"line\nbreak",2\n', "doubled"),
        ('a\tb\n"Ivan" Petrov\t1\n"Anna" Orlova\t2\nOleg\t3\n', "none"),
        ('a,b\n"say \\"hi\\"",1\n"and \\"bye\\"",2\n', "escaped"),
        ('a, b, c\n1, "x, y", z\n2, "v", w\n', "spaced"),
        ('a,b\n1, "x"\n2,y\n3,z\n', "doubled"),
        ('a,b\n"C:\\dir",1\n"say \\"hi\\"",2\n', "doubled"),
        ('a,b\n5" nail,1\n6" nail,2\n', "doubled"),
        ('a,b\n"good",1\n"good, too",2\n"bad" one,3\n"good",4\n', "doubled"),
        ('a,b\n1,"never closed\n2,x\n3,y\n', "doubled"),
    ],
)
def test_the_quoting_is_found(text: str, quoting: str) -> None:
    """Doubled quotation marks are usual; others are seen only where the usual reading fails for most."""
    assert dialect(text)[1] == quoting


def test_a_record_that_the_sample_cuts_off_is_left_out() -> None:
    """The last record of a sample may go on behind it."""
    lines = ["a,b\n", "1,x\n", '2,"begins\n']
    assert read(lines, Dialect(",", "doubled"), whole=False) == [["a", "b"], ["1", "x"]]
    assert find(lines, whole=False) == Dialect(",", "doubled")
