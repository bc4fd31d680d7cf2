"""The ledger's rows, as COPY text, back into evidence about subjects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from habeas.registry.facts import Account, Decision, Evidence, Fact, Stand
from habeas.statements.drafting import SEALED_TIER, unescape


def read_accounts(lines: str) -> Iterator[tuple[int, str, Account]]:
    """From COPY text: subject, kind, then the fields of an Account."""
    for line in lines.split("\n"):
        if line:
            subject, kind, number, code, source, role, said_on, key = line.split("\t")
            yield int(subject), kind, Account(int(number), code, int(source), role, said_on, unescape(key))


_SEALED = str(SEALED_TIER)
Extras = Mapping[int, tuple[Iterable[Stand], Iterable[Decision]]]


def _number(cell: str) -> int | None:
    return None if cell == "\\N" else int(cell)


def read_facts(lines: str) -> Iterator[tuple[int, Fact]]:
    """From COPY text: subject, then the fields of a Fact."""
    for line in lines.split("\n"):
        if line:
            subject, number, account, event, prop, original, tier, credibility, *reading = line.split("\t")
            value, low, high, reference, flag = [None if cell == "\\N" else cell for cell in reading]
            said = "" if tier == _SEALED else unescape(original)  # ciphertext is no use to any page
            head = (int(number), int(account), _number(event), prop, said, int(tier), _number(credibility))
            yield (
                int(subject),
                Fact(*head, value and unescape(value), low, high, reference and unescape(reference), flag),
            )


def gather(accounts: str, facts: str, extras: Extras) -> list[Evidence]:
    """Put the rows of one chunk together, subject by subject."""
    found: dict[int, Evidence] = {}
    for subject, kind, account in read_accounts(accounts):
        evidence = found.get(subject)
        if evidence is None:
            evidence = found[subject] = Evidence(subject, kind)
        evidence.accounts[account.number] = account
    for subject, fact in read_facts(facts):
        found[subject].facts.append(fact)
    for subject, (stands, decisions) in extras.items():
        if subject in found:
            found[subject].stands.extend(stands)
            found[subject].decisions.extend(decisions)
    return list(found.values())
