"""A public register of centres brought into a network's folder: whole, or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from routing.network.loading import load_network
from routing.network.text import nodes_text
from routing.register.importer import may_be_kept, validate_rows

if TYPE_CHECKING:
    from datetime import date

    from routing.network.file import NodeFile
    from routing.network.source import Problem
    from routing.register.comuni import Comuni
    from routing.register.rows import Fault


@dataclass(frozen=True, slots=True)
class Import:
    """What an import found, and the file it wrote, if nothing stood in the way."""

    faults: tuple[Fault, ...]
    problems: tuple[Problem, ...]
    nodes: tuple[NodeFile, ...]
    written: Path | None


def import_register(
    register: Path, folder: Path, comuni: Comuni, *, source: str, today: date, write: bool = True
) -> Import:
    """Check a CSV register and, if nothing blocks, add its new nodes to the folder in one file.

    Raises:
        NetworkError: the folder is no network.
        OSError: the register cannot be read or the file cannot be written.
        UnicodeDecodeError: the register is not UTF-8.
    """
    network, problems = load_network(folder)
    text = register.read_text(encoding="utf-8-sig")
    nodes, faults = validate_rows(text, network, comuni, source=source, today=today)
    if not problems and may_be_kept(faults) and nodes:
        body = nodes_text(nodes, f"Imported from {register.name} on {today}. Nothing is confirmed.")
        target = folder / f"{nodes[0].id}-{today}.toml"
        problems = _problems_with(folder, target.name, body)
        if not problems and write:
            _write_whole(target, body)
            return Import(faults, (), nodes, target)
    return Import(faults, tuple(problems), nodes, None)


def _problems_with(folder: Path, name: str, body: str) -> list[Problem]:
    """What would be wrong with the folder if the file were in it."""
    with tempfile.TemporaryDirectory() as elsewhere:
        copy = Path(elsewhere) / "network"
        shutil.copytree(folder, copy)
        (copy / name).write_text(body, encoding="utf-8")
        return load_network(copy)[1]


def _write_whole(target: Path, body: str) -> None:
    # Not ".toml" until it is complete: a reader in between sees the old folder.
    part = target.with_suffix(".part")
    with part.open("w", encoding="utf-8") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    part.replace(target)
