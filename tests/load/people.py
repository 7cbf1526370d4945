"""Virtual people: each presses a real button of the screen she was shown last."""

from __future__ import annotations

import asyncio
import random
import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import orjson

if TYPE_CHECKING:
    from tests.load.standin import StandIn

#: Which button is pressed on each of the eight screens, counted among those that carry a
#: token. From the menu to a list of centres, one centre, what follows, and home again.
PLAN: Final = (4, 0, 0, 0, 0, 0, 0, -2)
_FIRST_CHAT: Final = 1000


class NoLoopError(Exception):
    """The eight presses do not lead through eight screens and back."""

    def __init__(self, texts: list[str]) -> None:
        heads = "; ".join(text.partition("\n")[0] for text in texts)
        super().__init__(f"PLAN walks no circle of eight screens any more, but: {heads}.")


@dataclass(slots=True)
class Figures:
    """What people saw while they were watched."""

    turns: int = 0
    #: Presses whose little clock was stopped.
    heard: int = 0
    #: Screens that were not the one that belongs to the step.
    strange: int = 0
    #: Seconds from each press to its screen.
    waits: list[float] = field(default_factory=list)


@dataclass(slots=True)
class Person:
    """Somebody with the bot's one screen before her."""

    chat: int
    message: bytes = b""
    tokens: list[str] = field(default_factory=list)
    #: Screens seen so far, the first one included.
    seen: int = 0
    pressed_at: float = 0.0


class Crowd:
    """Everybody who talks with one bot."""

    def __init__(self, standin: StandIn, opening: int = 0) -> None:
        """`opening` is how often the first button is pressed before the eight screens."""
        self.figures = Figures()
        #: When anybody saw anything first.
        self.first_shown_at = 0.0
        #: The texts of the eight screens, once they are known.
        self.script: list[str] = []
        self._standin = standin
        self._opening = opening
        self._people: dict[int, Person] = {}
        self._at_rest: deque[Person] = deque()
        #: Presses that should have happened while nobody was at rest.
        self._late: deque[float] = deque()
        self._is_eager = False
        self._presses = 0
        #: Set when everybody sees the screen she pressed for.
        self._calm = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    # What the stand-in tells.

    def shown(self, chat: int, message: bytes, text: str, tokens: list[str]) -> None:
        """Look at the screen, and press again if that is what people do now."""
        person = self._people[chat]
        person.message, person.tokens = message, tokens
        person.seen += 1
        self.first_shown_at = self.first_shown_at or time.perf_counter()
        if person.seen <= self._opening:
            self._press(person, time.perf_counter())
            return
        if self.script and text != self.script[self._step(person)]:
            self.figures.strange += 1
        if person.seen == self._opening + 1:
            self._rest(person)
            return
        self.figures.turns += 1
        self.figures.waits.append(time.perf_counter() - person.pressed_at)
        if self._late:
            self._press(person, self._late.popleft())
        elif self._is_eager:
            self._press(person, time.perf_counter())
        else:
            self._rest(person)

    def heard(self) -> None:
        """One more press was answered."""
        self.figures.heard += 1

    # What people do.

    async def arrive(self, number: int, seconds: float = 30.0) -> None:
        """Let people come until there are so many, and see the first screen."""
        for _ in range(number - len(self._people)):
            self._calm.clear()
            person = Person(_FIRST_CHAT + len(self._people))
            self._people[person.chat] = person
            self._standin.happen("message", self._start(person))
        async with asyncio.timeout(seconds):
            await self._calm.wait()

    async def learn(self) -> list[dict[str, Any]]:
        """Let the first person walk the eight screens, twice; return Telegram's record of each.

        Raises:
            NoLoopError: When the second walk shows other screens than the first.
        """
        person, messages = self._at_rest[0], []
        for _ in range(2 * len(PLAN)):
            messages.append(orjson.loads(person.message))
            self._calm.clear()
            self._press(self._at_rest.popleft(), time.perf_counter())
            async with asyncio.timeout(10):
                await self._calm.wait()
        texts = [message["text"] for message in messages]
        if len(set(texts)) < len(PLAN) or texts[: len(PLAN)] != texts[len(PLAN) :]:
            raise NoLoopError(texts)
        self.script = texts[: len(PLAN)]
        return messages[: len(PLAN)]

    def hurry(self, number: int) -> None:
        """From now on let these many press again as soon as they see a screen."""
        self._is_eager = True
        for _ in range(min(number, len(self._at_rest))):
            self._press(self._at_rest.popleft(), time.perf_counter())

    def stop(self) -> None:
        """Let nobody press any more."""
        self._is_eager = False

    def look(self) -> Figures:
        """Return what was seen since the last look."""
        figures, self.figures = self.figures, Figures()
        return figures

    async def pace(self, a_second: float, seconds: float) -> None:
        """Let presses come by chance, these many a second; a late one waits from when it was due.

        However slow the bot is, people do not come more slowly.
        """
        chance = random.Random(8)  # the same chance for every bot
        begun = due = time.perf_counter()
        while due < begun + seconds:
            now = time.perf_counter()
            while due <= now:
                self._due(due)
                due += chance.expovariate(a_second)
            await asyncio.sleep(0.001)

    async def settle(self, seconds: float = 20.0) -> bool:
        """Wait until everybody sees the screen she pressed for; whether they do."""
        self._late.clear()
        if len(self._at_rest) == len(self._people):
            return True
        self._calm.clear()
        try:
            async with asyncio.timeout(seconds):
                await self._calm.wait()
        except TimeoutError:
            return False
        return True

    def _rest(self, person: Person) -> None:
        self._at_rest.append(person)
        if len(self._at_rest) == len(self._people):
            self._calm.set()

    def _step(self, person: Person) -> int:
        return (person.seen - 1 - self._opening) % len(PLAN)

    def _due(self, due: float) -> None:
        if self._at_rest:
            self._press(self._at_rest.popleft(), due)
        else:
            self._late.append(due)

    def _press(self, person: Person, at: float) -> None:
        person.pressed_at = at
        self._presses += 1
        button = 0 if person.seen <= self._opening else PLAN[self._step(person)]
        self._standin.happen(
            "callback_query",
            {
                "id": str(4_000_000_000_000 + self._presses),
                "from": _of(person),
                "message": orjson.Fragment(person.message),
                "chat_instance": str(person.chat),
                "data": person.tokens[button],
            },
        )

    def _start(self, person: Person) -> dict[str, object]:
        return {
            "message_id": self._standin.next_message(),
            "from": _of(person),
            "chat": {"id": person.chat, "type": "private", "first_name": "P"},
            "date": int(time.time()),
            "text": "/start",
            "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
        }


def _of(person: Person) -> dict[str, object]:
    return {"id": person.chat, "is_bot": False, "first_name": "P", "language_code": "it"}
