"""Habeas beside others, in one run: `python -m bench.names.rivals [--persons N] [--queries N]`.

Score: the pairs of `bench.names.quality`. Retrieval: real parts of names put together, the Latin names hidden among N
invented persons (`bench.names.generate`), asked for in Chinese; a hit counts when the very record, or one with the same
spelling, is there. The others have no index for this, so each compares the query with all names. `make rivals` installs
them; what is not installed is named and left out.
"""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any, Final

from bench.names import generate, quality
from habeas.names.bulk import forms
from habeas.names.bulk.asking import ask
from habeas.names.bulk.index import Index, Row
from habeas.names.bulk.pairs import Comparer

Score = Callable[[str, str], float]
_OWN: Final = 10_000_000  # numbers of the hidden persons
_SCANS: Final = 60  # queries of those who compare with every name: each takes a second and more


def _has(*names: str) -> bool:
    return all(importlib.util.find_spec(name) for name in names)


def _pinyin() -> Callable[[str], str]:
    from pypinyin import lazy_pinyin

    def read(name: str) -> str:
        return " ".join("".join(lazy_pinyin(part)) for part in name.split("·")).lower()

    return read


def scorers() -> dict[str, Score]:
    """Each rival by what it is called in the table."""
    found: dict[str, Score] = {}
    if _has("rapidfuzz", "pypinyin"):
        from rapidfuzz.distance import JaroWinkler

        read = _pinyin()
        found["pinyin + Jaro-Winkler, parts sorted"] = lambda one, other: JaroWinkler.similarity(
            " ".join(sorted(read(one).split())), " ".join(sorted(other.lower().split()))
        )
    if _has("rapidfuzz", "uroman"):
        import uroman
        from rapidfuzz import fuzz

        roman = uroman.Uroman()
        found["uroman + rapidfuzz token sort"] = lambda one, other: fuzz.token_sort_ratio(
            roman.romanize_string(one).lower(), other.lower()
        )
    if _has("nomenklatura"):
        found["OpenSanctions logic-v2"] = _logic(lambda name: name)
        if _has("pypinyin"):
            found["OpenSanctions logic-v2, fed pinyin"] = _logic(_pinyin())
    return found


def _logic(read: Callable[[str], str]) -> Score:
    from followthemoney import model
    from nomenklatura.matching import get_algorithm

    algorithm: Any = get_algorithm("logic-v2")
    config, numbers = algorithm.default_config(), itertools.count()

    def person(name: str) -> Any:
        made = model.make_entity("Person")
        made.id = f"p{next(numbers)}"  # it remembers names by id
        made.add("name", name)
        return made

    return lambda one, other: float(algorithm.compare(person(read(one)), person(other), config).score)


def score() -> None:
    """Average precision, best F1, recall at 95 % precision, pairs a second."""
    for title, kind in (("spellings that are no pinyin", "other"), ("all spellings", "")):
        told = list(quality.pairs(quality.parts(kind), 1))
        sys.stdout.write(f"\nscore, {title}: {len(told):,} pairs\n")
        began = time.perf_counter()
        bits = list(Comparer().bits((one, other) for one, other, _true in told))
        _line("Habeas", [-99 if one is None else one for one in bits], told, time.perf_counter() - began)
        for name, scorer in scorers().items():
            began = time.perf_counter()
            found = [scorer(one, other) for one, other, _true in told]
            _line(name, found, told, time.perf_counter() - began)


def _line(name: str, found: Sequence[float], told: Sequence[tuple[str, str, bool]], seconds: float) -> None:
    precision, best, recall = quality.quality([(one, true) for one, (*_pair, true) in zip(found, told, strict=True)])
    rate = len(told) / seconds
    sys.stdout.write(f"  {name:40} AP {precision:.3f}  F1 {best:.3f}  R@95 {recall:.3f}  {rate:9,.0f} pairs/s\n")


def retrieval(persons: int, queries: int) -> None:
    """Hits at 1, 10 and 50, and how long a question takes."""
    known = quality.parts("other")
    true = [(one, other) for seed in range(9) for one, other, right in quality.pairs(known, seed) if right][:queries]
    names = [row[1] for row in generate.rows(persons, 1)]
    sys.stdout.write(
        f"\nretrieval among {persons:,} invented persons: {len(true)} Chinese names, spellings no pinyin\n"
    )
    began = time.perf_counter()
    rows = [Row(forms.packed(name), owner, 1) for owner, name in enumerate(names)]
    rows += [Row(forms.packed(latin), _OWN + number, 1) for number, (_chinese, latin) in enumerate(true)]
    packed, began = time.perf_counter() - began, time.perf_counter()
    index = Index()
    index.fill(rows)
    built = time.perf_counter() - began
    del rows
    spellings = dict(enumerate(latin for _chinese, latin in true))
    ask(index, true[0][0], ceiling=1, most=50)
    asked = [
        _asked(lambda one: [found.owner for found in ask(index, one, ceiling=1, most=50)], one) for one, _l in true
    ]
    _hits("Habeas", [[_name(owner, names, spellings) for owner in found] for found, _time in asked], true, asked)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(
        f"    made ready for reading {packed:.0f} s, read {built:.1f} s; peak of the process {peak:,.0f} MB\n"
    )
    if _has("rapidfuzz", "pypinyin"):
        _scan(names, true[:_SCANS])


def _name(owner: int, names: Sequence[str], spellings: dict[int, str]) -> str:
    return spellings[owner - _OWN] if owner >= _OWN else names[owner]


def _scan(names: list[str], true: Sequence[tuple[str, str]]) -> None:
    """Pinyin against every name: all that a string distance can do."""
    from rapidfuzz import fuzz, process
    from rapidfuzz.distance import JaroWinkler

    read = _pinyin()
    everyone = [*names, *[latin for _chinese, latin in true]]
    low = [read(name) if "·" in name else name.lower() for name in everyone]
    for title, scorer in (("token sort ratio", fuzz.token_sort_ratio), ("Jaro-Winkler", JaroWinkler.similarity)):
        asked = [
            _asked(lambda one: process.extract(read(one), low, scorer=scorer, limit=50), one)  # noqa: B023 - used at once
            for one, _latin in true
        ]
        found = [[everyone[place] for _text, _score, place in hits] for hits, _time in asked]
        _hits(f"pinyin + {title}, all names", found, true, asked)


def _asked(answer: Callable[[str], list[Any]], query: str) -> tuple[list[Any], float]:
    began = time.perf_counter()
    found = answer(query)
    return found, (time.perf_counter() - began) * 1000


def _hits(name: str, found: list[list[str]], true: Sequence[tuple[str, str]], asked: list[tuple[Any, float]]) -> None:
    shares = [
        statistics.mean(latin in hits[:most] for hits, (_c, latin) in zip(found, true, strict=True))
        for most in (1, 10, 50)
    ]
    times = sorted(one for _found, one in asked)
    at = f"hit@1 {shares[0]:.3f}  @10 {shares[1]:.3f}  @50 {shares[2]:.3f}"
    middle, late = times[len(times) // 2], times[int(len(times) * 0.95)]
    sys.stdout.write(f"  {name:40} {at}  p50 {middle:,.1f} ms  p95 {late:,.1f} ms  ({len(true)} queries)\n")


if __name__ == "__main__":
    given = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    given.add_argument("--persons", type=int, default=1_000_000)
    given.add_argument("--queries", type=int, default=300)
    words = given.parse_args()
    for rival in ("nomenklatura", "uroman", "rapidfuzz", "pypinyin"):
        if not _has(rival):
            sys.stdout.write(f"{rival} is not installed: left out\n")
    sys.stdout.write("PostgreSQL pg_trgm: the embedded server has no contrib extensions: left out\n")
    score()
    retrieval(words.persons, words.queries)
