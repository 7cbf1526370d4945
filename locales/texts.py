"""Keeps the catalogues in step with the Italian: `python -m locales.texts [--check]`.

Every sentence of the flows is keyed by its step (`menu.menu.title`), every
sentence of the programs by itself. When the Italian of a step changes, its
translations are kept and marked outdated ("fuzzy"), with what they translated;
those of a sentence that is taken out are kept at the end of the file.
"""

from __future__ import annotations

import argparse
import ast
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import escape, generate_po
from jinja2.ext import babel_extract

from flows.reader import read_library, shipped_library
from locales.catalogues import CONSOLE, FLOWS, INTERFACE
from locales.errors import NotPoError, UnreadableCatalogueError
from locales.languages import NUMBERS, SOURCE
from locales.po import read_catalogue
from locales.renewing import renewed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flows.definition import Library, Text

_ROOT = Path(__file__).parent
_PROGRAMS = ("bot", "routing")
_STAFF = ("console",)
#: Pure folders whose tools speak to the staff.
_PURE = ("bot", "routing", "flows", "locales", "storage")
_MARK = "N_"
#: What a pure folder calls to mark a sentence that only the staff reads.
_STAFF_MARK = "S_"
#: What templates call to put a sentence into a language.
_IN_TEMPLATES = "_"
#: Dates would make every run a change.
_DATED = (
    '"POT-Creation-Date',
    '"PO-Revision-Date',
    '"Last-Translator',
    '"Generated-By',
    '"Report-Msgid',
    '"Language-Team',
)


def shipped_flows() -> Library:
    """The flows that are shipped; the program ends with what is wrong in them."""
    library, issues = read_library(shipped_library())
    if library is None:
        sys.exit("\n".join(str(issue) for issue in issues))
    return library


def messages_of(texts: Iterable[Text]) -> Iterator[Message]:
    """The sentences of a library, each with its note to the translators."""
    for text in texts:
        yield Message(
            text.source,
            context=text.context,
            auto_comments=[text.note] if text.note else [],
            locations=[(text.place.file, text.place.line)],
        )


def former_steps(library: Library) -> dict[str, tuple[str, ...]]:
    """What the steps of a library were called before, those that had another name."""
    return {name: step.was for name, step in library.steps.items() if step.was}


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
    yield from program_messages(root, _PURE, _STAFF_MARK)
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


def written(catalogue: Catalog, header: Iterable[str] = ()) -> bytes:
    """A catalogue as a PO file, always the same bytes for the same words.

    `header` are lines of its first entry beside those that never change.
    """
    # As one sentence after the other, so that what an outdated one translated can be put in
    # between: Babel would break it in the middle of its quotes.
    told = iter(list(catalogue)[1:])
    out: list[str] = []
    is_head, is_before = True, True
    for chunk in generate_po(catalogue, width=100, include_lineno=False):
        if chunk == "\n":
            is_head, is_before = False, True
        elif is_before and chunk.startswith("msg"):
            is_before = False
            if not is_head:
                out += _before(next(told))
        out.append(_undated(chunk, header) if is_head else chunk)
    return "".join(out).encode()


def _before(message: Message) -> Iterator[str]:
    for source in message.previous_id:
        yield f"#| msgid {escape(str(source))}\n"


def _undated(chunk: str, header: Iterable[str]) -> str:
    if not chunk.startswith("msgstr"):
        return chunk
    lines = [line for line in chunk.splitlines() if not line.startswith(_DATED)]
    return "\n".join([*lines, *(escape(f"{line}\n") for line in header)]) + "\n"


def files() -> Iterator[tuple[Path, bytes]]:
    """Every catalogue and template as it should stand today."""
    library = shipped_flows()
    former = former_steps(library)
    for domain, messages in (
        (FLOWS, list(messages_of(library.texts()))),
        (INTERFACE, list(program_messages())),
        (CONSOLE, list(staff_messages())),
    ):
        template = renewed(messages, Catalog(), SOURCE)
        yield _ROOT / f"{domain}.pot", written(template)
        for tag in NUMBERS:
            file = _ROOT / tag.replace("-", "_") / "LC_MESSAGES" / f"{domain}.po"
            if file.exists():
                try:
                    kept = read_catalogue(file.read_text(encoding="utf-8"))
                except (NotPoError, UnicodeDecodeError):
                    raise UnreadableCatalogueError(f"{tag}/{domain}") from None
                yield file, written(renewed(messages, kept, tag, former))


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
