"""What a channel draws: one screen, whole, in her language, its buttons sealed.

Made by `bot.conversation`; the channels only lay it out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Button:
    """Something she can press."""

    label: str
    #: Sealed position and meaning, at most 64 characters of A-Z a-z 0-9 - _.
    token: str
    #: The language of the label, where it is not the screen's: in the list of languages.
    language: str = ""


@dataclass(frozen=True, slots=True)
class CallNumber:
    """A number she can call: `tel:` on the web, text and a copy button on Telegram."""

    #: As dialled: "112", "+390255038585".
    dial: str
    #: As read: "112", "02 5503 8585".
    shown: str
    #: What it is for, in her language; may be empty.
    label: str = ""
    #: Nobody has confirmed it yet (demo mode only): it is marked so.
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One centre in a list, or the centre she is reading about."""

    name: str
    #: Whole sentences: why it is here, when it is open, what it offers.
    lines: tuple[str, ...]
    numbers: tuple[CallNumber, ...] = ()
    #: Leads to its own screen; `None` when this is that screen.
    button: Button | None = None


@dataclass(frozen=True, slots=True)
class AskBox:
    """A box to type a place in (the web draws it; on Telegram she simply writes)."""

    label: str
    send: str
    #: Goes along with what she types: the position the words belong to.
    token: str


@dataclass(frozen=True, slots=True)
class View:
    """One screen."""

    #: Language tag; empty until she chose one.
    language: str
    direction: Literal["ltr", "rtl"]
    title: str
    paragraphs: tuple[str, ...]
    numbers: tuple[CallNumber, ...]
    items: tuple[Item, ...]
    choices: tuple[Button, ...]
    ask: AskBox | None
    #: Added to every screen: the way out and 112.
    exit: Button
    danger: Button
    #: Added to every screen but the first ones, where they would lead nowhere.
    home: Button | None
    languages: Button | None
    #: Written small below everything: whose data are shown.
    small_print: str = ""

    @property
    def buttons(self) -> tuple[Button, ...]:
        """What she can choose, in the order she sees it: centres, then choices."""
        return (*(item.button for item in self.items if item.button), *self.choices)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a channel does after she pressed or typed something."""

    #: `None` when she leaves.
    view: View | None
    #: The new position, packed and not sealed: the ledger keeps it for typed words.
    position: bytes
    #: She asked to leave: nothing of ours may be shown until she writes again.
    exits: bool = False
    #: Why, in words: for the terminal and the simulator, never for a log.
    reasons: tuple[str, ...] = ()
