"""What must be true after every step: of every screen, of every line, of what was taken back."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

from bot.contact.words import Speech
from routing.handoff import Stage
from routing.ports import By, LineState
from tests.handoff.desk_side import DeskSide
from tests.handoff.her_side import HerSide
from tests.handoff.time_side import TimeSide
from tests.handoff.world import NODES

if TYPE_CHECKING:
    from bot.view import Answer, View
    from routing.ports import Line
    from tests.handoff.phone import Phone
    from tests.handoff.told import Told

_REPLY = re.compile(r"risposta-\d+-\d+")
_FIRST, _BEFORE = "Nessuna persona prima di te.", re.compile(r"Persone prima di te: (\d+)\.")
#: What comes from an operator without being a line.
_OPERATORS_STEPS = {"handoff.proposal", "handoff.emergency"}


class Game(HerSide, DeskSide, TimeSide):
    """Both sides, time, and what is held against them."""

    async def check(self) -> None:
        """Look at everything, disturbing nothing."""
        places: dict[str, list[tuple[Told, int]]] = {node: [] for node in NODES}
        for phone in self.phones:
            answer = await phone.redrawn()
            told = self.hers_at(phone)
            if answer is None:
                assert told is None or phone.living is None, "P5: she looks and reads nothing"
                continue
            self.check_screen(phone, answer)
            if told is not None and told.waits:
                place = await self._check_waiting(told, phone, answer)
                places[told.node].append((told, place))
        for node in NODES:
            _check_order(places[node])
        for told in self.all:
            await self._check_kept(told)

    def check_screen(self, phone: Phone, answer: Answer) -> None:
        """P3, P4: nothing of an operator outside the window she opened, nor elsewhere."""
        assert answer.view is not None
        now, text, told = self.world.clock(), _text(answer.view), self.hers_at(phone)
        assert "nota-" not in text, "a private note is on a screen"
        may_show = told is not None and told.may_show(now)
        replies = _REPLY.findall(text)
        is_from_operator = bool(replies) or phone.step_of(answer) in _OPERATORS_STEPS
        assert may_show or not is_from_operator, "P3, P4: an operator's words outside her window"
        if told is not None:
            own = [said.text for said in told.replies if said.text in replies]
            assert replies == own, "P6: not hers, not in order, or twice"

    async def _check_waiting(self, told: Told, phone: Phone, answer: Answer) -> int:
        """P5: who looks knows the truth; return how many she is told are before her."""
        card = await self.world.handoffs.get(told.id)
        assert card is not None
        assert answer.view is not None
        assert card.stage is Stage.WAITING
        view, text = answer.view, _text(answer.view)
        say = Speech(self.world.content.catalogues, self.world.content.network.directory.zone, "it")
        assert card.keep_until >= told.kept_until, "P5: kept shorter than she was told"
        told.kept_until = card.keep_until
        assert f"teniamo tutto fino a {say.moment(card.keep_until)}" in text, phone.step
        assert "in turno" in text.lower(), "P5: who is on shift"
        assert "Adesso è aperto" in text or "Apre" in text, "P5: when it opens"
        assert "1522" in text
        if not told.replies:
            assert {"1522", "112"} <= {number.shown for number in view.numbers}
        found = _BEFORE.search(text)
        assert found or _FIRST in text, "P5: how many before her"
        return int(found[1]) if found else 0

    async def _check_kept(self, told: Told) -> None:
        """P6: each line of either side once and in order; P13: nothing of what she took back."""
        if told.withdrawn:
            await self._check_nothing_left(told)
            return
        if not told.lives and await self.world.handoffs.get(told.id) is None:
            return
        lines = await self.lines_of(told)
        left_out = told.left_out
        assert [each for each in told.hers if each not in left_out] == _texts(lines, By.HERS)
        assert [each for each in told.notes if each not in left_out] == _texts(lines, By.NOTE)
        stands = [line for line in lines if line.by is By.OPERATOR and line.text]
        said = [each for each in told.replies if each.text not in left_out]
        assert [each.text for each in said] == [line.text for line in stands]
        for each, line in zip(said, stands, strict=True):
            unseen = LineState.HELD if told.lives else LineState.NOT_DELIVERED
            if each.shown:
                assert LineState.SHOWN is line.state
            else:
                assert line.state in ({unseen, LineState.SHOWN} if each.in_flight else {unseen})

    async def _check_nothing_left(self, told: Told) -> None:
        wraps = [await self.world.handoffs.wrap(told.id, node) for node in NODES]
        assert [None, None] == wraps
        assert [] == await self.world.handoffs.held(told.id)
        assert told.key is None or [] == await self.world.handoffs.read(told.id, told.key)
        card = await self.world.handoffs.get(told.id)
        assert card is None or not (card.address or card.sign or card.code or card.written)


def _check_order(places: list[tuple[Told, int]]) -> None:
    """P8: no declared danger behind an equal one that came later; nobody at the same place."""
    assert len(places) == len({place for _, place in places})
    for (one, first), (other, second) in combinations(places, 2):
        if one.is_urgent() == other.is_urgent() and one.opened_at != other.opened_at:
            assert (first < second) == (one.opened_at < other.opened_at), "P8: later before earlier"
        elif one.is_urgent() != other.is_urgent():
            urgent, calm = (one, other) if one.is_urgent() else (other, one)
            is_before = (first < second) == (urgent is one)
            assert is_before or calm.opened_at <= urgent.opened_at, "P8: danger behind a later one"


def _text(view: View) -> str:
    numbers = (f"{number.shown} {number.label}" for number in view.numbers)
    return "\n".join((view.title, *view.paragraphs, *view.said, *numbers))


def _texts(lines: list[Line], by: By) -> list[str]:
    return [line.text for line in lines if line.by is by and line.text]
