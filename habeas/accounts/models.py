"""Accounts, teams, and what waits for a second person."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.contrib.auth.models import AbstractUser
from django.db import models

from habeas.accounts.roles import ROLES, Role
from habeas.accounts.tiers import Tier


class User(AbstractUser):
    """Somebody invited. The role says what they may do; teams say with which sources."""

    role = models.CharField(max_length=20, default="contributor", choices=[(r, r) for r in ROLES])
    language = models.CharField(max_length=10, default="en")
    demo = models.BooleanField(default=False)

    field_tiers: ClassVar[dict[str, int]] = dict.fromkeys(
        (
            *("id", "password", "last_login", "is_superuser", "username", "first_name", "last_name", "email"),
            *("is_staff", "is_active", "date_joined", "role", "language", "demo"),
        ),
        3,
    )

    @property
    def duties(self) -> Role:
        return ROLES[self.role]

    def may(self, permission: str) -> bool:
        return self.is_active and permission in self.duties.may

    @property
    def ceiling(self) -> Tier:
        """The highest tier of the role: pages about everything use `list_ceiling`."""
        return self.duties.ceiling

    @property
    def sees_all_sources(self) -> bool:
        return self.teams.filter(all_sources=True).exists()

    @property
    def list_ceiling(self) -> Tier:
        """The tier for lists, searches and counts, which span sources that the reader may not be assigned."""
        return self.ceiling if self.sees_all_sources else min(self.ceiling, Tier.INTERNAL)


class Team(models.Model):
    """People who work together, and the sources assigned to them (by code)."""

    name = models.CharField(max_length=100, unique=True)
    all_sources = models.BooleanField(default=False)
    members = models.ManyToManyField(User, related_name="teams", blank=True)

    field_tiers: ClassVar[dict[str, int]] = dict.fromkeys(("id", "name", "all_sources"), 2)


class Assignment(models.Model):
    """A source that a team works with. The code, not a foreign key: sources live in a higher layer."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="assignments")
    source = models.CharField(max_length=60)

    field_tiers: ClassVar[dict[str, int]] = dict.fromkeys(("id", "team", "source"), 2)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "source"], name="assignment_once")]


class Approval(models.Model):
    """Something that needs a second person. `payload` is exactly what the first one saw and asked for."""

    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=120)
    payload = models.JSONField(default=dict)
    reason = models.TextField()
    asked_by = models.CharField(max_length=150)
    asked_at = models.DateTimeField(auto_now_add=True)
    needed = models.PositiveSmallIntegerField(default=2)
    done_at = models.DateTimeField(null=True)

    field_tiers: ClassVar[dict[str, int]] = dict.fromkeys(
        ("id", "kind", "subject", "payload", "reason", "asked_by", "asked_at", "needed", "done_at"), 2
    )


class Voice(models.Model):
    """One person's yes or no to an approval. Never changed; the asker's own request counts as the first yes."""

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="voices")
    by = models.CharField(max_length=150)
    yes = models.BooleanField()
    reason = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    field_tiers: ClassVar[dict[str, int]] = dict.fromkeys(("id", "approval", "by", "yes", "reason", "at"), 2)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["approval", "by"], name="one_voice_each")]
        triggers = [pgtrigger.Protect(name="voice_fixed", operation=pgtrigger.Update | pgtrigger.Delete)]
