"""The encoding is decided on the whole file; in doubt the file is refused."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from habeas.intake.readers import ReadError, limits, open_table
from habeas.intake.readers.texts import charsets, evidence
from tests.intake.readers.conftest import Deliver
from tests.intake.readers.reading import everything

CHINESE = [
    ("姓名", "民族", "地址"),
    ("买买提·阿布都拉", "维吾尔族", "新疆喀什地区疏附县"),
    ("古丽夏提", "维吾尔族", "和田市拉斯奎镇"),
    ("王建国", "汉族", "乌鲁木齐市天山区"),
]
TRADITIONAL = [
    ("姓名", "性別", "地址"),
    ("陳志明", "男", "臺北市中山區"),
    ("黃麗華", "女", "香港九龍灣"),
    ("張國榮", "男", "高雄縣鳳山鄉"),
]
RUSSIAN = [
    ("Имя", "Место", "Статья"),
    ("Иванов Пётр Сергеевич", "Екатеринбург", "ст. 282"),
    ("Жумабаева Гульнара", "Алматы", "ст. 174"),
    ("Щербакова Юлия", "Санкт-Петербург", "«хулиганство»"),
]
ARABIC = [("الاسم", "المكان"), ("محمد عبد الله", "دمشق"), ("فاطمة يوسف", "حلب"), ("خالد سعيد", "القاهرة")]
TURKISH = [
    ("Adı", "Şehir"),
    ("Ayşe Yıldız", "Diyarbakır"),
    ("Gökhan Çağlar", "İstanbul"),
    ("Müslüm Işık", "Şanlıurfa"),
]
SPANISH = [
    ("Nombre", "Lugar"),
    ("Peña Muñoz, José", "Córdoba"),
    ("Ibáñez, María", "Tucumán"),
    ("Núñez, Raúl", "Neuquén"),
]
FRENCH = [("Nom", "Lieu"), ("Lefèvre, Zoé", "Besançon"), ("Noël, Hélène", "Nîmes"), ("Garçon, Éloïse", "Orléans")]
KOREAN = [("이름", "장소"), ("김철수", "평양시"), ("박영희", "함흥시"), ("최성호", "청진시 수용소")]
HEBREW = [("שם", "מקום"), ("דוד כהן", "ירושלים"), ("מרים לוי", "חיפה"), ("יוסף אברהם", "נצרת")]

TABLES = {
    "gb18030": CHINESE,
    "big5": TRADITIONAL,
    "cp1251": RUSSIAN,
    "koi8-r": RUSSIAN,
    "cp866": RUSSIAN,
    "cp1256": ARABIC,
    "cp1254": TURKISH,
    "cp1252": SPANISH,
    "latin-1": FRENCH,
    "cp949": KOREAN,
    "cp1255": HEBREW,
}


def written(table: list[tuple[str, ...]]) -> str:
    return "".join(",".join(f'"{cell}"' for cell in row) + "\r\n" for row in table)


@pytest.mark.parametrize("encoding", TABLES)
def test_small_lists_in_old_encodings_are_read(deliver: Deliver, encoding: str) -> None:
    """Four rows are enough to tell the usual encodings of police, courts and prisons apart."""
    text = written(TABLES[encoding]).encode(encoding, "replace").decode(encoding)
    path = deliver(text, encoding)
    expected = [tuple(cell.strip('"') for cell in line.split('","')) for line in text.splitlines()]
    assert everything(path) == expected
    assert open_table(path).details["encoding_by"] == "guessed"


@pytest.mark.parametrize(
    ("encoding", "by"),
    [
        ("utf-8", "valid"),
        ("utf-8-sig", "mark"),
        ("utf-16", "mark"),
        ("utf-32", "mark"),
        ("utf-16-le", "guessed"),
        ("utf-16-be", "guessed"),
    ],
)
@pytest.mark.parametrize("table", [CHINESE, RUSSIAN, ARABIC, SPANISH])
def test_unicode_is_read_in_every_form(deliver: Deliver, encoding: str, by: str, table: list[tuple[str, ...]]) -> None:
    """UTF-8, UTF-16 and UTF-32 are read with a mark, and without one where they are clear."""
    path = deliver(written(table), encoding)
    assert everything(path) == table
    assert open_table(path).details["encoding_by"] == by


def test_big_endian_and_chinese_marks_are_known(deliver: Deliver) -> None:
    """The marks of UTF-16 and UTF-32 of the other byte order, and that of GB18030, decide."""
    assert everything(deliver(codecs.BOM_UTF16_BE + written(CHINESE).encode("utf-16-be"))) == CHINESE
    assert everything(deliver(codecs.BOM_UTF32_BE + written(CHINESE).encode("utf-32-be"))) == CHINESE
    assert everything(deliver(("\ufeff" + written(CHINESE)).encode("gb18030"))) == CHINESE


def test_ascii_is_read_as_utf_8(deliver: Deliver) -> None:
    """Plain ASCII is valid UTF-8."""
    assert charsets.detect(deliver(b"name\nAli\n")) == ("utf-8", "valid")


@pytest.mark.parametrize(("encoding", "table"), [("gb18030", CHINESE), ("cp1251", RUSSIAN), ("utf-8", ARABIC)])
def test_what_comes_late_in_the_file_counts(deliver: Deliver, encoding: str, table: list[tuple[str, ...]]) -> None:
    """More than a megabyte of ASCII before the first other letter does not mislead."""
    ascii_rows = "".join(f"{number},plain text\n" for number in range(80_000))
    late = "".join(f"{row[0]},{row[1]}\n" for row in table)
    path = deliver("id,said\n" + ascii_rows + late, encoding)
    assert path.stat().st_size > 1_200_000
    found = [row.cells for row in open_table(path)]
    assert found[-len(table) :] == [row[:2] for row in table]


def test_a_file_of_two_encodings_is_refused(deliver: Deliver) -> None:
    """UTF-8 and GB18030 in one file, as when exports are joined: refused with a line of each, never half garbled."""
    first, second = written(CHINESE * 5).encode("utf-8"), written(CHINESE * 5).encode("gb18030")
    with pytest.raises(ReadError, match=r"mixes encodings: line 1 is UTF-8, line 21 is not"):
        open_table(deliver(first + second))


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1253", "Όνομα,Τόπος\nΓιώργος Παπαδόπουλος,Αθήνα\nΕλένη Νικολάου,Θεσσαλονίκη\n"),
        ("cp1250", "Nazwisko,Miasto\nŻółkiewski Łukasz,Gdańsk\nDąbrowska Świętosława,Łódź\n"),
        ("shift_jis", "名前,場所\nさとう花子,大阪\n山田たろう,とうきょう\n"),
        ("cp874", "ชื่อ,ที่\nสมชาย ใจดี,กรุงเทพ\n"),
        ("mac_roman", "nombre,lugar\nJosé Muñoz,Córdoba\nMaría Peña,Asunción\n"),
    ],
)
def test_other_encodings_are_refused_not_garbled(deliver: Deliver, encoding: str, text: str) -> None:
    """What no known encoding reads as words is refused, with the advice to save as UTF-8."""
    with pytest.raises(ReadError, match=r"The encoding of the text cannot be told.*UTF-8"):
        open_table(deliver(text, encoding))


def test_too_little_to_judge_by_is_refused_with_the_choices(deliver: Deliver) -> None:
    """Two letters are no evidence; a few more that may be Russian in two encodings are named in both readings."""
    with pytest.raises(ReadError, match=r"too few letters \(.+, if it is .+\)\. Save the file as UTF-8"):
        open_table(deliver("name,sex\nAli,М\nGul,Ж\n", "cp1251"))
    with pytest.raises(ReadError, match=r"it may be .+ \(.+\) or .+ \(.+\)\. Save the file as UTF-8"):
        open_table(deliver("name,place\nAli,СУРГУТ\n", "koi8-r"))


@pytest.mark.parametrize("word", ["Muñoz", "Pérez", "Müller", "Lefèvre", "Gonçalves", "O’Brien", "Nº 5"])
def test_one_accented_letter_is_enough_for_latin(deliver: Deliver, word: str) -> None:
    """A single accented letter between plain ones can only be Western."""
    assert everything(deliver(f"name,born\n{word},1980\n", "cp1252"))[1] == (word, "1980")


def test_capitals_are_read_as_well(deliver: Deliver) -> None:
    """Lists in capitals, as registers keep them, are no harder."""
    for encoding, table in (("cp1251", RUSSIAN), ("cp1252", SPANISH)):
        upper = [tuple(cell.upper() for cell in row) for row in table]
        assert everything(deliver(written(upper), encoding)) == upper


def test_evidence_is_gathered_from_the_whole_file(deliver: Deliver, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept to judge by stays small and comes from everywhere."""
    monkeypatch.setattr(evidence, "_KEPT", 500)
    found = evidence.gather(deliver("".join(f"{number},Пример\n" for number in range(1000)), "cp1251"), b"\n")
    assert found.invalid == 1000
    assert found.size <= 500
    assert found.kept[-1].startswith(b"9")
    assert found.first_invalid == 1


def test_text_without_lines_is_gathered_in_pieces(deliver: Deliver, monkeypatch: pytest.MonkeyPatch) -> None:
    """JSON on one endless line in an old encoding is judged as well, without holding it."""
    monkeypatch.setattr(limits, "RECORD", 1000)
    monkeypatch.setattr(limits, "BLOCK", 256)
    text = "[" + ",".join(f'{{"имя":"Пётр {number}"}}' for number in range(500)) + "]"
    assert charsets.detect(deliver(text, "cp1251"), lines=False) == ("cp1251", "guessed")


def test_big_files_are_checked_whole(tmp_path: Path) -> None:
    """A hundred megabytes of UTF-8 are looked through to the end."""
    path = tmp_path / "big"
    path.write_bytes(("id,имя\n" + "1,Пример текста\n" * 200_000).encode() + b"plain ascii text\n" * 5_000_000)
    assert charsets.detect(path) == ("utf-8", "valid")


def test_a_character_cut_off_at_the_end_spoils_its_row_only(deliver: Deliver) -> None:
    """A UTF-8 file that ends inside a character is still UTF-8."""
    content = written(CHINESE * 4).encode() + "尾".encode()[:2]
    assert charsets.detect(deliver(content)) == ("utf-8", "mostly")
