"""One turn, whatever the channel: what she did in, one screen out. Nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Protocol

from bot.view import Answer, Errand
from flows.definition import AskKind
from flows.turn import (
    Code,
    Heard,
    NotUnderstood,
    PlaceFound,
    PlaceUnclear,
    Position,
    Press,
    Pressed,
    Turn,
    Words,
)
from locales.languages import SOURCE
from routing.areas import area_number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.drawing import Drawing
    from bot.understanding import Understanding
    from bot.walks import Opened, Walk, Walks
    from flows.definition import Channel
    from routing.places.finding import Candidate, Gazetteer


@dataclass(frozen=True, slots=True)
class Address:
    """Whom a token is bound to: nobody else's button opens it."""

    channel: Channel
    #: The chat on Telegram, the session cookie's value on the web.
    key: str

    @property
    def context(self) -> bytes:
        """What the seal of her buttons covers beside the position."""
        return f"{self.channel.value}|{self.key}".encode()


class Opens(Protocol):
    """What opens tokens: the vault."""

    def open_token(self, token: str, context: bytes) -> bytes | None:
        """The packed bytes; `None` for anything not sealed so, here, these days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """What of one edition answers her. Put in another's place whole, so that no turn sees half."""

    walks: Walks
    #: Draws the conversation's screens; `bot.contact` draws the others with it.
    drawing: Drawing
    understanding: Understanding
    gazetteer: Gazetteer
    #: An aware moment in the network's own time.
    now: Callable[[], datetime]


#: Buttons that mean the same on every screen, whoever withdrew it.
_ANYWHERE: Final = frozenset({Press.EXIT, Press.DANGER, Press.HOME, Press.LANGUAGES, Press.SPEAK})


class Conversation:
    """Hears what she presses or types and answers with a screen.

    Every method is synchronous, takes well under a millisecond and never
    raises for anything a person can send: whatever is not understood lands on
    a calm first screen. What needs a handoff comes back as an errand
    (`Answer.errand`): `bot.contact` does it and draws.
    """

    def __init__(self, voice: Voice, opens: Opens) -> None:
        self._voice = voice
        self._opens = opens

    @property
    def voice(self) -> Voice:
        """What answers at this moment."""
        return self._voice

    def renew(self, voice: Voice) -> None:
        """Answer out of another edition, from the next turn on."""
        self._voice = voice

    def begin(self, address: Address) -> Answer:
        """Open with the list of languages."""
        walk = self._voice.walks.today
        return self._answer(address, walk, walk.machine.begin())

    def press(self, address: Address, token: str) -> Answer:
        """Answer a pressed button, from its sealed token alone."""
        body = self._opens.open_token(token, address.context)
        if body is None:
            return self.begin(address)
        opened = self._voice.walks.open(body)
        if opened is None:
            return self._lost(address, self._voice.walks.language_of(body))
        if opened.is_moved and opened.pressed.choice not in _ANYWHERE:
            return self._look(address, opened)
        return self._hear(address, opened.walk, opened.position, opened.pressed)

    def typed(self, address: Address, text: str, position: bytes = b"", token: str = "") -> Answer:
        """Answer typed words: a way out, a number, a place.

        The position comes from the ledger (packed) or from the form (sealed);
        with neither, the words are heard on the first screen.
        """
        opened = self._opened(address, position, token)
        if self._voice.understanding.leaves(text):
            return Answer(view=None, position=b"", exits=True)
        if opened is None:
            return self.begin(address)
        walk, where = opened.walk, opened.position
        if where.language and walk.machine.asks(where) is AskKind.WORDS:
            # Whatever else it could mean, here it is said to a person.
            return self._hear(address, walk, where, Words(), words=text)
        understanding = self._voice.understanding
        if opened.is_moved and not understanding.asks_for_help(text):
            return self._look(address, opened)
        return self._typed_to_program(address, walk, where, text)

    def media(self, address: Address, position: bytes = b"") -> Answer:
        """Answer a photo, a voice, a file: only written words are read here."""
        opened = self.opened(address, position, "")
        if opened is None or not opened[1].language:
            return self.begin(address)
        walk, where = opened
        turn = walk.machine.look(where, address.channel, self._now().date(), "only words are read")
        return self._answer(address, walk, turn, notice="media")

    def at(self, address: Address, language: str, step: str = "") -> Answer:
        """Begin elsewhere: for authors who rehearse one step, never from outside."""
        walk = self._voice.walks.today
        home = walk.machine.at_home(language or SOURCE)
        where = replace(home, step=step or walk.machine.library.first)
        turn = walk.machine.look(where, address.channel, self._now().date(), "begun here")
        return self._answer(address, walk, turn)

    def resumed(self, address: Address, where: Position) -> Answer:
        """Draw a position of today's revision anew: for whoever tries a change of it."""
        walk = self._voice.walks.today
        turn = walk.machine.look(where, address.channel, self._now().date(), "begun here")
        return self._answer(address, walk, turn)

    def opened(
        self, address: Address, position: bytes = b"", token: str = ""
    ) -> tuple[Walk, Position] | None:
        """Where a packed position (the ledger's) or a token (a page's) says that she is."""
        opened = self._opened(address, position, token)
        return (opened.walk, opened.position) if opened else None

    def position_of(self, address: Address, token: str) -> tuple[Position, Pressed] | None:
        """What a token holds, for the terminal and the simulator."""
        opened = self._opened(address, b"", token)
        return (opened.position, opened.pressed) if opened else None

    def is_withdrawn(self, position: bytes) -> bool:
        """Whether a packed position stands in an edition that nobody is to read any more."""
        return self._voice.walks.is_withdrawn(position)

    def look_again(self, address: Address, position: bytes) -> Answer | None:
        """Draw the screen of a packed position once more, out of what is live now.

        `None` where it is nobody's any more.
        """
        opened = self._opened(address, position, "")
        return self._look(address, opened) if opened else None

    def _opened(self, address: Address, position: bytes, token: str) -> Opened | None:
        body = self._opens.open_token(token, address.context) if token else position
        return self._voice.walks.open(body) if body else None

    def _look(self, address: Address, opened: Opened) -> Answer:
        """Where she is now; said, if somebody took away the screen she was on."""
        turn = opened.walk.machine.look(
            opened.position, address.channel, self._now().date(), "as it stands today"
        )
        # Where no language is chosen there are no words to say it in.
        notice = "lost" if opened.is_moved and opened.position.language else ""
        return self._answer(address, opened.walk, turn, notice=notice)

    def _now(self) -> datetime:
        return self._voice.now()

    def _typed_to_program(self, address: Address, walk: Walk, where: Position, text: str) -> Answer:
        if self._voice.understanding.asks_for_help(text):
            return self._hear(address, walk, where, Pressed(Press.DANGER))
        if not where.language:
            return self._choose_language(address, walk, where, text)
        if walk.machine.asks(where) is AskKind.CODE:
            code = self._voice.understanding.digits_of(text)
            return self._hear(address, walk, where, Code(), code=code)
        choice = self._voice.understanding.choice(text)
        if choice is not None:
            return self._pick(address, walk, where, choice)
        found = self._voice.gazetteer.find(text)
        if found.sure:
            heard: Heard = PlaceFound(area_number(found.sure.area))
        else:
            heard = PlaceUnclear() if found.choices else NotUnderstood()
        return self._hear(address, walk, where, heard, candidates=found.choices)

    def _choose_language(self, address: Address, walk: Walk, where: Position, text: str) -> Answer:
        """Before a language is chosen only its number in the list means something."""
        choice = self._voice.understanding.choice(text)
        if choice is None:
            return self.begin(address)
        return self._pick(address, walk, where, choice)

    def _pick(self, address: Address, walk: Walk, where: Position, choice: int) -> Answer:
        """A typed number is the button that stands at that place on her screen."""
        turn = walk.machine.look(where, address.channel, self._now().date())
        view = self._voice.drawing.view(address.context, walk, turn, self._now())
        if not 0 <= choice < len(view.buttons):
            return self._hear(address, walk, where, NotUnderstood())
        return self.press(address, view.buttons[choice].token)

    def _lost(self, address: Address, language: str) -> Answer:
        """Her button is of a revision that is gone: home, in her language, and said."""
        walk = self._voice.walks.today
        if not language:
            return self.begin(address)
        turn = walk.machine.look(
            walk.machine.at_home(language), address.channel, self._now().date(), "an older revision"
        )
        return self._answer(address, walk, turn, notice="lost")

    def _hear(
        self,
        address: Address,
        walk: Walk,
        position: Position,
        heard: Heard,
        candidates: Sequence[Candidate] = (),
        *,
        words: str | None = None,
        code: str | None = None,
    ) -> Answer:
        turn = walk.machine.hear(position, heard, address.channel, self._now().date())
        if turn.exits:
            return Answer(view=None, position=b"", exits=True)
        if turn.act is not None:
            errand = Errand(walk=walk, turn=turn, words=words, code=code)
            return self._undrawn(errand)
        shown = candidates if turn.screen and turn.screen.is_unclear else ()
        return self._answer(address, walk, turn, candidates=shown)

    def _answer(
        self,
        address: Address,
        walk: Walk,
        turn: Turn,
        *,
        candidates: Sequence[Candidate] = (),
        notice: str = "",
    ) -> Answer:
        if turn.screen is not None and turn.screen.is_of_handoff:
            return self._undrawn(Errand(walk=walk, turn=turn, notice=notice))
        view = self._voice.drawing.view(
            address.context, walk, turn, self._now(), candidates=candidates, notice=notice
        )
        return Answer(
            view=view,
            position=walk.packer.pack(turn.position, Pressed(0)),
            reasons=turn.reasons,
        )

    def _undrawn(self, errand: Errand) -> Answer:
        """What only `bot.contact` can do and draw."""
        turn = errand.turn
        return Answer(
            view=None,
            position=errand.walk.packer.pack(turn.position, Pressed(0)),
            reasons=turn.reasons,
            errand=errand,
        )
