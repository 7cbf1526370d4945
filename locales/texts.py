"""Keeps the catalogues in step with the Italian: `python -m locales.texts [--check]`.

Every sentence of the flows is keyed by its step (`menu.menu.title`), every
sentence of the programs by itself. When the Italian of a step changes, its
translations are kept and marked outdated ("fuzzy"), with what they translated.
"""

from __future__ import annotations

import argparse
import ast
import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from flows.reader import read_library, shipped_library
from locales.catalogues import CONSOLE, FLOWS, INTERFACE
from locales.languages import NUMBERS, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ROOT = Path(__file__).parent
_PROGRAMS = ("bot", "routing")
_STAFF = ("console",)
_MARK = "N_"
#: What a pure folder calls to mark a sentence that only the staff reads.
_STAFF_MARK = "S_"
#: What templates call to put a sentence into a language.
_IN_TEMPLATES = "_"


def flow_messages() -> Iterator[Message]:
    """Every sentence of the shipped flows, with its note to the translators."""
    library, issues = read_library(shipped_library())
    if library is None:
        sys.exit("\n".join(str(issue) for issue in issues))
    for text in library.texts():
        yield Message(
            text.source,
            context=text.context,
            auto_comments=[text.note] if text.note else [],
            locations=[(text.place.file, text.place.line)],
        )


def program_messages(
    root: Path = _ROOT.parent, folders: tuple[str, ...] = _PROGRAMS, mark: str = _MARK
) -> Iterator[Message]:
    """Every sentence that a program marks with `N_`."""
    for folder in folders:
        for file in sorted((root / folder).rglob("*.py")):
            name = file.relative_to(root).as_posix()
            for sentence, line in _marked(file, mark):
                yield Message(sentence, locations=[(name, line)])


def staff_messages(root: Path = _ROOT.parent) -> Iterator[Message]:
    """Every sentence of the staff's console: in its code, its templates, and marked for it."""
    yield from program_messages(root, _STAFF)
    yield from program_messages(root, _PROGRAMS, _STAFF_MARK)
    for folder in _STAFF:
        for file in sorted((root / folder).rglob("*.html")):
            name = file.relative_to(root).as_posix()
            with file.open("rb") as template:
                found = babel_extract(template, [_IN_TEMPLATES], [], {"trimmed": "true"})
                for line, _, told, _ in found:
                    # With values for its places a sentence comes as a tuple; `_(words)` as none.
                    sentence = told[0] if isinstance(told, tuple) else told
                    if sentence:
                        yield Message(sentence, locations=[(name, line)])


def _marked(file: Path, mark: str) -> Iterator[tuple[str, int]]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == mark and node.args:
            sentence = node.args[0]
            if isinstance(sentence, ast.Constant) and isinstance(sentence.value, str):
                yield sentence.value, node.lineno


def renewed(messages: Iterable[Message], kept: Catalog, tag: str) -> Catalog:
    """A language's catalogue for today's sentences, with every translation it had."""
    fresh = _empty(kept, tag)
    by_context = {(each.context or each.id): each for each in kept if each.id}
    for message in messages:
        old = by_context.get(message.context or message.id)
        fresh.add(
            message.id,
            old.string if old else "",
            context=message.context,
            auto_comments=message.auto_comments,
            locations=message.locations,
            user_comments=old.user_comments if old and old.id == message.id else (),
            flags=_flags(message, old),
            previous_id=old.id if old and old.id != message.id and old.string else (),
        )
    return fresh


def _flags(message: Message, old: Message | None) -> set[str]:
    flags = {"python-brace-format"} if "{" in str(message.id) else set()
    if old and old.string and (old.fuzzy or old.id != message.id):
        flags.add("fuzzy")
    return flags


def _empty(kept: Catalog, tag: str) -> Catalog:
    header = kept.header_comment if kept.header_comment.strip("# \n") else _header(tag)
    fresh = Catalog(locale=tag.replace("-", "_"), header_comment=header, fuzzy=False)
    fresh.project, fresh.version = "soglia", ""
    return fresh


def _header(tag: str) -> str:
    return (
        f"# Soglia, {tag}. EUPL-1.2.\n"
        "# A sentence is a draft until a native reader of the network signs it with a comment\n"
        '# "reviewed: <who> <day>" above it.'
    )


def _written(catalogue: Catalog) -> bytes:
    out = BytesIO()
    write_po(out, catalogue, width=100, omit_header=False, include_lineno=False)
    # Dates would make every run a change.
    lines = (
        line
        for line in out.getvalue().splitlines(keepends=True)
        if not line.startswith(
            (
                b'"POT-Creation-Date',
                b'"PO-Revision-Date',
                b'"Last-Translator',
                b'"Generated-By',
                b'"Report-Msgid',
                b'"Language-Team',
            )
        )
    )
    return b"".join(lines)


def files() -> Iterator[tuple[Path, bytes]]:
    """Every catalogue and template as it should stand today."""
    for domain, messages in (
        (FLOWS, list(flow_messages())),
        (INTERFACE, list(program_messages())),
        (CONSOLE, list(staff_messages())),
    ):
        template = renewed(messages, Catalog(), SOURCE)
        yield _ROOT / f"{domain}.pot", _written(template)
        for tag in NUMBERS:
            file = _ROOT / tag.replace("-", "_") / "LC_MESSAGES" / f"{domain}.po"
            if file.exists():
                kept = read_po(BytesIO(file.read_bytes()))
                yield file, _written(renewed(messages, kept, tag))


def main() -> int:
    """Write the catalogues, or only tell which are stale."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    asked.add_argument("--check", action="store_true", help="change nothing; 1 if one is stale")
    only_check = asked.parse_args().check
    stale = [(file, text) for file, text in files() if not _stands(file, text)]
    for file, text in stale:
        if not only_check:
            file.write_bytes(text)
        sys.stdout.write(
            f"{file.relative_to(_ROOT.parent)} {'is stale' if only_check else 'renewed'}\n"
        )
    if stale and only_check:
        sys.stdout.write("Run `make texts` and commit what it renews.\n")
    return 1 if stale and only_check else 0


def _stands(file: Path, text: bytes) -> bool:
    return file.exists() and file.read_bytes() == text


if __name__ == "__main__":
    sys.exit(main())
