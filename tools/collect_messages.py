"""Collect every text that people read into the catalogues: `collect_messages.py`, run as `make messages`.

Three kinds: texts marked for gettext in modules and templates, labels of the vocabulary, and messages that the
modules below the desk speak in plain English, of which `habeas.desk.told` translates the sentence around its
particulars ("…"). Needs no gettext program.
"""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

import polib
from django.utils.translation.template import templatize

ROOT: Final = Path(__file__).resolve().parents[1]
PACKAGE: Final = ROOT / "habeas"
LOCALE: Final = PACKAGE / "locale"
SENTENCES: Final = LOCALE / "sentences.txt"
COMPLETE: Final = ("es", "zh_Hans", "ru", "tr", "fr", "ar")
DRAFTS: Final = ("ug", "kk")
PLACE: Final = "…"
_MARKS: Final = {"_": 1, "gettext": 1, "lazy": 1, "gettext_lazy": 1, "ngettext": 2, "ngettext_lazy": 2}
_SPEAKING: Final = ("accounts", "evidence", "statements", "registry", "intake", "linkage", "index")
_TELLING: Final = ("intake/readers", "intake/mapping/fit.py", "intake/notes.py", "engine/faults.py")
_SPEAKERS: Final = {"CellRefused", "Mapped", "_note"}
_QUOTED: Final = r"""u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_IN_TEMPLATE: Final = re.compile(rf" (n?gettext|_)\(({_QUOTED}(?:,\s*{_QUOTED})?)", re.DOTALL)
_FIELD: Final = re.compile(r"\{[^{}]*\}")
_WORDS: Final = re.compile(r"[a-z]{2,} [\w…'(]|^[A-Z][a-z]+\b.*[.:]$")
_FORMATTED: Final = ast.FormattedValue
_LABELLED: Final = ("events.csv", "properties.csv")


class Text(NamedTuple):
    """One text: `plural` is empty for most, `where` is the file."""

    text: str
    plural: str
    where: str


def everything() -> list[Text]:
    """Every text once, by file and then by text."""
    found: dict[str, Text] = {}
    for one in (*modules(), *templates(), *vocabulary(), *sentences()):
        if one.text not in found or (one.plural and not found[one.text].plural):
            found[one.text] = one  # a text alone is looked up among the plurals too
    return sorted(found.values(), key=lambda one: (one.where, one.text))


def modules() -> Iterator[Text]:
    """Texts in calls of gettext in Python."""
    for path in _python(PACKAGE):
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _MARKS:
                texts = [one.value for one in node.args[: _MARKS[node.func.id]] if isinstance(one, ast.Constant)]
                if texts and isinstance(texts[0], str):
                    yield Text(texts[0], str(texts[1]) if len(texts) > 1 else "", _short(path))


def templates() -> Iterator[Text]:
    """Texts in `translate` and `blocktranslate`."""
    for path in sorted(PACKAGE.rglob("*.html")):
        for match in _IN_TEMPLATE.finditer(templatize(path.read_text("utf-8"))):
            call = ast.parse(f"f({match[2]})", mode="eval").body
            texts = [one.value for one in call.args if isinstance(one, ast.Constant)]  # type: ignore[attr-defined]
            yield Text(str(texts[0]), str(texts[1]) if match[1] == "ngettext" else "", _short(path))


def vocabulary() -> Iterator[Text]:
    """Labels of properties, events and terms of every pack."""
    for path in sorted((PACKAGE / "packs").rglob("*.csv")):
        if path.name in _LABELLED or path.parent.name == "thesauri":
            with path.open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file):
                    if row.get("label"):
                        yield Text(row["label"], "", _short(path))


def sentences() -> Iterator[Text]:
    """Sentences of the modules below the desk, each particular in them replaced by "…"."""
    for folder in (*_SPEAKING, "engine"):
        for path in _python(PACKAGE / folder):
            telling = any(_short(path).startswith(f"habeas/{one}") for one in _TELLING)
            if folder != "engine" or telling:
                for text in _spoken(_tree(path), telling=telling):
                    yield Text(text, "", _short(path))


def _spoken(tree: ast.Module, *, telling: bool) -> Iterator[str]:
    constants = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) and node.exc is not None and not _of_programmers(node.exc):
            yield from _texts([node.exc], constants)
        elif isinstance(node, ast.Call) and _called(node) in _SPEAKERS:
            yield from _texts(node.args, constants)
        elif telling and isinstance(node, ast.Return | ast.Yield | ast.Assign) and node.value is not None:
            yield from _texts([node.value], constants)


def _of_programmers(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and _called(node) == "RuntimeError"


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _texts(nodes: Iterable[ast.AST], constants: dict[str, ast.expr]) -> Iterator[str]:
    """Sentences in these expressions, also in the constants of the module that they name."""
    for node in nodes:
        if isinstance(node, ast.Constant | ast.JoinedStr):
            if (text := _sentence(node)) and _WORDS.search(text):
                yield text
            yield from _texts([one for one in ast.iter_child_nodes(node) if isinstance(one, _FORMATTED)], constants)
        elif isinstance(node, ast.Name) and node.id in constants:
            yield from _texts([constants[node.id]], {})
        else:
            yield from _texts(ast.iter_child_nodes(node), constants)


def _sentence(node: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(node, ast.Constant):
        return _FIELD.sub(PLACE, node.value) if isinstance(node.value, str) else ""
    parts = [str(one.value) if isinstance(one, ast.Constant) else PLACE for one in node.values]
    return "".join(parts)


def _python(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*.py")) if "migrations" not in path.parts]


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def _short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def catalogue(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def update(language: str, texts: Iterable[Text]) -> tuple[int, int]:
    """Bring one catalogue up to date: (texts, how many wait for a translator). What is translated is kept."""
    path = catalogue(language)
    old = polib.pofile(str(path), wrapwidth=110) if path.exists() else polib.POFile()
    known = {(one.msgid, one.msgid_plural): one for one in old}
    new = polib.POFile(wrapwidth=110)
    new.metadata = old.metadata or {"Content-Type": "text/plain; charset=UTF-8", "Language": language}
    new.header = old.header
    for one in texts:
        kept = known.get((one.text, one.plural))
        entry = polib.POEntry(msgid=one.text, msgid_plural=one.plural, occurrences=[(one.where, "")])
        if kept is not None:
            entry.msgstr, entry.msgstr_plural, entry.flags = kept.msgstr, kept.msgstr_plural, kept.flags
        if "%(" in one.text + one.plural and "python-format" not in entry.flags:
            entry.flags.append("python-format")
        new.append(entry)
    path.parent.mkdir(parents=True, exist_ok=True)
    new.save(str(path))
    return len(new), len(new.untranslated_entries())


def main() -> None:
    texts = everything()
    LOCALE.mkdir(exist_ok=True)
    SENTENCES.write_text("".join(sorted({f"{one.text}\n" for one in sentences()})), "utf-8")
    for language in (*COMPLETE, *DRAFTS):
        count, waiting = update(language, texts)
        print(f"{language}: {count} texts, {waiting} not translated")  # noqa: T201


if __name__ == "__main__":
    main()
