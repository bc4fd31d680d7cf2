"""No word above a reader's reach stands on any page, in any file, header or answer; and nothing else tells of it."""

from __future__ import annotations

import itertools

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from habeas.accounts.models import User
from habeas.intake.models import Batch
from habeas.linkage.models import Judgement
from habeas.statements.models import Raising, Record, Retraction, Source, Statement
from tests import build
from tests.desk import crawl
from tests.desk.canaries import OURS, SHARED, VISIBLE, Told
from tests.desk.readers import READERS, Reader, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("two_keepers")]
every_reader = pytest.mark.parametrize("reader", READERS.values(), ids=READERS.keys())
_LIKE_OTHERS = {"a keeper", "a caseworker with a source", "a contributor with a source", "a publisher with all sources"}
_LISTS = (
    *("/", "/persons/?counts=yes", "/persons/export/", "/persons/counts/?sex=female", "/persons/?sex=male"),
    *("/persons/?ethnicity=uyghur&counts=yes", "/persons/?ethnicity=-&counts=yes", "/persons/?custody=free"),
    *("/persons/?custody=held&counts=yes", "/persons/?origins=1&counts=yes", "/persons/?origins=2&counts=yes"),
    *("/persons/?age=60-over&counts=yes", "/persons/?age=-", "/persons/?held_from=2018-01-01&counts=yes"),
    *("/persons/?held_to=2018-01-01&counts=yes", "/persons/?listed=yes&counts=yes", "/persons/?listed=no"),
    *("/persons/?q=Testperson&counts=yes", "/persons/export/?sex=male", "/places/?q=exampletown", "/organisations/"),
    *("/search/?q=Testperson", f"/search/?q={VISIBLE}", f"/search/?q={SHARED}:k1", f"/search/?q={OURS}:k4"),
    *("/search/?q=Exampletown", "/search/?q=Testperson+one", "/records/new/", "/sources/new/", "/batches/", "/import/"),
)


@pytest.fixture
def writer(db: None) -> User:
    """Who made the register."""
    return build.user("the writer", "analyst", all_sources=True)


def _of_visible(told: Told) -> list[str]:
    """Pages of what everybody sees, that no link may lead to."""
    codes = [one.code for one in told.visible]
    pairs = [f"/is/{one}/with/{other}/" for one, other in itertools.pairwise(codes)]
    about = [f"/records/new/?about={code}" for code in codes] + [f"/records/new/?replaces={code}" for code in codes]
    shown = Statement.objects.filter(record__in=told.visible, tier__lte=2, standing=0)
    answers = [f"/records/new/?answers={number}" for number in shown.order_by("pk").values_list("pk", flat=True)[:10]]
    sources = [f"/sources/{one.code}/edit/" for one in (told.shared, told.ours, told.copy, told.child)]
    return [
        *[f"/is/{code}/" for code in codes],
        *[f"/records/{code}/" for code in codes],
        *pairs,
        *about,
        *answers,
        *sources,
    ]


def _guessed() -> list[str]:
    """Every address that a code or number of the database can be put into."""
    found = []
    for code in Record.objects.values_list("code", flat=True):
        found += [f"/is/{code}/", f"/records/{code}/", f"/records/new/?about={code}", f"/records/new/?replaces={code}"]
        found += [f"/search/?q={code}"]
    for code in Source.objects.values_list("code", flat=True):
        found += [f"/sources/{code}/", f"/sources/{code}/edit/"]
    found += [f"/persons/?source={number}&counts=yes" for number in Source.objects.values_list("pk", flat=True)]
    hidden = Statement.objects.filter(tier__gt=1).values_list("pk", flat=True)
    found += [f"/records/new/?answers={number}" for number in hidden]
    for number in Batch.objects.values_list("pk", flat=True):
        found += [f"/batches/{number}/", f"/batches/{number}/progress/", f"/batches/{number}/refused/"]
        found += [f"/import/{number}/map/", f"/import/{number}/preview/"]
    return [*found, "/audit/?readings=yes", "/approvals/", "/accounts/", "/accounts/new/", "/accounts/teams/"]


@every_reader
def test_no_hidden_word_reaches_a_reader(writer: User, reader: Reader) -> None:
    """Walk all links and guess all addresses: every word within reach can be found, no word beyond it."""
    told = Told(parts=(*reader.hidden, *reader.sees), by=writer)
    client = signed_in(reader.account())
    answers = crawl.walk(client, [*_LISTS, *_of_visible(told), *_guessed()])
    assert len(answers) > 150
    everything = "\n".join(answers.values())
    assert VISIBLE in everything
    for part in reader.sees:
        assert any(word in everything for word in told.words[part]) or part.startswith("sealed"), part
    leaks = [
        (address, word)
        for part in (*reader.hidden, "erased", "sealed-shared", "sealed-ours")
        for word in told.words[part]
        for address, answer in answers.items()
        if word in answer
    ]
    assert not leaks, "\n".join(f"{word} at {address}" for address, word in leaks)


@pytest.mark.parametrize("reader", [one for name, one in READERS.items() if name not in _LIKE_OTHERS])
def test_what_is_hidden_changes_no_byte(writer: User, reader: Reader) -> None:
    """The same register without what is beyond this reader: every page and file is the same, byte for byte."""
    client, walks = signed_in(reader.account()), []
    for parts in (reader.sees, (*reader.sees, *reader.hidden)):
        with transaction.atomic():
            told = Told(parts=parts, by=writer)
            answers = crawl.walk(client, [*_LISTS, *_of_visible(told)])
            names = crawl.Names()
            walks.append(
                {names.plain(a): names.plain(answer) for a, answer in answers.items() if not _trail(a, reader)}
            )
            transaction.set_rollback(True)
    assert len(walks[0]) > 100
    found = crawl.differences(*walks)
    assert not found, "\n".join(found)


def _trail(address: str, reader: Reader) -> bool:
    """The audit trail, and the home page that shows its end, tell keepers and administrators of everything done; and
    who gives sources to teams has to know the short name of each."""
    if address == "/accounts/teams/":
        return True
    return address.startswith("/audit/") or (address == "/" and reader.role in {"keeper", "administrator"})


@every_reader
def test_searching_for_what_is_hidden_answers_as_for_what_is_not_there(writer: User, reader: Reader) -> None:
    """Words, numbers, keys and ids beyond reach, in every field that searches: as if nobody ever said them."""
    told = Told(parts=(*reader.hidden, *reader.sees), by=writer)
    client = signed_in(reader.account())
    seen = set().union(*(told.words[part] for part in reader.sees)) if reader.sees else set()
    for part in (*reader.hidden, "erased"):
        for number, word in enumerate(sorted(told.words[part] - seen)):
            for address in ("/search/?q={}", _SEARCHES[number % len(_SEARCHES)]):
                absent = "x" * len(word)
                there, nowhere = (_asked(client, address, text) for text in (word, absent))
                assert there.replace(word, absent) == nowhere, (address, word)


_SEARCHES = (
    *("/search/?q=Testperson+{}", "/search/?q={}77", f"/search/?q={SHARED}:{{}}", f"/search/?q={OURS}:{{}}"),
    *("/persons/?q={}&counts=yes", "/persons/?place={}&counts=yes", "/persons/?ethnicity={}", "/places/?q={}"),
    *("/organisations/?q={}", "/persons/export/?q={}", "/persons/?q=Testperson+{}"),
)


def _asked(client: Client, address: str, text: str) -> str:
    return crawl.Names.plain(_NOBODY, crawl.body(client.get(address.format(text))))


class _Nobody:
    codes: dict[str, str] = {}
    numbers: dict[str, dict[int, str]] = {"sources": {}, "statements": {}}


_NOBODY: crawl.Names = _Nobody()  # type: ignore[assignment]


@pytest.mark.parametrize("name", ["an analyst", "an analyst with a source", "a keeper", "a caseworker with a source"])
def test_nothing_hidden_can_be_acted_on(writer: User, name: str) -> None:
    """Each form of a page that may not be opened is refused for the things behind it as for things that never were."""
    reader = READERS[name]
    told = Told(parts=(*reader.hidden, *reader.sees), by=writer)
    client = signed_in(reader.account())
    beyond = _beyond(told, reader)
    assert sum(map(len, beyond.values())) > 30
    for address_name, things in beyond.items():
        for thing in things:
            address = reverse(address_name, args=[thing])
            with transaction.atomic():
                answer = client.post(
                    address, {"reason": "a test", "tier": "3", "stance": "confirms", "step": "accepted"}
                )
                transaction.set_rollback(True)
            assert answer.status_code in {403, 404}, (address, thing)


def _beyond(told: Told, reader: Reader) -> dict[str, list[object]]:
    """Addresses of forms -> the codes or numbers of what this reader does not see."""
    source = told.shared if "ours" in reader.sees else told.ours
    hidden = Record.objects.filter(source__in=[source.pk, told.shared.pk]).exclude(statements__tier__lte=2).distinct()
    statements = Statement.objects.filter(record__source=source, tier__gt=2)
    numbers = list(statements.values_list("pk", flat=True))
    records = list(hidden.values_list("pk", flat=True))
    codes: list[object] = list(hidden.values_list("code", flat=True))
    retractions = Retraction.objects.filter(statement__in=numbers) | Retraction.objects.filter(record__in=records)
    raisings = Raising.objects.filter(statement__in=numbers) | Raising.objects.filter(record__in=records)
    judgements = Judgement.objects.filter(records__record__in=records).distinct()
    return {
        **{f"record-{act}": codes for act in ("withdraw", "raise", "review", "erase")},
        **{f"statement-{act}": list(numbers) for act in ("withdraw", "stance", "raise", "open")},
        "list-person": codes,
        "retraction-undo": list(retractions.values_list("pk", flat=True)),
        "show-again": list(raisings.values_list("pk", flat=True)),
        "undo-judgement": list(judgements.values_list("pk", flat=True)),
    }
