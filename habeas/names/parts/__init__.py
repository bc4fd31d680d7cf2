"""The parts of a name as written, in any script, and what each is: name, family name, patronymic, title, alias …"""

from __future__ import annotations

from habeas.names.parts.endings import split_ending, split_patronymic
from habeas.names.parts.part import ROLES, Part
from habeas.names.parts.whole import parts, variants

__all__ = ["ROLES", "Part", "parts", "split_ending", "split_patronymic", "variants"]
