"""Every text that people read is translated, and each translation can stand where the text stands."""

from __future__ import annotations

import re
from collections import Counter

import polib
import pytest
from django.conf import settings
from django.utils import translation

from habeas.desk.told import told
from tools import collect_messages as collecting

LANGUAGES = (*collecting.COMPLETE, *collecting.DRAFTS)
_HOLES = re.compile(r"%\(\w+\)[sd]|<[^>]+>|https?://\S+")


def _catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(collecting.catalogue(language)))


def _pairs(entry: polib.POEntry) -> list[tuple[str, str]]:
    """Each translation beside what it stands for; a plural form may leave the number out."""
    if not entry.msgid_plural:
        return [(entry.msgid, entry.msgstr)]
    return [(entry.msgid_plural, text) for text in entry.msgstr_plural.values()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_missing(language: str) -> None:
    """The catalogue holds exactly the texts that the program has now: run `make messages`."""
    held = {(one.msgid, one.msgid_plural) for one in _catalogue(language)}
    wanted = {(one.text, one.plural) for one in collecting.everything()}
    assert wanted - held == set()
    assert held - wanted == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_untranslated(language: str) -> None:
    """Nothing is empty, nothing is a mere guess."""
    waiting = [one.msgid for one in _catalogue(language) if not one.translated() or one.fuzzy]
    assert waiting == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_put_in_stays(language: str) -> None:
    """Names of values, markup, addresses and the places of particulars are the same, particulars as often."""
    wrong = []
    for entry in _catalogue(language):
        for text, translated in _pairs(entry) if entry.translated() else []:
            plural = bool(entry.msgid_plural)
            holes, kept = Counter(_HOLES.findall(text)), Counter(_HOLES.findall(translated))
            if kept - holes or (not plural and holes - kept) or text.count("…") != translated.count("…"):
                wrong.append(entry.msgid)
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_forms_are_complete(language: str) -> None:
    """As many forms as the language has."""
    catalogue = _catalogue(language)
    found = re.search(r"nplurals=(\d)", catalogue.metadata.get("Plural-Forms", ""))
    assert found is not None
    forms = {len(one.msgstr_plural) for one in catalogue if one.msgid_plural}
    assert forms == {int(found[1])}


@pytest.mark.parametrize("language", collecting.DRAFTS)
def test_drafts_say_so(language: str) -> None:
    """In the catalogue for who works on it, and in the choice of languages for who reads."""
    assert "draft" in _catalogue(language).header.casefold()
    assert dict(settings.LANGUAGES)[language].endswith("(draft)")


def test_sentences_of_the_domain_are_up_to_date() -> None:
    """What `told` looks through is what the modules say now: run `make messages`."""
    held = set(collecting.SENTENCES.read_text("utf-8").splitlines())
    assert held == {one.text for one in collecting.sentences()}


@pytest.mark.parametrize("language", collecting.COMPLETE)
@pytest.mark.parametrize(
    "message",
    [
        "Only a batch that is done can be taken back.",
        "the file has no column 'Name of person'",
        "column 'born': no property 'brth'",
        "its key stands in row 12 already, with other content",
        "The mapping does not fit the file: the file has no column 'x'; event 3: no event type 'y'",
    ],
)
def test_messages_of_the_domain_are_told_in_every_language(language: str, message: str) -> None:
    """The sentence is translated and its particulars are in it, word for word."""
    code = language.replace("_", "-").lower()
    with translation.override(code):
        found = told(message)
    assert found != message
    for particular in re.findall(r"'[^']*'|\d+", message):
        assert particular in found


def test_a_message_that_nobody_translated_is_told_in_english() -> None:
    """Nothing is lost when a sentence is new."""
    with translation.override("es"):
        assert told("Something 'new' happened 3 times") == "Something 'new' happened 3 times"
