"""Labels of the codes that the pure modules use, in the reader's language."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as lazy

WHY: Final = {
    "only": lazy("the only value"),
    "agreed": lazy("all sources agree"),
    "origins": lazy("more independent origins"),
    "reliability": lazy("the more reliable source"),
    "credibility": lazy("the more credible statement"),
    "precision": lazy("the more precise value"),
    "first": lazy("said first; nothing else tells them apart"),
    "less": lazy("less supported"),
}
FLAGS: Final = {
    "impossible": lazy("impossible: kept as said"),
    "unreadable": lazy("could not be read: kept as said"),
    "ambiguous": lazy("can be read in two ways"),
    "invalid": lazy("the check digit is wrong"),
    "partial": lazy("partly hidden"),
    "sealed": lazy("sealed"),
}
CUSTODY: Final = {
    "held": lazy("Held"),
    "held_unconfirmed": lazy("Held, unconfirmed"),
    "free": lazy("Free"),
    "dead": lazy("Died"),
    "missing": lazy("Missing"),
    "sought": lazy("Sought"),
    "unknown": lazy("Not known"),
}
HOW: Final = {
    "same": lazy("the same name"),
    "words": lazy("all words"),
    "beginnings": lazy("words begin so"),
    "sound": lazy("sounds alike"),
    "id": lazy("person id"),
    "key": lazy("the source's own number"),
    "document": lazy("document number"),
    "code": lazy("administrative code"),
}
AGES: Final = {
    "under-18": lazy("under 18"),
    "18-29": lazy("18 to 29"),
    "30-44": lazy("30 to 44"),
    "45-59": lazy("45 to 59"),
    "60-over": lazy("60 and over"),
}
KINDS: Final = {"person": lazy("person"), "place": lazy("place"), "organisation": lazy("organisation")}
STATES: Final = {
    "waiting": lazy("waiting for you"),
    "previewing": lazy("preview is being made"),
    "queued": lazy("queued"),
    "running": lazy("coming in"),
    "done": lazy("done"),
    "failed": lazy("failed"),
    "undone": lazy("taken back"),
    "discarded": lazy("given up"),
}
STANDINGS: Final = {
    0: lazy("counts"),
    1: lazy("superseded"),
    2: lazy("withdrawn"),
    3: lazy("proposed"),
    4: lazy("in quarantine"),
    5: lazy("returned"),
}
STEPS: Final = {
    "proposed": lazy("proposed"),
    "assigned": lazy("assigned"),
    "accepted": lazy("accepted"),
    "returned": lazy("returned"),
    "promoted": lazy("promoted"),
    "finalised": lazy("finalised"),
}
STANCES: Final = {
    "confirms": lazy("confirms"),
    "disputes": lazy("disputes"),
    "declines": lazy("declines to confirm"),
}
VERDICTS: Final = {
    "same": lazy("these are one"),
    "different": lazy("these are someone else"),
    "unsure": lazy("unsure"),
}
DECISIONS: Final = {"listed": lazy("listed"), "revised": lazy("revised"), "removed": lazy("removed")}
APPROVALS: Final = {
    "erase": lazy("Erase a record for good"),
    "access": lazy("Give somebody more access"),
    "reset": lazy("Give somebody a new way in"),
    "all-sources": lazy("Let a team see every source"),
    "show": lazy("Show again what was made more secret"),
}
