"""Accounts, teams, and what waits for a second person."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from habeas.accounts.roles import ROLES, Role
from habeas.accounts.tiers import Tier
from habeas.audit.models import LedgerRow
from habeas.audit.protection import Fixed

# Names under which the program itself writes into the audit trail.
RESERVED = frozenset({"console", "demo", "import", "machine"})


class User(AbstractUser):
    """Somebody invited. The role says what they may do; teams say with which sources."""

    role = models.CharField(max_length=20, default="contributor", choices=[(r, r) for r in ROLES])
    language = models.CharField(max_length=10, blank=True)
    demo = models.BooleanField(default=False)

    noted: ClassVar[tuple[str, ...]] = ("username", "role", "is_active", "is_superuser", "demo")
    changeable: ClassVar[bool] = True

    field_tiers: ClassVar[dict[str, int]] = dict.fromkeys(
        (
            *("id", "password", "last_login", "is_superuser", "username", "first_name", "last_name", "email"),
            *("is_staff", "is_active", "date_joined", "role", "language", "demo"),
        ),
        3,
    )

    def clean(self) -> None:
        """One spelling of a name is one account: the audit trail knows people by it, and signing in ignores case."""
        super().clean()
        if self.username.casefold() in RESERVED:
            raise ValidationError({"username": _("The program itself goes by this name. Choose another.")})
        if User.objects.filter(username__iexact=self.username).exclude(pk=self.pk).exists():
            raise ValidationError({"username": _("There is an account of this name already.")})

    @property
    def duties(self) -> Role:
        return ROLES[self.role]

    def may(self, permission: str) -> bool:
        return self.is_active and permission in self.duties.may

    @property
    def ceiling(self) -> Tier:
        """The highest tier of the role: pages about everything use `list_ceiling`."""
        return self.duties.ceiling

    @cached_property
    def sees_all_sources(self) -> bool:
        """Whether some team of theirs works with every source (asked once a request)."""
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


class Approval(LedgerRow):
    """Something that needs a second person. `payload` is exactly what the first one saw and asked for."""

    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=120)
    payload = models.JSONField(default=dict)
    reason = models.TextField()
    asked_by = models.CharField(max_length=150)
    asked_at = models.DateTimeField(auto_now_add=True)
    needed = models.PositiveSmallIntegerField(default=2)
    done_at = models.DateTimeField(null=True)

    derived: ClassVar[tuple[str, ...]] = ("done_at",)
    field_tiers: ClassVar[dict[str, int]] = dict.fromkeys(
        ("id", "salt", "kind", "subject", "payload", "reason", "asked_by", "asked_at", "needed", "done_at"), 2
    )

    class Meta:
        triggers = [Fixed(name="approval_fixed", except_columns=("done_at",))]


class Voice(LedgerRow):
    """One person's yes or no to an approval. Never changed; the asker's own request counts as the first yes."""

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="voices")
    by = models.CharField(max_length=150)
    yes = models.BooleanField()
    reason = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    field_tiers: ClassVar[dict[str, int]] = dict.fromkeys(("id", "salt", "approval", "by", "yes", "reason", "at"), 2)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["approval", "by"], name="one_voice_each")]
        triggers = [Fixed(name="voice_fixed")]
