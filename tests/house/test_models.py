"""Every stored field has a tier, and every page a policy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver

from habeas.accounts import policy, roles

# Views of libraries that check by themselves who may see them, and why that is enough.
LIBRARIES = {"allauth.": "sign-in and second factors; InvitedOnly closes signing up"}
OURS = [model for model in apps.get_models() if model.__module__.startswith("habeas.")]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_field_has_a_tier(model: type[Model]) -> None:
    """A model says of each of its columns which tier its content belongs to."""
    assert "field_tiers" in vars(model), f"{model._meta.label} declares no field_tiers"
    tiers: dict[str, int] = vars(model)["field_tiers"]
    assert set(tiers) == {field.name for field in model._meta.concrete_fields}
    assert set(tiers.values()) <= set(range(5))


def _views(resolver: URLResolver, at: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    for entry in resolver.url_patterns:
        place = f"{at}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from _views(entry, place)
        elif isinstance(entry, URLPattern):
            yield place, entry.callback


def _policy(view: Callable[..., Any]) -> str | None:
    own = getattr(view, "policy", None) or getattr(getattr(view, "view_class", None), "policy", None)
    return own if isinstance(own, str) else None


def test_every_page_declares_a_policy() -> None:
    """Each address leads to a view with a policy that exists; nothing is open by forgetting."""
    known = {policy.OPEN, policy.SIGNED_IN}.union(*(role.may for role in roles.ROLES.values()))
    views = list(_views(get_resolver()))
    assert views
    undeclared = [
        f"/{place} ({view.__module__})"
        for place, view in views
        if _policy(view) not in known and not view.__module__.startswith(tuple(LIBRARIES))
    ]
    assert undeclared == []


def test_a_view_without_a_policy_is_refused() -> None:
    """A view that declares nothing has no policy, so the middleware lets nobody in."""

    def forgotten() -> None:
        """A view that somebody forgot to protect."""

    assert policy.declared(forgotten) is None
    assert policy.declared(policy.policy(roles.READ)(forgotten)) == roles.READ
