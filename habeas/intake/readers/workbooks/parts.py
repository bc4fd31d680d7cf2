"""The XML of a workbook, read as a stream of tags. No document type is let in, so no entity can grow or reach out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO, Any, Final
from xml.parsers import expat

from habeas.intake.readers import limits
from habeas.intake.readers.table import ReadError

Attributes = dict[str, str]
Start = Callable[[str, Attributes], None]


def _refuse(*_args: Any) -> None:
    raise ReadError("The workbook declares a document type, as real ones never do. It may be meant to do harm.")


def make_parser(names: dict[str, str] | None = None) -> expat.XMLParserType:
    """A parser that lets no document type in; tags named in `names` arrive as those objects."""
    parser = expat.ParserCreate(None, None, {} if names is None else names)
    parser.buffer_text = True
    parser.buffer_size = limits.BLOCK
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    return parser


def feed(parser: expat.XMLParserType, stream: IO[bytes], what: str) -> Iterator[None]:
    """Parse block by block; the caller hands on what was found after each. Raises ReadError for broken XML."""
    given = 0
    try:
        while block := stream.read(limits.BLOCK):
            parser.Parse(block)
            given += len(block)
            if given - parser.CurrentByteIndex > limits.TOKEN + limits.BLOCK:
                raise ReadError(f"The workbook is damaged: {what} has a tag of more than {limits.TOKEN:,} characters.")
            yield
        parser.Parse(b"", True)
    except ReadError:
        raise
    except (LookupError, ValueError) as error:
        raise ReadError(f"The workbook is damaged: {what} is written in an encoding that is not known.") from error
    except expat.ExpatError as error:
        raise ReadError(
            f"The workbook is damaged: {what} breaks in line {error.lineno:,}, character {error.offset + 1:,} "
            f"({expat.ErrorString(error.code)}). Get a whole copy, or open it and save it again."
        ) from error
    yield


def local(name: str) -> str:
    """A tag without its prefix; some programs write x:row for row."""
    return name.rpartition(":")[2]


def check_depth(depth: int) -> None:
    if depth > limits.DEPTH:
        raise ReadError("The workbook is damaged: its XML is nested deeper than a real one's.")


NO: Final = frozenset({"0", "false", "off", ""})


def yes(value: str | None) -> bool:
    """Whether an attribute says yes, in any of the ways that XML has for it."""
    return value is not None and value.lower() not in NO
