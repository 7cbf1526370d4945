"""What time alone does to what is kept, on a clock that the test moves."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from routing import desk
from routing.desk.ends import closes_at
from routing.handoff import Ending, Handoff, Stage, Window
from routing.ports import By, Change, DeskNow, NewLine
from storage import envelopes
from storage.bell import LocalBell
from storage.database import Database, sqlite_address
from storage.handoffs.keys import unwrap_for
from storage.handoffs.store import SqlHandoffs
from storage.keyring import Keyring
from storage.memory.handoffs import MemoryHandoffs
from storage.retention import Going, Retention, forecast
from storage.vault import Vault
from tests.routing.handoffs import BOOK, HOUR, MINUTE, NOW, a_handoff, desks

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

DAY = timedelta(days=1)
NODE = envelopes.new_pair()
WORDS = "parole di prova"


class FakeDesks:
    """Desks where somebody is on shift at node "one"."""

    async def now(self) -> Mapping[str, DeskNow]:
        """Return them."""
        return desks(one=1)


def talk(**facts: Any) -> Handoff:
    stands = {
        "stage": Stage.TALKING,
        "operator": "anna",
        "answered": True,
        "hers_at": NOW,
        "operators_at": NOW,
        "window": Window.NOW,
    }
    return a_handoff(**{**stands, **facts})


async def kept(*cards: Handoff) -> tuple[MemoryHandoffs, Retention]:
    handoffs = MemoryHandoffs()
    for card in cards:
        await handoffs.open(card, {"one": NODE.public})
    return handoffs, Retention(handoffs, FakeDesks(), BOOK)


async def only(handoffs: MemoryHandoffs) -> Handoff:
    (card,) = await handoffs.all()
    return card


async def test_p7_idle_talk_closes_after_an_hour() -> None:
    """Sixty minutes without either side, in a window that is over: closed, and not before."""
    handoffs, retention = await kept(talk())
    before = await retention.run(NOW + HOUR - MINUTE)
    standing = await only(handoffs)
    after = await retention.run(NOW + HOUR)

    assert {} == before
    assert Stage.TALKING == standing.stage
    assert {"closed": 1} == after
    assert Ending.IDLE == (await only(handoffs)).ending


async def test_p7_who_comes_back_is_waited_for() -> None:
    """She chose to come back: her talk is not idle after an hour."""
    handoffs, retention = await kept(talk(window=Window.LATER))

    assert {} == await retention.run(NOW + HOUR)
    assert {"closed": 1} == await retention.run(NOW + 96 * HOUR)
    assert Ending.IDLE == (await only(handoffs)).ending


async def test_p7_address_is_forgotten_at_close() -> None:
    """Closed by time, it keeps neither address nor code nor signs."""
    handoffs, retention = await kept(talk())
    await retention.run(NOW + HOUR)
    over = await only(handoffs)

    assert ("", "", "", "") == (over.address, over.code, over.sign, over.forced_sign)
    assert None is await handoffs.at("web|abc")


async def test_p5_unanswered_is_kept_as_promised() -> None:
    """Until the moment she was told, and not a minute longer."""
    handoffs, retention = await kept(a_handoff())
    shut = replace(BOOK, widen_minutes=10**6)
    retention = Retention(handoffs, FakeDesks(), shut)

    assert {} == await retention.run(NOW + 4 * HOUR - MINUTE)
    assert {"closed": 1} == await retention.run(NOW + 4 * HOUR)
    assert Ending.EXPIRED == (await only(handoffs)).ending


async def test_p7_closed_is_destroyed_a_day_later() -> None:
    """Twenty-four hours after the close everything of it is gone."""
    handoffs, retention = await kept(talk())
    await retention.run(NOW + HOUR)
    day_later = await retention.run(NOW + HOUR + DAY - MINUTE)
    there = len(await handoffs.all())
    after = await retention.run(NOW + HOUR + DAY)

    assert {} == day_later
    assert 1 == there
    assert {"destroyed": 1} == after
    assert [] == await handoffs.all()
    assert None is await handoffs.wrap(a_handoff().id, "one")


async def test_window_over_lapse_and_close_in_one_round() -> None:
    """After a night without the service, everything that was due is done at once."""
    card = talk(window_until=NOW + MINUTE, unanswered_since=NOW)
    handoffs, retention = await kept(card)
    done = await retention.run(NOW + 10 * HOUR)

    assert 1 == done["window_over"]
    assert Stage.TALKING is not (await only(handoffs)).stage


async def test_many_are_looked_after_in_one_round() -> None:
    """A night's worth of handoffs, more than are looked after at once."""
    handoffs, retention = await kept(*(a_handoff(number) for number in range(1, 121)))

    assert 120 == (await retention.run(NOW + 5 * HOUR))["closed"]
    assert {"destroyed": 120} == await retention.run(NOW + 30 * HOUR)
    assert [] == await handoffs.all()


async def test_p7_log_tells_counts_once_a_day() -> None:
    """No line tells when somebody's talk ended: one line a day, of numbers only."""
    _, retention = await kept(talk(), a_handoff(2))
    with capture_logs() as lines:
        for hours in range(40):
            await retention.run(NOW + hours * HOUR)

    (line,) = lines
    numbers = {key: value for key, value in line.items() if key not in {"event", "log_level"}}
    assert numbers
    assert all(isinstance(value, int) for value in numbers.values())


moments = st.integers(0, 300).map(lambda minutes: NOW + minutes * MINUTE)


@given(
    stage=st.sampled_from([Stage.WAITING, Stage.TALKING]),
    window=st.sampled_from(Window),
    until=st.none() | moments,
    hers=moments,
    operators=st.none() | moments,
)
def test_forecast_says_what_time_does(
    stage: Stage, window: Window, until: datetime | None, hers: datetime, operators: datetime | None
) -> None:
    """The end that is foretold is the end that comes: not a second before, not one later."""
    if window is Window.LATER:
        until = None
    card = talk(
        stage=stage, window=window, window_until=until, hers_at=hers, operators_at=operators
    )
    silent = replace(BOOK, widen_minutes=10**6, claim_minutes=10**6)
    ends = closes_at(card)

    def stands_at(moment: datetime) -> Stage:
        standing = card
        while change := desk.due(standing, moment, silent, desks(one=1)):
            if change.destroy:
                break
            standing = change.handoff
        return standing.stage

    assert Stage.CLOSED is not stands_at(ends - timedelta(seconds=1))
    assert Stage.CLOSED is stands_at(ends)


def test_forecast_tells_hours_and_counts() -> None:
    """What would go is told by the hour, never one handoff by one."""
    over = replace(a_handoff(3), stage=Stage.CLOSED, closed_at=NOW + 5 * MINUTE)

    assert [
        Going(NOW + 4 * HOUR, "closed", 2),
        Going(NOW + 24 * HOUR, "destroyed", 1),
        Going(NOW + 28 * HOUR, "destroyed", 2),
    ] == forecast([a_handoff(1), a_handoff(2), over])


async def opened_talk(database: Database, keys: Keyring) -> SqlHandoffs:
    handoffs = SqlHandoffs(database, Vault(keys), LocalBell())
    await handoffs.open(talk(), {"one": NODE.public})
    line = NewLine(by=By.HERS, text=WORDS, at=NOW, source="web|1")
    await handoffs.change(talk().id, lambda card: Change(handoff=card, lines=(line,)))
    return handoffs


async def words_in(handoffs: SqlHandoffs) -> list[str]:
    """Everything that the node's own key, and so any operator of it, can still read."""
    words = []
    for card in await handoffs.all():
        wrapped = await handoffs.wrap(card.id, "one")
        pair = None if wrapped is None else unwrap_for(NODE, wrapped, card.id, "one")
        if pair is not None:
            words += [line.text for line in await handoffs.read(card.id, pair)]
    return words


@pytest.mark.parametrize(("days", "expected"), [(0, [WORDS]), (3, [])])
async def test_p7_backup_restored_after_close_opens_nothing(
    tmp_path: Path, days: int, expected: list[str]
) -> None:
    """A backup taken during the talk gives nothing later, not even with the node's own key."""
    file, keys = tmp_path / "data" / "soglia.db", Keyring.open(tmp_path / "keys", NOW)
    async with Database(sqlite_address(file)) as database:
        handoffs = await opened_talk(database, keys)
        await database.leave_no_copy()
        shutil.copy(file, tmp_path / "backup.db")
        await handoffs.change(talk().id, lambda card: desk.finish(card, NOW))
    keys.tend(NOW + days * DAY)
    async with Database(sqlite_address(tmp_path / "backup.db")) as database:
        restored = SqlHandoffs(database, Vault(keys), LocalBell())
        assert expected == await words_in(restored)
        with capture_logs() as lines:
            lost = await restored.tend()

        # What no key opens is removed, and told of as a number.
        assert (1 if days else 0) == lost
        assert ([{"handoffs": 1}] if days else []) == [
            {key: line[key] for key in line if key not in {"event", "log_level"}} for line in lines
        ]
        assert (0 if days else 1) == len(await restored.all())


async def test_p7_live_talk_outlives_its_first_key(tmp_path: Path) -> None:
    """Put under each day's key, a talk of five days still opens; its first day's rows do not."""
    file, keys = tmp_path / "data" / "soglia.db", Keyring.open(tmp_path / "keys", NOW)
    async with Database(sqlite_address(file)) as database:
        handoffs = await opened_talk(database, keys)
        answer = NewLine(by=By.OPERATOR, text="ti aspetto", at=NOW, source="1", operator="anna")
        await handoffs.change(talk().id, lambda card: Change(handoff=card, lines=(answer,)))
        for day in range(1, 6):
            keys.tend(NOW + day * DAY)
            assert 0 == await handoffs.tend()

        assert [WORDS, "ti aspetto"] == await words_in(handoffs)
        assert ["ti aspetto"] == [line.text for line in await handoffs.held(talk().id)]
        assert 1 == len(await handoffs.of_node("one"))
        assert None is not await handoffs.at("web|abc")
        assert None is not await handoffs.coded("441790235518")
