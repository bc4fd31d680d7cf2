"""The vocabulary of the shipped packs: well formed, without contradictions, and right where it can be checked."""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from habeas.names import fold
from habeas.packs import reader
from habeas.packs.vocabulary import TYPES
from tests.house import tree
from tests.packs import rows

PACK = reader.load("world", "xinjiang")
# Names of properties in FollowTheMoney's Person, LegalEntity, Thing and Event (followthemoney 4).
FTM = {
    *("name", "firstName", "lastName", "alias", "previousName", "fatherName", "motherName", "gender", "birthDate"),
    *("birthPlace", "nationality", "ethnicity", "religion", "spokenLanguage", "appearance", "idNumber"),
    *("passportNumber", "address", "position", "education", "political", "phone", "summary", "notes", "sourceUrl"),
    *("keywords", "date", "endDate", "location"),
}
# Fields of person and note records in PFIF 1.4.
PFIF = {
    *("person_record_id", "entry_date", "expiry_date", "author_name", "author_email", "author_phone", "source_name"),
    *("source_date", "source_url", "full_name", "given_name", "family_name", "alternate_names", "description", "sex"),
    *("date_of_birth", "age", "home_street", "home_neighborhood", "home_city", "home_state", "home_postal_code"),
    *("home_country", "photo_url", "profile_urls", "note_record_id", "status", "last_known_location", "text"),
}


@pytest.mark.parametrize("path", rows.files(), ids=tree.short)
def test_rows_are_well_formed(path: Path) -> None:
    """Each row has just the columns of its file, no stray spaces, and no empty word between two bars."""
    for number, row in enumerate(rows.read(path), start=2):
        assert None not in row, f"row {number} has too many cells"
        assert None not in row.values(), f"row {number} has too few cells"
        assert [cell for cell in row.values() if cell != cell.strip()] == [], f"row {number}"
        assert "||" not in row.get("words", ""), f"row {number}"


@pytest.mark.parametrize("path", rows.thesauri(), ids=tree.short)
def test_thesauri_have_one_shape(path: Path) -> None:
    """Columns are code, label, parent, huridocs and words; codes are unique, labels are there."""
    found = rows.read(path)
    assert list(found[0]) == ["code", "label", "parent", "huridocs", "words"]
    assert [code for code, count in Counter(row["code"] for row in found).items() if count > 1] == []
    assert [row["code"] for row in found if not row["label"]] == []


@pytest.mark.parametrize("path", rows.thesauri(), ids=tree.short)
def test_a_word_stands_once_in_a_row(path: Path) -> None:
    """A word is not repeated within a term, however it is dressed: repeats hide typing errors."""
    twice = {
        row["code"]: [word for word, count in Counter(rows.words(row)).items() if count > 1] for row in rows.read(path)
    }
    assert {code: found for code, found in twice.items() if found} == {}


def test_no_word_means_two_things() -> None:
    """Within one thesaurus, over all packs together, a folded word points to one code."""
    meant: dict[tuple[str, str], set[str]] = defaultdict(set)
    for path in rows.thesauri():
        for row in rows.read(path):
            for word in (row["code"], row["label"], *rows.words(row)):
                if not word.startswith("!"):
                    meant[path.stem, fold(word)].add(row["code"])
    assert {key: codes for key, codes in meant.items() if len(codes) > 1} == {}


def test_no_word_folds_to_nothing() -> None:
    """A word made only of marks would match every empty text."""
    empty = [(path.stem, word) for path in rows.thesauri() for row in rows.read(path) for word in rows.words(row)]
    assert [one for one in empty if not fold(one[1])] == []


def test_parents_exist_and_do_not_run_in_circles() -> None:
    """A term's parent is a term of the same thesaurus, and climbing ends."""
    for name, terms in PACK.thesauri.items():
        for term in terms.values():
            seen, at = set(), term
            while at.parent:
                assert at.code not in seen, f"{name}: {at.code} lies in itself"
                seen.add(at.code)
                assert at.parent in terms, f"{name}: {at.code} has no parent {at.parent}"
                at = terms[at.parent]


def test_labels_tell_terms_apart() -> None:
    """Within a thesaurus no two terms have the same label, but for HURIDOCS lists that repeat one by design."""
    for name, terms in PACK.thesauri.items():
        twice = [label for label, count in Counter(term.label for term in terms.values()).items() if count > 1]
        assert twice == [], name


def test_labels_are_plain_english() -> None:
    """A label begins with a capital, a quotation mark or a numeral of a category, and has no underscore."""
    odd = [
        (name, term.label)
        for name, terms in PACK.thesauri.items()
        for term in terms.values()
        if "_" in term.label or not re.match(r'["A-ZÅÑÔÖČŠÜ]', term.label)
    ]
    assert odd == []


def test_one_thing_has_one_label() -> None:
    """Labels that differ only in capitals or a full stop would be translated twice."""
    spelled: dict[str, set[str]] = defaultdict(set)
    for label in PACK.labels():
        spelled[label.casefold().rstrip(".")].add(label)
    assert {key: found for key, found in spelled.items() if len(found) > 1} == {}


def test_codes_are_plain() -> None:
    """Codes of terms, events and properties are short words of Latin letters, digits and underscores."""
    codes = [term.code for terms in PACK.thesauri.values() for term in terms.values()]
    codes += [one.code for one in PACK.event_types] + [one.code for one in PACK.properties]
    assert [code for code in codes if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,39}", code)] == []


def test_every_thesaurus_that_a_property_names_exists() -> None:
    """A property of type term names a thesaurus that some pack has; the type of an event has its own."""
    missing = [
        one.code
        for one in PACK.properties
        if one.thesaurus and one.thesaurus != "event_type" and one.thesaurus not in PACK.thesauri
    ]
    assert missing == []
    world = reader.load("world")
    assert all(one.thesaurus in {*world.thesauri, "event_type"} for one in world.properties if one.thesaurus)


def test_terms_and_links_have_a_thesaurus_and_others_have_none() -> None:
    """Only a value that is one of a list needs the list."""
    for one in PACK.properties:
        assert bool(one.thesaurus) == (one.type in {"term", "link"}), one.code
        assert one.type in TYPES


def test_property_labels_are_unique() -> None:
    """In a list of properties to choose from no label stands twice."""
    assert [label for label, count in Counter(one.label for one in PACK.properties).items() if count > 1] == []


@pytest.mark.parametrize(
    ("tier", "codes"),
    [
        (
            "sealed",
            "phone contact testifier_name testifier_contact testifier_relation testifier_how_known witness",
        ),
        (
            "restricted",
            "identity_number passport_number document_number document_type document_issuer document_date residence "
            "registered_residence address religion health pregnancy disability relative related_person together_with "
            "father_name mother_name children employer political_affiliation photo legal_counsel case_number "
            "original_source official treatment circumstances past_record appearance police_station",
        ),
        (
            "internal",
            "name family_name given_names alias previous_name sex birth_date ethnicity nationality term charge",
        ),
    ],
)
def test_tiers_protect_what_can_hurt(tier: str, codes: str) -> None:
    """Who told and how to reach anybody is sealed; bodies, papers, kin, homes and faith are restricted."""
    number = {"internal": 2, "restricted": 3, "sealed": 4}[tier]
    assert [code for code in codes.split() if PACK.property(code).tier != number] == []


def test_nothing_is_public_by_default() -> None:
    """No property starts public or for partners: publication is decided, never inherited."""
    assert [one.code for one in PACK.properties if one.tier < 2] == []


def test_names_in_followthemoney_are_real() -> None:
    """The column `ftm` holds only names that its schemata have."""
    assert {one.ftm for one in PACK.properties if one.ftm} <= FTM


def test_names_in_pfif_are_real() -> None:
    """The column `pfif` holds only fields of PFIF 1.4."""
    assert {one.pfif for one in PACK.properties if one.pfif} <= PFIF


@pytest.mark.parametrize(
    ("source", "codes"),
    [
        (
            "CECC export",
            "name alias description sex birth_date ancestral_home residence occupation political_affiliation ethnicity "
            "religion relative term release_expected date place note legal_counsel custody_status issue",
        ),
        (
            "WGAD questionnaire",
            "family_name given_names sex birth_date age_then nationality document_number document_issuer document_date "
            "occupation residence organisation warrant ordered_by reason legal_basis legislation date held_for place "
            "circumstances remedies",
        ),
        ("WGEID form", "birth_place pregnancy photo time official witness facility_kind ethnicity document_type"),
        (
            "OHCHR register of detainees",
            "reason organisation date time place health belongings place_from cause_of_death remains circumstances",
        ),
    ],
)
def test_every_field_that_a_form_asks_for_can_be_said(source: str, codes: str) -> None:
    """There is a property for each field of the forms and registers that we serve."""
    known = {one.code for one in PACK.properties}
    assert [code for code in codes.split() if code not in known] == [], source


@pytest.mark.parametrize(
    ("event", "custody"),
    [
        *(("taken", "held"), ("held", "held"), ("formally_arrested", "held"), ("sentenced", "held")),
        *(("released", "free"), ("died", "dead"), ("missing", "missing"), ("sought", "sought"), ("escaped", "sought")),
        *(("seen", "none"), ("heard_from", "none"), ("deported", "none"), ("sentence_end", "none")),
    ],
)
def test_what_an_event_means_for_custody(event: str, custody: str) -> None:
    """Each type of event says what it does to custody; a sentence that should end frees nobody."""
    assert {one.code: one.custody for one in PACK.event_types}[event] == custody


def test_custody_knows_no_other_effects() -> None:
    """Effects are few: what status.py reckons with."""
    assert {one.custody for one in PACK.event_types} <= {"held", "free", "dead", "missing", "sought", "none"}


HURIDOCS = {
    "act": {"arrest": "030101", "detention": "030102", "disappearance": "030103", "house_arrest": "030105"},
    "victim_status": {"dead": "0101", "found_prison": "010402", "escaped": "020109", "arbitrary": "020204"},
    "detention_type": {"administrative": "01", "state_violent": "07", "other": "90", "unknown": "99"},
    "whereabouts": {"disclosed": "0101", "contact_not_permitted": "010102", "denied": "02"},
    "source_connection": {"victim": "0101", "relative": "0201", "third_party": "03", "lawyer": "0401"},
    "reliability": {"high": "01", "low": "05", "unknown": "99"},
    "date_type": {"estimate": "01", "day_unknown": "02", "month_day_unknown": "03"},
}


@pytest.mark.parametrize("name", HURIDOCS)
def test_huridocs_codes_are_those_of_the_lists(name: str) -> None:
    """Codes that our reference gives are carried."""
    assert {code: PACK.thesauri[name][code].huridocs for code in HURIDOCS[name]} == HURIDOCS[name]


@pytest.mark.parametrize(
    "name",
    [
        "source_material",
        "involvement",
        "intervention",
        "response",
        "attribution",
        "legal_counsel",
        "statement_signed",
        "violation_status",
        "monitoring",
        "impact",
        "intervention_status",
        "priority",
        "court_kind",
    ],
)
def test_huridocs_codes_are_never_made_up(name: str) -> None:
    """Where our reference names a term without its code, the code stays empty."""
    assert {term.huridocs for term in PACK.thesauri[name].values()} == {""}


def test_the_note_status_of_pfif_is_whole() -> None:
    """All five words of PFIF are there."""
    assert set(PACK.thesauri["note_status"]) == {
        *("information_sought", "is_note_author", "believed_alive", "believed_missing", "believed_dead"),
    }


def test_all_peoples_of_the_standard_are_there() -> None:
    """GB/T 3304-1991 numbers 56 peoples from 01 to 56, each with two letters, and each reads."""
    numbered = {
        word: term.code
        for term in PACK.thesauri["ethnicity"].values()
        for word in term.words
        if re.fullmatch(r"\d\d", word)
    }
    assert sorted(numbered) == [f"{number:02}" for number in range(1, 57)]
    assert len(set(numbered.values())) == 56
    for code in numbered.values():
        term = PACK.thesauri["ethnicity"][code]
        assert [word for word in term.words if re.fullmatch(r"[A-Z]{2}", word)], code
        assert [word for word in term.words if re.fullmatch(r"[\u4e00-\u9fff]+族", word)], code


@pytest.mark.parametrize(
    ("word", "code"),
    [
        *(("01", "han"), ("05", "uyghur"), ("17", "kazakh"), ("29", "kyrgyz"), ("43", "uzbek"), ("56", "jino")),
        *(("UG", "uyghur"), ("维吾尔族", "uyghur"), ("ئۇيغۇر", "uyghur"), ("уйгурка", "uyghur"), ("Uygur", "uyghur")),
        *(("哈萨克族", "kazakh"), ("қазақ", "kazakh"), ("казах", "kazakh"), ("回族", "hui"), ("дунганин", "hui")),
        *(("柯尔克孜族", "kyrgyz"), ("кыргыз", "kyrgyz"), ("汉", "han"), ("تاجىك", "tajik"), ("锡伯族", "xibe")),
    ],
)
def test_peoples_read_in_many_languages(word: str, code: str) -> None:
    """A people reads from its number, its letters, and its names."""
    assert PACK.read_term("ethnicity", word) == code


def test_the_countries_of_the_world_are_whole() -> None:
    """ISO 3166-1 has 249 countries; each reads from its three letters. Four States of the past stand beside them."""
    codes = set(PACK.thesauri["country"])
    assert len([code for code in codes if len(code) == 2]) == 249
    assert {code for code in codes if len(code) == 4} == {"CSHH", "DDDE", "SUHH", "YUCS"}
    letters = [term.code for term in PACK.thesauri["country"].values() if re.fullmatch(r"[A-Z]{3}", term.words[0])]
    assert len(letters) == 249


@pytest.mark.parametrize(
    ("word", "code"),
    [
        *(("ARGENTINA", "AR"), ("ESPAÑOLA", "ES"), ("BRITANICA", "GB"), ("italiano", "IT"), ("ESTADOUNIDENSE", "US")),
        *(("CHECOESLOVACA", "CSHH"), ("YUGOESLAVA", "YUCS"), ("URY", "UY"), ("paraguayo", "PY"), ("alemana", "DE")),
        *(("中国", "CN"), ("哈萨克斯坦", "KZ"), ("土耳其", "TR"), ("Казахстан", "KZ"), ("Китай", "CN"), ("РФ", "RU")),
        *(("Türkiye", "TR"), ("Turkey", "TR"), ("Kazakistan", "KZ"), ("تركيا", "TR"), ("قازاقىستان", "KZ")),
        *(("Allemagne", "DE"), ("française", "FR"), ("Swedish", "SE"), ("Côte d'Ivoire", "CI"), ("USA", "US")),
        *(("NO", None), ("SI", None), ("NA", None), ("korean", None), ("congolese", None)),
    ],
)
def test_countries_and_nationalities_read(word: str, code: str | None) -> None:
    """A country reads from its names and its people's; what may be two countries, or a plain word, does not."""
    assert PACK.read_term("country", word) == code


RELATIONS = {
    "spouse": "妻子 丈夫 жена муж eşi karısı esposa marido زوجة زوجها ئايالى күйеуі wife épouse",
    "parent": "父亲 母亲 отец мать babası annesi padre madre والد أم دادىسى анасы father mère",
    "child": "儿子 女儿 сын дочь oğlu kızı hijo hija ابن بنت ئوغلى қызы daughter fils",
    "sibling": "哥哥 妹妹 брат сестра kardeşi ablası hermano hermana أخ أخت ئاكىسى әпкесі brother sœur",
    "grandparent": "爷爷 外婆 бабушка dedesi abuelo جد بوۋىسى әжесі grandmother",
    "grandchild": "孙子 внук torunu nieta حفيد نەۋرىسى немересі grandson",
    "uncle_aunt": "叔叔 舅舅 дядя amcası tío خال تاغىسى нағашысы aunt",
    "cousin": "表哥 堂妹 кузен kuzeni primo бөлесі cousin",
    "nephew_niece": "侄子 外甥女 племянник yeğeni sobrina جىيەنى жиені niece",
    "in_law": "女婿 岳母 тесть kayınbiraderi cuñado صهر كېلىنى келіні father-in-law",
    "partner": "未婚妻 novia nişanlısı fiancée",
    "friend": "朋友 друг arkadaşı amigo صديق دوستى досы friend",
    "neighbour": "邻居 сосед komşusu vecina جار قوشنىسى көршісі neighbor",
    "fellow_detainee": "狱友 сокамерник cellmate codétenu",
    "lawyer": "律师 адвокат avukatı abogada محامي lawyer",
    "self": "本人 herself kendisi сам",
}


@pytest.mark.parametrize(
    ("code", "word"), [(code, word) for code, found in RELATIONS.items() for word in found.split()]
)
def test_relations_read_in_many_languages(code: str, word: str) -> None:
    """Words for kin, friends and others read in Chinese, Russian, Turkish, Spanish, Arabic, Uyghur, Kazakh, French."""
    assert PACK.read_term("relation", word) == code


@pytest.mark.parametrize(
    ("thesaurus", "word", "code"),
    [
        *(("custody", "收押", "held"), ("custody", "收教", "held"), ("custody", "收监", "held")),
        *(("custody", "刑拘", "held"), ("custody", "转捕", "held"), ("custody", "已送教培", "held")),
        *(("custody", "释放", "free"), ("custody", "取保候审", "free"), ("custody", "在逃", "sought")),
        *(("custody", "DET", None), ("custody", "REL", None), ("custody", "毕业", None)),
        *(("event_type", "收押", "taken"), ("event_type", "收监", "held"), ("event_type", "逮捕", "formally_arrested")),
        *(("event_type", "转捕", "formally_arrested"), ("event_type", "取保候审", "released")),
        *(
            ("event_type", "送教培", "taken"),
            ("event_type", "判刑", "sentenced"),
            ("event_type", "投牢", "transferred"),
        ),
        *(("legal_basis", "刑事拘留", "criminal_detention"), ("legal_basis", "指定居所监视居住", "rsdl")),
        *(("legal_basis", "留置", "liuzhi"), ("legal_basis", "死缓", "suspended_death"), ("legal_basis", "拘留", None)),
        *(("legal_basis", "教培", "vetc"), ("legal_basis", "剥夺政治权利", "political_rights")),
        *(("facility_kind", "看守所", "detention_centre"), ("facility_kind", "教培中心", "vetc")),
        *(("facility_kind", "监狱", "prison"), ("facility_kind", "黑监狱", "black_jail")),
        *(("reasons", "超生", "birth_quota"), ("reasons", "蒙面", "veil_beard"), ("reasons", "朝觐", "pilgrimage")),
        *(("sex", "1", "male"), ("sex", "2", "female"), ("sex", "ئايال", "female"), ("sex", "Femenino", "female")),
        *(("restriction", "限制出境", "exit_ban"), ("act", "DESAPARICION FORZADA", "disappearance")),
    ],
)
def test_words_of_sources_read_as_ours(thesaurus: str, word: str, code: str | None) -> None:
    """Police words read as our terms; codes that nobody confirmed, and words of two meanings, do not."""
    assert PACK.read_term(thesaurus, word) == code


def test_restrictions_are_no_detention() -> None:
    """Exit bans and labour transfers stand in a list of their own, apart from legal bases of detention."""
    shared = set(PACK.thesauri["restriction"]) & set(PACK.thesauri["legal_basis"])
    assert shared == set()


@pytest.mark.parametrize("name", rows.NAMES)
def test_what_no_speaker_has_read_says_so(name: str) -> None:
    """Until a speaker has reviewed a pack, its pack.toml says that none has, and where its data come from."""
    folder = rows.FOLDER / name
    assert tomllib.loads((folder / "pack.toml").read_text("utf-8"))["reviewed_by_a_speaker"] is False
    assert (folder / "LICENCES.md").read_text("utf-8").startswith("# Where the data of this pack comes from")


def test_the_licence_of_names_of_countries_is_carried() -> None:
    """The Unicode licence asks that its notice goes with the data."""
    text = (rows.FOLDER / "world" / "LICENCES.md").read_text("utf-8")
    assert "Copyright © 2004-2025 Unicode, Inc." in text
    assert "Permission is hereby granted, free of charge" in text
