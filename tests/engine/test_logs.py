"""Log lines carry no words of an error: those may quote what a source said."""

from __future__ import annotations

import logging
import sys

import orjson
import pytest
from django.conf import settings

from habeas.engine.logs import Quiet
from habeas.names import fold

CANARY = "Testperson Canary"


def _formatted(error: BaseException) -> str:
    record = logging.LogRecord("habeas.test", logging.ERROR, __file__, 1, "A page failed: %s", ("/persons/",), None)
    try:
        raise error
    except type(error):
        record.exc_info = sys.exc_info()
    return Quiet().format(record)


def test_the_words_of_an_error_stay_out() -> None:
    """Message, cause and context of an error are told by their kinds alone."""
    error = ValueError(CANARY)
    error.__cause__ = KeyError(CANARY)
    error.__cause__.__context__ = OSError(CANARY)
    found = _formatted(error)
    assert found.splitlines()[0].endswith("ERROR habeas.test: A page failed: /persons/")
    assert "ValueError from KeyError from OSError" in found
    assert CANARY not in found
    assert "Traceback" not in found


def test_it_says_where() -> None:
    """The innermost places in our own code are named; other people's libraries are not."""
    with pytest.raises((TypeError, AttributeError)) as caught:
        fold(None)  # type: ignore[arg-type]
    assert "names/folding.py:" in _formatted(caught.value)
    assert "not in our own code" in _formatted(ValueError("x"))


def test_errors_that_point_at_each_other() -> None:
    """A circle of causes ends."""
    first, second = ValueError(CANARY), KeyError(CANARY)
    first.__cause__, second.__cause__ = second, first
    assert "ValueError from KeyError;" in _formatted(first)


def test_the_program_logs_like_this() -> None:
    """The settings use it, and nothing else writes to a log."""
    assert settings.LOGGING["formatters"]["quiet"]["()"] == "habeas.engine.logs.Quiet"
    assert [one["formatter"] for one in settings.LOGGING["handlers"].values()] == ["quiet"]


@pytest.mark.parametrize("level", ["WARNING", "ERROR"])
def test_an_ordinary_line(level: str) -> None:
    """A line without an error is time, level, name and message."""
    record = logging.LogRecord("habeas.x", getattr(logging, level), __file__, 1, "said", (), None)
    assert Quiet().format(record).endswith(f" {level} habeas.x: said")
    assert orjson.dumps(Quiet().format(record)).count(b"\\n") == 0
