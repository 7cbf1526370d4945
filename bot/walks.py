"""The flow revisions that can be walked: today's, and those still in somebody's buttons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import orjson
import structlog

from flows.carrying import carried
from flows.errors import FlowError
from flows.machine import Machine
from flows.packing import Packer, head_of
from flows.reader import read_library
from locales.catalogues import Catalogues
from locales.errors import LocaleError
from locales.languages import NUMBERS, language
from locales.texts import former_steps, messages_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from flows.definition import Library
    from flows.turn import Position, Pressed
    from locales.languages import Language

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Walk:
    """One revision, ready to be walked."""

    machine: Machine
    packer: Packer


@dataclass(frozen=True, slots=True)
class Opened:
    """Where packed bytes say that she is, and what she pressed."""

    walk: Walk
    position: Position
    pressed: Pressed
    #: Her revision was withdrawn: the position is her place in today's, and what she pressed
    #: stood on a screen that nobody is to read any more.
    is_moved: bool = False


@dataclass(frozen=True, slots=True)
class Script:
    """What one revision says, and the languages it is offered in."""

    library: Library
    catalogues: Catalogues
    languages: tuple[Language, ...]


class Walks:
    """Finds the revision that a position was made in."""

    def __init__(
        self,
        script: Script,
        *,
        shows_drafts: bool,
        older: Mapping[bytes, bytes] | None = None,
        withdrawn: Collection[bytes] = (),
        before: Walks | None = None,
        web_address: str = "",
        has_desk: Callable[[], bool] = bool,
    ) -> None:
        """Make today's walk.

        Args:
            script: today's revision.
            shows_drafts: whether facts nobody confirmed are shown, marked (demo mode).
            older: the bodies of revisions replaced in the last two days (`archived`),
                understood only if a button of theirs is pressed.
            withdrawn: revisions nobody is to read any more: whoever is in one is put where
                she would be in today's.
            before: what was walked until now: nothing that it understood is read again.
            web_address: told on Telegram as the safer door.
            has_desk: whether somebody can answer in writing at all.
        """
        self._facts = script.library.facts
        self._languages = script.languages
        self._shows_drafts = shows_drafts
        self._older = dict(older or {})
        self._web_address = web_address
        self._has_desk = has_desk
        today = script.library.revision
        self._withdrawn = frozenset(withdrawn) - {today}
        self._scripts: dict[bytes, Script | None] = {
            revision: known
            for revision, known in (before.understood if before else {}).items()
            if revision in self._older
        }
        self._scripts[today] = script
        self.today = self._walk(script)
        self._walks: dict[bytes, Walk | None] = {today: self.today}

    @property
    def understood(self) -> dict[bytes, Script | None]:
        """The revisions that were read so far; asked beside the loop, too."""
        return dict(self._scripts)

    def open(self, body: bytes) -> Opened | None:
        """The walk, the position and the press of packed bytes.

        `None` for bytes that are no position or whose revision is gone.
        """
        head = head_of(body)
        walk = self._of(head.revision) if head else None
        opened = walk.packer.unpack(body) if walk else None
        if head is None or walk is None or opened is None:
            return None
        position, pressed = opened
        if head.revision in self._withdrawn:
            return Opened(self.today, self._carried(walk, position), pressed, is_moved=True)
        return Opened(walk, position, pressed)

    def is_withdrawn(self, body: bytes) -> bool:
        """Whether a position stands in a revision that nobody is to read any more."""
        head = head_of(body)
        return head is not None and head.revision in self._withdrawn

    def language_of(self, body: bytes) -> str:
        """The language of a position, also of one whose revision is gone."""
        head = head_of(body)
        number = head.language if head else 0
        return next((each.tag for each in self._languages if each.number == number), "")

    def _carried(self, walk: Walk, position: Position) -> Position:
        library = self.today.machine.library
        where = carried(position, walk.machine.library, library)
        handoff = library.handoff
        talks = handoff is not None and where.step in {handoff.waiting, handoff.talk}
        if talks or any(each.tag == where.language for each in self._languages):
            return where
        # She is asked which of today's languages she reads; in a talk a person reads her words.
        return replace(where, language="")

    def _of(self, revision: bytes) -> Walk | None:
        if revision not in self._walks:
            script = self._script(revision)
            if script is None:
                return None
            self._walks[revision] = self._walk(script)
        return self._walks[revision]

    def _script(self, revision: bytes) -> Script | None:
        if revision not in self._scripts and revision in self._older:
            self._scripts[revision] = _understood(self._older[revision], self._languages)
        return self._scripts.get(revision)

    def _walk(self, script: Script) -> Walk:
        machine = Machine(
            script.library,
            script.catalogues.translation,
            script.languages,
            facts=self._facts,
            shows_drafts=self._shows_drafts,
            web_address=self._web_address,
            has_desk=self._has_desk,
        )
        # Also those that are not offered any more: who speaks one goes on in it.
        return Walk(machine, Packer(script.library, NUMBERS))


def archived(script: Script) -> bytes:
    """Everything of a revision that its buttons need, to be kept while they may be pressed."""
    kept = {
        "sources": dict(script.library.sources),
        "translations": script.catalogues.of_flows,
        "languages": [each.tag for each in script.languages],
    }
    return orjson.dumps(kept)


def _understood(body: bytes, languages: Sequence[Language]) -> Script | None:
    """An archived revision; one that does not tell its languages has those of today."""
    try:
        kept = orjson.loads(body)
        catalogues = Catalogues(kept["translations"])
        library, _ = read_library(kept["sources"], translations=kept["translations"])
        tags = kept.get("languages")
        spoken = tuple(languages) if tags is None else tuple(language(tag) for tag in tags)
    except (ValueError, KeyError, FlowError, LocaleError):
        library = None
    if library is None:
        log.warning("An older flow revision cannot be read; its buttons lead home.")
        return None
    catalogues = catalogues.following(messages_of(library.texts()), former_steps(library))
    return Script(library, catalogues, spoken)
