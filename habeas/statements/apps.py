from __future__ import annotations

from django.apps import AppConfig


class StatementsConfig(AppConfig):
    name = "habeas.statements"
    label = "statements"
    default_auto_field = "django.db.models.BigAutoField"
