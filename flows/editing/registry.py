"""The registry of facts: what a fact says, and who checked it when."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flows.editing.draft import Changed, Draft
from flows.editing.errors import UnknownPartError
from flows.editing.parts import drop, put
from flows.editing.tree import Typed
from flows.editing.writing import quoted, word

if TYPE_CHECKING:
    from collections.abc import Mapping

_ORDER = (
    "kind",
    "value",
    "says",
    "source",
    "checked_on",
    "owner",
    "expires_on",
    "status",
    "permanent",
)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


def set_fact(sources: Mapping[str, str], identity: str, told: Mapping[str, str]) -> Changed:
    """Have a fact of facts.yaml say something else, several fields at once; empty takes one out.

    Raises:
        EditError: if there is no such fact, or it can have no such field.
    """
    draft = Draft(sources)
    fields = draft.fact(identity)
    for key, words in told.items():
        if key not in _ORDER:
            raise UnknownPartError("facts", f"{identity}.{key}")
        found = fields.find(key)
        typed = found.value.written() if found and isinstance(found.value, Typed) else ""
        if not words.strip():
            drop(fields, key)
        elif typed.startswith(('"', "'")):
            put(fields, key, quoted(words, typed), _ORDER)
        else:
            put(fields, key, words if _DAY.match(words) else word(words), _ORDER)
    return draft.changed()
