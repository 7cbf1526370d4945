"""What a channel draws: one screen, whole, in her language, its buttons sealed.

Made by `bot.conversation`; the channels only lay it out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from bot.walks import Walk
    from flows.turn import Turn


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
    """A box to type in (the web draws it; on Telegram she simply writes)."""

    label: str
    send: str
    #: Goes along with what she types: the position the words belong to.
    token: str
    #: A place; words for a person (many lines); a return code (digits).
    kind: Literal["place", "words", "code"] = "place"


@dataclass(frozen=True, slots=True)
class Filled:
    """What a handoff adds to the words of a step."""

    paragraphs: tuple[str, ...] = ()
    #: What a person wrote to her.
    said: tuple[str, ...] = ()
    #: The numbers of those lines that were not shown yet.
    lines: tuple[int, ...] = ()
    is_live: bool = False
    #: The number of the centre that is offered; she may ask for another.
    offered: int = 0


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
    #: What a person wrote to her, oldest first: drawn after the paragraphs, as theirs.
    said: tuple[str, ...] = ()
    #: The screen may change by itself (`bot.contact`): the web listens, or offers to look again.
    is_live: bool = False

    @property
    def buttons(self) -> tuple[Button, ...]:
        """What she can choose, in the order she sees it: centres, then choices."""
        return (*(item.button for item in self.items if item.button), *self.choices)


@dataclass(frozen=True, slots=True)
class Errand:
    """Something of a handoff to do, or to look up, before her screen can be drawn.

    Made by `bot.conversation`, carried out by `bot.contact`; a channel only hands it on.
    """

    walk: Walk
    turn: Turn
    #: What she typed for the person; `None` where she typed nothing.
    words: str | None = None
    #: The return code she typed, its digits alone; `None` where she typed none.
    code: str | None = None
    #: A control of the library said before everything else (`lost`, `media`).
    notice: str = ""

    def __repr__(self) -> str:
        # It carries her words: whatever prints it by mistake prints nothing of them.
        return "Errand(…)"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a channel does after she pressed or typed something."""

    #: `None` when she leaves, and while there is an errand.
    view: View | None
    #: The new position, packed and not sealed: the ledger keeps it for typed words.
    position: bytes
    #: She asked to leave: nothing of ours may be shown until she writes again.
    exits: bool = False
    #: Why, in words: for the terminal and the simulator, never for a log.
    reasons: tuple[str, ...] = ()
    #: To be carried out first (`Contact.carry_out`): it gives the answer to draw.
    errand: Errand | None = None
    #: The handoff the screen shows something of; empty is none.
    handoff: bytes = b""
    #: Numbers of the lines it draws: `Contact.shown` is told once they are on her screen.
    lines: tuple[int, ...] = ()
    #: Words she typed are kept: her own message may be taken off the chat (Telegram).
    kept: bool = False
