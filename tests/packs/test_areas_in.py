"""The packs' administrative areas come in as places, through the same door as every list."""

from __future__ import annotations

import pytest

from habeas.console import areas
from habeas.intake.models import Batch
from habeas.registry.models import Member
from habeas.statements.models import Record

pytestmark = pytest.mark.django_db


def test_every_area_comes_in() -> None:
    """No row is refused, and each code is one place, also one that was given to several areas in turn."""
    read = areas.bring(by="tests")
    [batch] = Batch.objects.all()
    assert read == batch.counts["read"] == batch.counts["new"] > 200
    codes = Record.objects.values_list("about", flat=True)
    assert len(set(codes)) < len(codes)
    assert Member.objects.values("subject").distinct().count() == len(set(codes))


def test_a_second_time_brings_nothing() -> None:
    """An unchanged list is not even read again."""
    areas.bring(by="tests")
    assert areas.bring(by="tests") == 0
    assert Batch.objects.count() == 1
