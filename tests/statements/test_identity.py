"""Identity numbers are checked by type and kept whatever the check says. All numbers here are made up.

Numbers with a right check digit are computed in the test from a region, a day and an order that nobody chose
for a person.
"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from habeas.packs import reader
from habeas.statements.identity import IdentityReading, read_identity

ID, DOCUMENT, PASSPORT = "identity_number", "document_number", "passport_number"
REGION = "653222"


def resident(region: str = REGION, birth: str = "19010203", order: int = 123) -> str:
    """A PRC number with the check digit that belongs to it."""
    body = f"{region}{birth}{order:03}"
    return body + ric.calc_check_digit(body + "0")


def kazakh(birth: str = "010203", century_and_sex: str = "3", order: str = "0012") -> str:
    """A Kazakh IIN with its check digit; an order without one is passed over."""
    body = f"{birth}{century_and_sex}{order}"
    check = sum(int(digit) * weight for digit, weight in zip(body, range(1, 12), strict=True)) % 11
    if check == 10:
        weights = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
        check = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11
    assert check < 10, "no such number is given out"
    return f"{body}{check}"


def test_a_prc_number_tells_region_birth_and_sex() -> None:
    """Six digits of region, eight of birth, an order that is odd for men."""
    assert read_identity(ID, resident()) == IdentityReading(resident(), None, date(1901, 2, 3), "male", REGION)
    assert read_identity(ID, resident(order=124)).sex == "female"


@pytest.mark.parametrize(
    "dress",
    [
        *("{}", " {} ", "'{}", "{}.", "身份证号：{}", "身份证号码 {}", "ID: {}", "ID No. {}", "公民身份号码:{}"),
        *("{}（已核实）", "\u200f{}\u200e", "id card {}"),
    ],
)
def test_dress_makes_no_difference(dress: str) -> None:
    """Words before the number, remarks after it, spaces and invisible marks go."""
    assert read_identity(ID, dress.format(resident())).value == resident()


def test_gaps_and_other_digits_make_no_difference() -> None:
    """Full-width and Arabic digits, spaces and hyphens within the number are the same number."""
    number = resident()
    wide = number.translate(str.maketrans("0123456789X", "０１２３４５６７８９Ｘ"))
    arabic = number.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    parted = f"{number[:6]} {number[6:14]}-{number[14:]}"
    assert {read_identity(ID, text).value for text in (wide, arabic, parted, number.lower())} == {number}


def test_a_wrong_check_digit_is_invalid_and_the_number_stays() -> None:
    """Somebody may have typed one digit wrong: nothing is read out of it, nothing is lost."""
    number = resident()
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
    assert read_identity(ID, wrong) == IdentityReading(wrong, "invalid")


@pytest.mark.parametrize("birth", ["19010230", "19011301", "19010000", "00000101"])
def test_a_day_that_never_was_is_impossible(birth: str) -> None:
    """30 February, a thirteenth month, a day zero: impossible, whatever the check digit says."""
    assert read_identity(ID, resident(birth=birth)).flag == "impossible"


@pytest.mark.parametrize("region", ["993222", "000000", "653299", "160000"])
def test_a_region_that_never_was_is_impossible(region: str) -> None:
    """A code that the People's Republic never gave to a county."""
    found = read_identity(ID, resident(region=region))
    assert (found.flag, found.region, found.birth) == ("impossible", None, None)


def test_a_region_younger_than_the_person_is_right() -> None:
    """Numbers were given out from 1984 on, also to those born before their county got its code."""
    found = read_identity(ID, resident(region="652901", birth="19010203"))  # Aksu became a city in 1983
    assert (found.flag, found.region) == (None, "652901")


def test_every_county_of_xinjiang_is_a_known_region() -> None:
    """Numbers from all counties, old and new, are read; four districts of 1982 gave out none."""
    codes = {area.code for area in reader.load("world", "xinjiang").areas if area.kind != "township"}
    unknown = {code for code in codes if read_identity(ID, resident(region=code)).flag}
    assert unknown == {"652403", "652404"}


def test_residents_from_taiwan_have_a_region_of_their_own() -> None:
    """Residence permits begin with 81, 82 and 83."""
    assert read_identity(ID, resident(region="830000")).flag is None


def test_an_old_number_is_written_out() -> None:
    """15 digits, given out before 1999, and the 18 that replaced them are one number."""
    full = resident()
    old = full[:6] + full[8:17]
    assert read_identity(ID, old) == read_identity(ID, full)


def test_an_old_number_with_an_impossible_day_stays_as_it_is() -> None:
    """Fifteen digits that hold no day are no such number, and are kept."""
    assert read_identity(ID, "653222019999123") == IdentityReading("653222019999123", "impossible")


@pytest.mark.parametrize(
    ("text", "value", "region", "birth"),
    [
        ("653222********1234", "653222********1234", REGION, None),
        ("653222××××××××1234", "653222********1234", REGION, None),
        ("653222XXXXXXXX1234", "653222********1234", REGION, None),
        ("653222xxxxxxxx123X", "653222********123X", REGION, None),
        ("65322219010203****", "65322219010203****", REGION, date(1901, 2, 3)),
        ("65322219010203????", "65322219010203****", REGION, date(1901, 2, 3)),
        ("6532221901020312#X", "6532221901020312*X", REGION, date(1901, 2, 3)),
        ("******190102031234", "******190102031234", None, None),
        ("993222********1234", "993222********1234", None, None),
        ("1234*****", "1234*****", None, None),
    ],
)
def test_a_masked_number_is_partial(text: str, value: str, region: str | None, birth: date | None) -> None:
    """Hidden digits become stars; region and birth are read where they are shown."""
    assert read_identity(ID, text) == IdentityReading(value, "partial", birth, None, region)


@pytest.mark.parametrize("text", ["6.53222E+17", "6,53222E+17", "6E17", "6.53222190102031E+17"])
def test_digits_lost_in_a_spreadsheet_are_partial(text: str) -> None:
    """A number that a spreadsheet shortened is told as such, and is never taken for another."""
    assert read_identity(ID, text) == IdentityReading(text, "partial")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("LE 1234567", "LE 1234567"),
        ("le 1.234.567", "LE 1234567"),
        ("LE1234567", "LE 1234567"),
        ("DNI 12.345.678", "DNI 12345678"),
        ("D.N.I. 12.345.678", "DNI 12345678"),
        ("DNI Nº 12345678", "DNI 12345678"),
        ("D.N.I. N° 12.345.678", "DNI 12345678"),
        ("CI 1234567", "CI 1234567"),
        ("C.I.: 1234567", "CI 1234567"),
        ("CI 1234567 PFA", "CI 1234567PFA"),
        ("LC 1234567", "LC 1234567"),
        ("Cédula 1.234.567-8", "CEDULA 12345678"),
        ("MI 1234567", "MI 1234567"),
        ("DNI F 1.234.567", "DNI F 1234567"),
    ],
)
def test_other_documents_keep_their_type(text: str, value: str) -> None:
    """Two kinds of document may bear one number: the type stays before it, dots and dress go."""
    assert read_identity(DOCUMENT, text) == IdentityReading(value)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (PASSPORT, "E12345678"),
        (PASSPORT, "e 1234 5678"),
        (PASSPORT, "E-12345678"),
        (PASSPORT, "Passport No. E12345678"),
        (PASSPORT, "护照：E12345678"),
        (DOCUMENT, "Passport E12345678"),
        (DOCUMENT, "护照号 E12345678"),
        (DOCUMENT, "паспорт № E12345678"),
        (DOCUMENT, "Pasaporte E12345678"),
        (DOCUMENT, "Pasaporte italiano E12345678"),
        (DOCUMENT, "E12345678"),
    ],
)
def test_a_passport_is_one_number_in_any_column(code: str, text: str) -> None:
    """The word "passport" is dress: the same passport meets itself across columns."""
    assert read_identity(code, text) == IdentityReading("E12345678")


def test_a_passport_that_looks_like_a_prc_number_is_left_alone() -> None:
    """In a column of passports no number is taken for a resident's."""
    assert read_identity(PASSPORT, "123456789012345") == IdentityReading("123456789012345")


def test_a_masked_passport_is_partial() -> None:
    """Stars in a passport's number are told."""
    assert read_identity(PASSPORT, "E1234****") == IdentityReading("E1234****", "partial")


@pytest.mark.parametrize(
    ("century_and_sex", "birth", "sex"),
    [
        ("1", date(1801, 2, 3), "male"),
        ("2", date(1801, 2, 3), "female"),
        ("3", date(1901, 2, 3), "male"),
        ("4", date(1901, 2, 3), "female"),
        ("5", date(2001, 2, 3), "male"),
        ("6", date(2001, 2, 3), "female"),
    ],
)
def test_a_kazakh_number_tells_birth_and_sex(century_and_sex: str, birth: date, sex: str) -> None:
    """The seventh digit gives the century and the sex."""
    number = kazakh(century_and_sex=century_and_sex, order="0017")
    assert read_identity(ID, number) == IdentityReading(number, None, birth, sex)
    assert read_identity(DOCUMENT, f"ИИН {number}").birth == birth


def test_the_second_row_of_weights_is_used_when_the_first_gives_ten() -> None:
    """Such numbers are rarer, and as good as others."""

    def first(order: str) -> int:
        body = f"0102033{order}"
        return sum(int(digit) * weight for digit, weight in zip(body, range(1, 12), strict=True)) % 11

    order = next(f"{n:04}" for n in range(10_000) if first(f"{n:04}") == 10)
    assert read_identity(ID, kazakh(order=order)).birth == date(1901, 2, 3)


def test_twelve_digits_are_not_always_kazakh() -> None:
    """A bare number that fails the check is some other number; one that is called an IIN is a wrong IIN."""
    number = kazakh()
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert read_identity(ID, wrong) == IdentityReading(wrong)
    assert read_identity(ID, f"IIN {wrong}") == IdentityReading(wrong, "invalid")
    assert read_identity(ID, "019999300120") == IdentityReading("019999300120")
    assert read_identity(ID, "010203900120") == IdentityReading("010203900120")


def test_a_turkish_number_is_checked_when_it_is_called_one() -> None:
    """10000000146 is the specimen of the register office."""
    assert read_identity(ID, "TC Kimlik No: 10000000146") == IdentityReading("10000000146")
    assert read_identity(ID, "T.C. 10000000147") == IdentityReading("10000000147", "invalid")
    assert read_identity(ID, "10000000147") == IdentityReading("10000000147")


@pytest.mark.parametrize("text", ["", "   ", "---", "sin datos", "无", "нет данных", "\u200f", "DNI"])
def test_a_word_is_no_number(text: str) -> None:
    """What has no digit is unreadable and has no value: else all who "have none" would share a document."""
    assert read_identity(DOCUMENT, text) == IdentityReading(None, "unreadable")


@given(st.text(max_size=150), st.sampled_from([ID, DOCUMENT, PASSPORT]))
def test_any_text_is_read_without_error_and_always_alike(text: str, code: str) -> None:
    """Reading never fails, gives the same twice, and flags only what it knows."""
    found = read_identity(code, text)
    assert found == read_identity(code, text)
    assert found.flag in {None, "invalid", "impossible", "partial", "unreadable"}
    assert (found.value is None) == (found.flag == "unreadable")


@given(st.text(alphabet="0123456789Xx*# .-EИН护照", max_size=30), st.sampled_from([ID, DOCUMENT, PASSPORT]))
def test_anything_like_a_number_is_read_without_error(text: str, code: str) -> None:
    """Texts close to numbers never fail either."""
    assert read_identity(code, text) == read_identity(code, text)


@given(
    st.dates(min_value=date(1900, 1, 1), max_value=date(1999, 12, 31)),
    st.integers(min_value=0, max_value=999),
    st.sampled_from(["650102", "652901", "653101", "653222", "654002", "110101"]),
)
def test_every_number_that_is_well_made_is_read_whole(birth: date, order: int, region: str) -> None:
    """Region, birth and sex come back as they went in, from 18 digits and from 15."""
    number = resident(region, f"{birth:%Y%m%d}", order)
    found = read_identity(ID, number)
    assert (found.value, found.flag, found.birth, found.region) == (number, None, birth, region)
    assert found.sex == ("male" if order % 2 else "female")
    assert read_identity(ID, number[:6] + number[8:17]).value == number


@given(st.integers(min_value=0, max_value=17), st.integers(min_value=1, max_value=9))
def test_one_wrong_digit_never_passes(place: int, shift: int) -> None:
    """The check digit finds every single slip, but for an X typed as a digit it also knows."""
    number = resident()
    digit = number[place]
    slipped = str((int(digit) + shift) % 10) if digit != "X" else str(shift)
    assert read_identity(ID, number[:place] + slipped + number[place + 1 :]).flag in {"invalid", "impossible"}
