"""What is known of an edition and of a draft, beside their files."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

#: Texts by path. The paths are ours: `flows/…`, `locales/…`, `network/…`, `examples.yaml`.
Files = Mapping[str, str]
#: The texts that are others now; `None`: the file is gone.
Changed = Mapping[str, str | None]

_NO_VALUES: Mapping[str, str] = MappingProxyType({})


class Origin(StrEnum):
    """What an edition was made from."""

    #: The files that were installed with the program, or that the settings name.
    FILES = "files"
    DRAFT = "draft"
    #: An older edition, to go back to it.
    BACK = "back"


class State(StrEnum):
    """How far an edition has come."""

    #: Waits for a second person.
    PROPOSED = "proposed"
    #: Approved; goes live at `live_from`.
    SCHEDULED = "scheduled"
    LIVE = "live"
    #: Was live; whoever began in it finishes it.
    PAST = "past"
    #: Was live and did harm; whoever was in it is taken out of it.
    WITHDRAWN = "withdrawn"
    #: A second person said no.
    REFUSED = "refused"
    #: Whoever proposed it took it back.
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEdition:
    """An edition to be kept."""

    #: Four bytes that her buttons carry: `Library.revision` of its flows.
    revision: bytes
    origin: Origin
    #: What its maker calls it; public like everything in it.
    title: str
    #: The edition that was live when it was begun; 0 for the first.
    base: int = 0
    #: The draft it comes from.
    draft: str = ""
    #: The staff's id; empty for the program itself.
    proposed_by: str = ""
    #: From when it is to be live; `None`: as soon as it is approved.
    live_from: datetime | None = None
    #: Languages that its maker hides on purpose until they are complete.
    hides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition(NewEdition):
    """One edition; its files are asked for by its number."""

    #: 1, 2, 3…
    number: int
    #: `digest_of` its files.
    digest: str
    state: State
    proposed_at: datetime
    #: Who approved or refused it, or withdrew it, and when.
    decided_by: str = ""
    decided_at: datetime | None = None
    #: When it went live, and when another took its place.
    lived_at: datetime | None = None
    replaced_at: datetime | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether it may still go live."""
        return self.state in {State.PROPOSED, State.SCHEDULED}


@dataclass(frozen=True, slots=True)
class What:
    """What somebody did, as a sentence of the console's catalogue and its values."""

    text: str
    values: Mapping[str, str] = field(default_factory=lambda: _NO_VALUES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One change in a draft's history."""

    number: int
    who: str
    at: datetime
    what: What
    #: The paths it touched.
    paths: tuple[str, ...]
    #: Whether it was taken back.
    is_undone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft; its files are its base's with `changed` on top."""

    #: Twelve hexadecimal digits.
    id: str
    title: str
    #: The edition it began from.
    base: int
    #: One more with each change, undo and redo.
    version: int
    author: str
    begun_at: datetime
    changed_by: str
    changed_at: datetime
    #: Proposed and approved, or thrown away.
    is_closed: bool = False
    #: What undo and redo would take back and do again; `None`: nothing.
    undoes: Done | None = None
    redoes: Done | None = None


def digest_of(files: Files) -> str:
    """The same for the same files, whatever order they are in."""
    whole = hashlib.sha256()
    for path in sorted(files):
        for part in (path, files[path]):
            body = part.encode(errors="surrogatepass")
            whole.update(len(body).to_bytes(8, "big") + body)
    return whole.hexdigest()


def applied(files: Files, changed: Changed) -> dict[str, str]:
    """The files after a change."""
    return {path: text for path, text in {**files, **changed}.items() if text is not None}


def difference(before: Files, after: Files) -> dict[str, str | None]:
    """What has to be changed in the one to have the other."""
    paths = dict.fromkeys((*before, *after))
    return {path: after.get(path) for path in paths if before.get(path) != after.get(path)}
