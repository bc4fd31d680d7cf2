"""Run a command in which the search fails: `python -m tests.console.failing WHAT COMMAND …`."""

from __future__ import annotations

import errno
import os
import sys
from typing import Any, NoReturn

import django
import psycopg.errors
from django.db import OperationalError


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "habeas.settings")
    django.setup()
    what, *words = sys.argv[1:]
    from habeas.console import look, main
    from habeas.engine import roles

    if what == "old":
        roles.OLDEST = 99

    def fail(*_arguments: Any, **_named: Any) -> NoReturn:
        if what == "disk":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "store/ab")
        if what == "psycopg":
            raise OperationalError("could not extend file: Testperson Secret") from psycopg.errors.DiskFull()
        raise ValueError(what)

    look.search_register = fail
    main(words)


if __name__ == "__main__":
    main()
