"""`python -m habeas.console`."""

from __future__ import annotations

from habeas.console import main

main()
