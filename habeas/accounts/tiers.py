"""Tiers of secrecy, lowest first. A reader's ceiling is the highest tier that the reader may see."""

from __future__ import annotations

from enum import IntEnum

from django.utils.translation import gettext_lazy as _


class Tier(IntEnum):
    PUBLIC = 0
    PARTNER = 1
    INTERNAL = 2
    RESTRICTED = 3
    SEALED = 4


LABELS = {
    Tier.PUBLIC: _("public"),
    Tier.PARTNER: _("partner"),
    Tier.INTERNAL: _("internal"),
    Tier.RESTRICTED: _("restricted"),
    Tier.SEALED: _("sealed"),
}
