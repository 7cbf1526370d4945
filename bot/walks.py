"""The flow revisions that can be walked: today's, and those still in somebody's buttons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson
import structlog

from flows.errors import FlowError
from flows.machine import Machine
from flows.packing import Packer, head_of
from flows.reader import read_library
from locales.catalogues import Catalogues
from locales.errors import LocaleError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from flows.definition import Library
    from flows.turn import Position, Pressed
    from locales.languages import Language

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Walk:
    """One revision, ready to be walked."""

    machine: Machine
    packer: Packer


class Walks:
    """Finds the revision that a position was made in."""

    def __init__(
        self,
        library: Library,
        catalogues: Catalogues,
        languages: Sequence[Language],
        *,
        shows_drafts: bool,
        older: Mapping[bytes, bytes] | None = None,
        web_address: str = "",
        has_desk: Callable[[], bool] = bool,
    ) -> None:
        """Make today's walk.

        `web_address` is told on Telegram as the safer door; `has_desk` says whether
        somebody can answer in writing at all. `older` are the bodies of revisions replaced
        in the last two days (`archived`), understood only if a button of theirs is pressed.
        """
        self._facts = library.facts
        self._languages = tuple(languages)
        self._shows_drafts = shows_drafts
        self._older = dict(older or {})
        self._web_address = web_address
        self._has_desk = has_desk
        self.today = self._walk(library, catalogues)
        self._walks: dict[bytes, Walk | None] = {library.revision: self.today}

    def open(self, body: bytes) -> tuple[Walk, Position, Pressed] | None:
        """The walk, the position and the press of packed bytes.

        `None` for bytes that are no position or whose revision is gone.
        """
        head = head_of(body)
        walk = self._of(head.revision) if head else None
        opened = walk.packer.unpack(body) if walk else None
        return (walk, *opened) if walk and opened else None

    def language_of(self, body: bytes) -> str:
        """The language of a position, also of one whose revision is gone."""
        head = head_of(body)
        number = head.language if head else 0
        return next((each.tag for each in self._languages if each.number == number), "")

    def _of(self, revision: bytes) -> Walk | None:
        if revision not in self._walks and revision in self._older:
            self._walks[revision] = self._older_walk(self._older[revision])
        return self._walks.get(revision)

    def _older_walk(self, body: bytes) -> Walk | None:
        try:
            kept = orjson.loads(body)
            catalogues = Catalogues(kept["translations"])
            library, _ = read_library(kept["sources"], translations=kept["translations"])
        except (ValueError, KeyError, FlowError, LocaleError):
            library = None
        if library is None:
            log.warning("An older flow revision cannot be read; its buttons lead home.")
            return None
        return self._walk(library, catalogues)

    def _walk(self, library: Library, catalogues: Catalogues) -> Walk:
        machine = Machine(
            library,
            catalogues.translation,
            self._languages,
            facts=self._facts,
            shows_drafts=self._shows_drafts,
            web_address=self._web_address,
            has_desk=self._has_desk,
        )
        return Walk(machine, Packer(library, {each.tag: each.number for each in self._languages}))


def archived(library: Library, catalogues: Catalogues) -> bytes:
    """Everything of a revision that its buttons need, to be kept while they may be pressed."""
    kept = {"sources": dict(library.sources), "translations": catalogues.of_flows}
    return orjson.dumps(kept)
