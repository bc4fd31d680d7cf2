"""Pages over HTTP on one process of `habeas serve`, at a million persons, one reader after the other."""

from __future__ import annotations

import http.client
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from bench import measure, register
from bench.report import head, line, percentile, spread

_REQUESTS = 300
_PORT = 8765


def run(folder: Path, persons: int) -> None:
    head(f"HTTP: {persons:,} persons, one process, signed in as an analyst of every source")
    workspace = register.of(folder, persons)
    known = measure.command(sys.executable, "-m", "bench.http", str(workspace)).answer
    chance = random.Random(1)
    with _served(workspace) as get:
        get("/", known["cookie"])
        _person(get, known, chance)
        _lists(get, known, chance)
        _search(get, known, chance)


def _times(get: Callable[[str, str], tuple[int, float]], cookie: str, addresses: list[str]) -> list[float]:
    found = []
    for address in addresses:
        status, milliseconds = get(address, cookie)
        assert status == 200, f"{address}: {status}"
        found.append(milliseconds)
    return found


def _person(get: Callable[[str, str], tuple[int, float]], known: dict, chance: random.Random) -> None:  # type: ignore[type-arg]
    times = _times(get, known["cookie"], [f"/is/{code}/" for code in chance.choices(known["codes"], k=_REQUESTS)])
    ok = percentile(times, 0.5) <= 60 and percentile(times, 0.95) <= 120
    line("person page", spread(times), "p50 <= 60, p95 <= 120 ms", ok)


def _lists(get: Callable[[str, str], tuple[int, float]], known: dict, chance: random.Random) -> None:  # type: ignore[type-arg]
    filters = [
        "",
        "custody=held_unconfirmed",
        "ethnicity=kazakh&sex=female",
        "age=60-over",
        "sentence=over&sex=male",
        "held_from=2020-01-01&held_to=2020-03-31",
        "listed=yes",
        "role=sought",
        *[f"q={quote(word)}" for word in chance.choices(known["words"], k=8)],
        *[f"place={quote(place)}" for place in chance.choices(known["places"], k=8)],
    ]
    times = {one: _times(get, known["cookie"], [f"/persons/?{one}"] * 8) for one in filters}
    together = [each for one in times.values() for each in one]
    line("first page of a filtered list", spread(together), "p95 <= 150 ms", percentile(together, 0.95) <= 150)
    slow = max(times, key=lambda one: percentile(times[one], 0.5))
    line(f"  the slowest filter ({slow[:30]})", spread(times[slow]))
    counts = [_times(get, known["cookie"], [f"/persons/counts/?{one}"])[0] for one in filters]
    line("exact counts beside all filters", spread(counts), "<= 1,500 ms", max(counts) <= 1500)


def _search(get: Callable[[str, str], tuple[int, float]], known: dict, chance: random.Random) -> None:  # type: ignore[type-arg]
    exact = [f"/search/?q={quote(name)}" for name in chance.choices(known["names"], k=_REQUESTS)]
    prefix = [f"/search/?q={quote(name[:4])}" for name in chance.choices(known["names"], k=_REQUESTS)]
    for what, addresses in (("exact name", exact), ("beginning of a name (4 letters)", prefix)):
        times = _times(get, known["cookie"], addresses)
        line(f"search, {what}, whole page", spread(times), "p95 <= 50 ms", percentile(times, 0.95) <= 50)


@contextmanager
def _served(workspace: Path) -> Iterator[Callable[[str, str], tuple[int, float]]]:
    words = [measure.HABEAS, "serve", "--port", str(_PORT), "--workspace", str(workspace)]
    server = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    connection = http.client.HTTPConnection("127.0.0.1", _PORT, timeout=60)

    def get(address: str, cookie: str) -> tuple[int, float]:
        began = time.perf_counter()
        connection.request("GET", address, headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        return answer.status, (time.perf_counter() - began) * 1000

    try:
        for _try in range(300):
            try:
                get("/health/", "")
                break
            except OSError:
                connection.close()
                time.sleep(0.1)
        yield get
    finally:
        connection.close()
        server.terminate()
        server.wait()


def prepare(workspace: str) -> dict[str, object]:
    """A signed-in session, and samples of what is there to ask for."""
    os.environ |= {"HABEAS_WORKSPACE": workspace, "DJANGO_SETTINGS_MODULE": "habeas.settings"}
    import django

    django.setup()
    from allauth.mfa.models import Authenticator
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from habeas.accounts import change, invite
    from habeas.accounts.models import User
    from habeas.engine import running
    from habeas.registry.models import Summary

    with running.database(settings.WORKSPACE, url=settings.DATABASE_URL):
        user = User.objects.filter(username="bench").first()
        if user is None:
            team = change.all_sources_team(by="bench", name="bench")
            user = invite.invite(by="bench", username="bench", role="analyst", teams=[team])
            Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})  # never asked for a code
        session = SessionStore()
        session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        some = Summary.objects.filter(kind="person", low__lte=2, high__gte=2).extra(where=["subject %% 500 = 0"])
        rows = list(some.values_list("code", "name", "place"))
    return {
        "cookie": f"sessionid={session.session_key}",
        "codes": [row[0] for row in rows],
        "names": [row[1] for row in rows],
        "words": sorted({row[1].split()[0].lower() for row in rows}),
        "places": sorted({row[2] for row in rows if row[2]}),
    }


if __name__ == "__main__":
    print(json.dumps(prepare(sys.argv[1])))
