"""The files of a network as text: their shape, and on which line a fault stands."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from routing.errors import NetworkError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from routing.network.file import NodeFile

Shape = TypeVar("Shape", bound=BaseModel)
_LINE_OF_TOML = re.compile(r"at line (\d+)")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a network's files: where, what, and what to do."""

    file: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.sentence}"


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it is written, to say on which line something stands."""

    name: str
    text: str

    def line_of(self, *words: str) -> int:
        """The line of the last of the words, each looked for after the one before."""
        at = 0
        for word in words:
            found = self.text.find(word, at)
            at = found if found >= 0 else at
        return self.text.count("\n", 0, at) + 1

    def line_of_item(self, table: str, position: int) -> int:
        """The line of the table's nth `[[header]]`."""
        heads = re.finditer(rf"^\s*\[\[{re.escape(table)}\]\]", self.text, re.MULTILINE)
        starts = [head.end() for head in heads]
        return self.text.count("\n", 0, starts[position]) + 1 if position < len(starts) else 1

    def line_under(self, line: int, key: str) -> int:
        """The first line from there on that begins with the key; else the line itself."""
        rows = self.text.splitlines()
        under = enumerate(rows[line - 1 :], start=line)
        return next((at for at, row in under if row.lstrip().startswith(key)), line)


@dataclass(frozen=True, slots=True)
class Written:
    """A node and the line on which it begins."""

    source: Source
    line: int
    node: NodeFile

    def problem(self, sentence: str) -> Problem:
        """A problem of this node."""
        return Problem(self.source.name, self.line, sentence)


def read_source(file: Traversable | Path) -> Source:
    """The text of a file.

    Raises:
        NetworkError: it is no text, or not there.
    """
    try:
        return Source(file.name, file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as exc:
        raise NetworkError(f"{file.name} cannot be read as a text file.", 1) from exc


def shaped(source: Source, shape: type[Shape], problems: list[Problem]) -> Shape | None:
    """What the file says, if it has the shape; else what is wrong is added to the problems."""
    try:
        return shape.model_validate(tomllib.loads(source.text))
    except tomllib.TOMLDecodeError as exc:
        line = _LINE_OF_TOML.search(str(exc))
        problems.append(Problem(source.name, int(line[1]) if line else 1, f"No TOML: {exc}."))
    except ValidationError as exc:
        problems += [_problem(source, error["loc"], error["msg"]) for error in exc.errors()]
    return None


def _problem(source: Source, place: tuple[int | str, ...], message: str) -> Problem:
    line = 1
    for part, after in zip(place, (*place[1:], ""), strict=True):
        if isinstance(part, str) and isinstance(after, int):
            is_table = f"[[{part}]]" in source.text
            line = source.line_of_item(part, after) if is_table else source.line_under(line, part)
        elif isinstance(part, str):
            line = source.line_under(line, part)
    path = ".".join(str(part) for part in place)
    return Problem(source.name, line, f"{path}: {message}.")
