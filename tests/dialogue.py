"""A conversation played by a test: she presses by label or types, and the screen is looked at.

Everything under it is real: the flows, the routing, the vault with keys in a
temporary folder. Between two sentences nothing is kept but what the phone
keeps: the buttons and, for typed words, the packed position.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.assembly import build_conversation
from bot.content import Content, load_flows, offered
from bot.conversation import Address
from bot.settings import Mode, Settings
from flows.definition import Channel
from routing.network.loading import shipped_network
from routing.places.finding import Gazetteer
from storage.keyring import Keyring
from storage.vault import Vault

if TYPE_CHECKING:
    from pathlib import Path

    from bot.conversation import Conversation
    from bot.view import Answer, Button, View

ROME = ZoneInfo("Europe/Rome")
#: A Tuesday morning on which nothing special happens.
TUESDAY = datetime(2026, 11, 24, 10, 30, tzinfo=ROME)


class Clock:
    """A clock that stands until a test moves it."""

    def __init__(self, now: datetime = TUESDAY) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.now


@cache
def _shipped(mode: Mode, today: date) -> Content:
    settings = Settings(mode=mode)
    flows = load_flows(None, today)
    assert flows.library is not None
    return Content(
        flows.library,
        flows.catalogues,
        offered(settings, flows.library, flows.catalogues),
        shipped_network(),
        Gazetteer.load(),
    )


def shipped_content(settings: Settings, today: date = date(2026, 11, 24)) -> Content:
    """The library, translations and network that come with the program, whatever the mode."""
    return _shipped(settings.mode, today)


def conversation(
    keys: Path, *, settings: Settings | None = None, clock: Clock | None = None
) -> Conversation:
    """A conversation over what is shipped."""
    settings = settings or Settings(mode=Mode.DEMO)
    clock = clock or Clock()
    vault = Vault(Keyring.open(keys, clock.now.astimezone(UTC)))
    return build_conversation(settings, shipped_content(settings), vault, now=clock)


class Dialogue:
    """One woman and her phone."""

    def __init__(self, talk: Conversation, channel: Channel = Channel.TELEGRAM) -> None:
        self._talk = talk
        self.address = Address(channel, "4711")
        self.answer: Answer = talk.begin(self.address)

    @property
    def view(self) -> View:
        """The screen she sees."""
        assert self.answer.view is not None, "the screen is empty"
        return self.answer.view

    def she_presses(self, label: str) -> View:
        """Press the button whose label begins so; controls too."""
        self.answer = self._talk.press(self.address, self.button(label).token)
        return self.view

    def she_leaves(self) -> None:
        """Press the way out."""
        self.answer = self._talk.press(self.address, self.view.exit.token)

    def she_types(self, words: str) -> Answer:
        """Type, with the position that the ledger would hold."""
        self.answer = self._talk.typed(self.address, words, position=self.answer.position)
        return self.answer

    def button(self, label: str) -> Button:
        """A button of this screen by the beginning of its label."""
        view = self.view
        controls = (view.home, view.languages, view.danger, view.exit)
        for button in (*view.buttons, *(each for each in controls if each)):
            if button.label.startswith(label):
                return button
        shown = [button.label for button in view.buttons]
        raise AssertionError(f"no button begins with {label!r}; there are {shown}")

    def shown(self) -> str:
        """Everything on the screen, as one text."""
        view = self.view
        lines = [view.title, *view.paragraphs, view.small_print]
        lines += [f"{number.shown} {number.label}" for number in view.numbers]
        for item in view.items:
            lines += [item.name, *item.lines]
            lines += [f"{number.shown} {number.label}" for number in item.numbers]
        return "\n".join(line for line in lines if line)
