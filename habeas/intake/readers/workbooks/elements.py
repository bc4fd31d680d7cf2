"""The start tags of a small part of a workbook."""

from __future__ import annotations

from collections.abc import Iterator

from habeas.intake.readers import limits
from habeas.intake.readers.workbooks.archive import Archive
from habeas.intake.readers.workbooks.parts import Attributes, check_depth, feed, local, make_parser


class Elements:
    """The start tags of a small part, each with its parent's name."""

    def __init__(self, archive: Archive, name: str) -> None:
        self._archive, self._name = archive, name
        self._open: list[str] = [""]
        self._found: list[tuple[str, str, Attributes]] = []

    def __iter__(self) -> Iterator[tuple[str, str, Attributes]]:
        parser = make_parser()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        with self._archive.part(self._name, limits.PART) as stream:
            for _block in feed(parser, stream, self._name):
                yield from self._found
                self._found.clear()

    def _start(self, name: str, attributes: Attributes) -> None:
        self._found.append((self._open[-1], local(name), attributes))
        self._open.append(local(name))
        check_depth(len(self._open))

    def _end(self, _name: str) -> None:
        self._open.pop()
