"""A conversation rehearsed in the terminal: real flows and routing, keys that last as long."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bot.assembly import build_contact, build_conversation, desk_book
from bot.channels.terminal import Terminal
from bot.commands.speaking import installed, speaking
from bot.content import Content, load_flows
from bot.errors import ContentError
from routing.places.finding import Gazetteer
from routing.ports import DeskNow
from storage.bell import LocalBell
from storage.envelopes import new_pair
from storage.keyring import Keyring
from storage.memory.handoffs import MemoryHandoffs
from storage.vault import Vault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rich.console import Console

    from bot.settings import Settings
    from flows.definition import Channel, Library
    from routing.desks import DeskBook


def rehearse(
    settings: Settings,
    folder: Path | None,
    extra: Mapping[str, str],
    *,
    console: Console,
    language: str,
    step: str,
    channel: Channel,
    explains: bool,
) -> None:
    """Walk a library in the terminal; its problems are told first, and only stop it if they must.

    Without a folder or files of one's own it is what is live.

    Raises:
        ContentError: if the library cannot be understood at all.
    """
    today = datetime.now(UTC).date()
    is_own = folder is not None or bool(extra)
    # Files that are named are rehearsed with those beside them, whatever is live.
    said = installed(settings) if is_own else speaking(settings)
    flows = load_flows(folder, today, extra) if is_own else said.flows(today)
    if flows.library is None:
        raise ContentError(
            "The flows cannot be walked as they are written:", [str(each) for each in flows.errors]
        )
    said.tell(console)
    for issue in flows.errors:
        console.print(f"error  {issue}", style="red", highlight=False, markup=False)
    _refuse_unknown(flows.library, flows.catalogues.languages, language, step)
    content = Content(
        library=flows.library,
        catalogues=flows.catalogues,
        languages=said.languages(flows.library, flows.catalogues),
        network=said.network(),
        gazetteer=Gazetteer.load(),
    )
    with TemporaryDirectory() as keys:
        vault = Vault(Keyring.open(Path(keys) / "keys", datetime.now(UTC)))
        bell = LocalBell()
        book = desk_book(settings, content)
        conversation = build_conversation(
            settings, content, vault, has_desk=lambda: bool(book.desks)
        )
        contact = build_contact(
            content,
            conversation,
            handoffs=MemoryHandoffs(bell),
            desks=RehearsedDesks(book, lambda: datetime.now(UTC)),
            bell=bell,
            book=book,
        )
        terminal = Terminal(conversation, contact, console, channel, explains=explains)
        asyncio.run(terminal.play(language=language, step=_full(step, content)))


class RehearsedDesks:
    """Every desk of the book with somebody there in its hours, whose key nobody has."""

    def __init__(self, book: DeskBook, now: Callable[[], datetime]) -> None:
        self._book = book
        self._now = now
        self._public = new_pair().public

    async def now(self) -> Mapping[str, DeskNow]:
        """Return them by node."""
        return {
            node: DeskNow(
                node=node,
                public_key=self._public,
                on_shift=int(self._book.is_open(node, self._now())),
                languages=frozenset(desk.languages),
            )
            for node, desk in self._book.desks.items()
        }


def _refuse_unknown(library: Library, tags: Sequence[str], language: str, step: str) -> None:
    """An author who mistypes is told, and not led somewhere else."""
    if language and language not in tags:
        raise ContentError(f"There is no language '{language}'. Choose: {', '.join(tags)}.", [])
    if step and not any(f"{name}.".startswith(f"{step}.") for name in library.steps):
        raise ContentError(
            f"There is no step '{step}'. Write it as flow.step, or a flow's name alone.", []
        )


def _full(step: str, content: Content) -> str:
    """A step by its full name; a flow's name alone is its first step."""
    steps = content.library.steps
    if not step or step in steps:
        return step
    return next((name for name in steps if name.startswith(f"{step}.")), "")
