"""What a simulated screen is asked about: its words and numbers, what is remembered, why."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flows.definition import ShowKind
from flows.memory import Memory
from flows.registered import FactKind
from flows.remembered import NODE_KIND, NUMBER_KINDS, PLACE_KIND
from flows.turn import Press
from routing.areas import area_of
from routing.errors import RoutingError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.conversation import Address
    from bot.editions.phone import Where
    from bot.simulator.world import World
    from bot.view import View
    from flows.turn import Position

_ONE_CENTRE = frozenset({ShowKind.CENTRE, ShowKind.ADDRESS})


def words_on(view: View) -> tuple[str, ...]:
    """What is read on a screen, a text each."""
    lines = [line for item in view.items for line in (item.name, *item.lines)]
    texts = (view.title, *view.paragraphs, *view.said, *lines)
    return tuple(plain(text) for text in texts if text)


def plain(text: str) -> str:
    """A text with one space between its words, as an example writes it."""
    return " ".join(text.split())


class Telling:
    """Tells of one world's screens and positions."""

    def __init__(self, world: World) -> None:
        self._talk = world.talk
        self._library = world.content.library
        self._catalogues = world.content.catalogues
        self._directory = world.content.network.directory
        self._gazetteer = world.content.gazetteer
        #: What she dials in three or four digits, as it stands in sentences.
        self._lines = [
            re.escape(fact.value)
            for fact in self._library.facts.values()
            if fact.kind is FactKind.NUMBER and fact.value
        ]

    def label(self, address: Address, token: str) -> str:
        """What the pressed button says, where it is a choice of the step it stood on."""
        opened = self._talk.position_of(address, token)
        if opened is None:
            return ""
        position, pressed = opened
        choices = self._library.steps[position.step].choices
        if pressed.choice >= min(len(choices), Press.TYPED):
            return ""
        text = choices[pressed.choice].label
        told = self._catalogues.translation(text.context, text.source, position.language)
        return told or text.source

    def numbers(self, view: View) -> tuple[str, ...]:
        """The numbers to call on a screen, in order; at last those that its words name."""
        of_items = [number for item in view.items for number in item.numbers]
        shown = [plain(number.shown) for number in (*view.numbers, *of_items)]
        read = " ".join(words_on(view))
        named = (number for number in self._lines if re.search(rf"(?<!\d){number}(?!\d)", read))
        return tuple(dict.fromkeys((*shown, *named)))

    def centres(self, address: Address, view: View, where: Where) -> Iterator[str]:
        """The ids of the centres on a screen, in order."""
        buttons = [item.button for item in view.items if item.button]
        for button in buttons:
            opened = self._talk.position_of(address, button.token)
            if opened is not None:
                yield self._id(opened[1].argument)
        show = self._library.steps[where.step].show if where.step else None
        if view.items and not buttons and show is not None and show.kind in _ONE_CENTRE:
            opened = self._talk.position_of(address, view.exit.token)
            memory = Memory(self._library.remembered)
            if opened is not None and memory.node is not None:
                yield self._id(opened[0].facts[memory.node])

    def remembered(self, position: Position) -> Iterator[tuple[str, str, str]]:
        """What the conversation carries along: a name, a value, the value as people read it."""
        memory = Memory(self._library.remembered)
        for fact, number in zip(self._library.remembered, position.facts, strict=True):
            if not number:
                continue
            if fact.kind not in NUMBER_KINDS:
                yield fact.name, memory.said(fact.name, position.facts), ""
            elif fact.kind == PLACE_KIND:
                yield fact.name, "", self._area(number)
            else:
                nodes = (number,) if fact.kind == NODE_KIND else memory.avoided(position.facts)
                yield fact.name, "", ", ".join(map(self._name, nodes))

    def _area(self, number: int) -> str:
        try:
            return self._gazetteer.name(area_of(number))
        except RoutingError:
            return str(number)

    def _name(self, number: int) -> str:
        node = self._directory.by_number(number)
        return node.name if node else str(number)

    def _id(self, number: int) -> str:
        node = self._directory.by_number(number)
        return node.id if node else str(number)
