from __future__ import annotations

from django.apps import AppConfig


class LinkageConfig(AppConfig):
    name = "habeas.linkage"
    label = "linkage"
    default_auto_field = "django.db.models.BigAutoField"
