"""How far a person reads, source by source."""

from __future__ import annotations

from typing import NamedTuple

from habeas.accounts.models import Assignment, User
from habeas.accounts.tiers import Tier


def assigned(user: User) -> set[str] | None:
    """Codes of the sources that the person works with; None means all."""
    if user.sees_all_sources:
        return None
    return set(Assignment.objects.filter(team__members=user).values_list("source", flat=True))


class Reach(NamedTuple):
    """How high somebody sees: `top` for the sources they work with (None: all), `base` for all others."""

    top: Tier
    base: Tier
    mine: frozenset[str] | None

    def of(self, source: str) -> Tier:
        """The ceiling for what this source says."""
        return self.top if self.mine is None or source in self.mine else self.base

    @property
    def even(self) -> bool:
        """The same ceiling for every source."""
        return self.mine is None or self.top == self.base


def reach_of(user: User) -> Reach:
    """What a person's role, tier and assignments let them see."""
    mine = assigned(user)
    return Reach(user.ceiling, min(user.ceiling, Tier.INTERNAL), None if mine is None else frozenset(mine))
