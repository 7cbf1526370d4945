"""The nodes of a network written as TOML, as `loading.py` reads them."""

from __future__ import annotations

import json
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from routing.network.file import NodeFile

_TABLES = ("seat", "hours")
# What the fact says comes before where it comes from.
_FIRST = ("kind", "value", "use", "open", "written", "address", "point")


def nodes_text(nodes: Iterable[NodeFile], heading: str = "") -> str:
    """A file of nodes. What is empty is left out; each contact takes a line."""
    head = "".join(f"# {line}\n" for line in heading.splitlines())
    return head + "".join(_node(node) for node in nodes)


def _node(node: NodeFile) -> str:
    facts = {
        key: value for key, value in node.model_dump().items() if value not in (None, (), False)
    }
    contacts = facts.pop("contacts", ())
    tables = {name: facts.pop(name) for name in _TABLES if name in facts}
    lines = ["", "[[node]]", *(f"{key} = {toml_value(value)}" for key, value in facts.items())]
    lines += [f"{name} = {toml_value(table)}" for name, table in tables.items()]
    if contacts:
        lines += ["contacts = [", *(f"  {toml_value(contact)}," for contact in contacts), "]"]
    return "\n".join(lines) + "\n"


def toml_value(value: Any) -> str:
    """A value as TOML writes it, tables within a line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Enum):
        return toml_value(value.value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        kept = {key: inner for key, inner in value.items() if inner not in (None, (), False)}
        kept = {key: kept[key] for key in dict.fromkeys((*_FIRST, *kept)) if key in kept}
        return "{" + ", ".join(f"{key} = {toml_value(inner)}" for key, inner in kept.items()) + "}"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(toml_value(inner) for inner in value) + "]"
    # A JSON string is a TOML string, but for DEL.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
