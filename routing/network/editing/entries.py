"""The nodes of a network as they stand in its files, also those that something is wrong with."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from routing.network.desk_file import DESKS
from routing.network.editing.errors import UnknownNodeError, UnreadableError
from routing.network.editing.tables import read
from routing.network.file import NodeFile
from routing.network.text import toml_value

if TYPE_CHECKING:
    from collections.abc import Iterator

#: A network's files by name, as `read_network` takes them.
Texts = Mapping[str, str]

HEAD: Final = "network.toml"
#: Where new nodes of the network are written.
NODES: Final = "nodes.toml"
_TOML: Final = ".toml"


@dataclass(frozen=True, slots=True)
class Entry:
    """One `[[node]]` where it is written."""

    file: str
    position: int
    raw: Mapping[str, Any]
    #: `None` when it has not the shape of a node.
    node: NodeFile | None

    @property
    def id(self) -> str:
        """Its name in the data."""
        return str(self.raw.get("id", ""))

    @property
    def name(self) -> str:
        """What it is called."""
        return str(self.raw.get("name", self.id))

    @property
    def contacts(self) -> tuple[Mapping[str, Any], ...]:
        """Its contacts as they are written."""
        return tuple(self.raw.get("contacts", ()))

    def fact(self, key: str) -> Mapping[str, Any] | None:
        """Its seat or its hours as they are written."""
        found = self.raw.get(key)
        return found if isinstance(found, Mapping) else None

    def unit(self, *keys: str) -> str:
        """What stands under some of its keys, as one text: the same for the same facts."""
        return unit_of({key: self.raw.get(key) for key in keys})


def unit_of(values: Mapping[str, Any]) -> str:
    """What somebody has before her when she changes these values."""
    return toml_value(dict(values))


def node_files(texts: Texts) -> list[str]:
    """The files that may hold nodes."""
    return [name for name in sorted(texts) if name.endswith(_TOML) and name not in {HEAD, DESKS}]


def entries_of(texts: Texts) -> Iterator[Entry]:
    """Every node, file by file; a file that is no TOML has none."""
    for name in node_files(texts):
        try:
            whole = tomllib.loads(texts[name])
        except tomllib.TOMLDecodeError:
            continue
        items = whole.get("node", ())
        for position, raw in enumerate(items if isinstance(items, list) else ()):
            if isinstance(raw, dict):
                yield Entry(name, position, raw, _shaped(raw))


def entry_of(texts: Texts, id_: str) -> Entry:
    """One node.

    Raises:
        UnknownNodeError: there is none of this name.
    """
    found = next((entry for entry in entries_of(texts) if entry.id == id_), None)
    if found is None:
        raise UnknownNodeError
    return found


def head_of(texts: Texts) -> dict[str, Any]:
    """What `network.toml` says.

    Raises:
        UnreadableError: it is not there, or no TOML.
    """
    if HEAD not in texts:
        raise UnreadableError(HEAD)
    return read(HEAD, texts[HEAD])


def _shaped(raw: Mapping[str, Any]) -> NodeFile | None:
    try:
        return NodeFile.model_validate(raw)
    except ValidationError:
        return None
