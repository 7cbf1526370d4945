"""Lines that do not go along to another node: their words are destroyed, their place stays."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from flows.definition import Channel
from routing.handoff import Case, Handoff
from routing.ports import By, Change, LineState, NewLine
from storage.envelopes import new_pair
from storage.handoffs.keys import unwrap_for

if TYPE_CHECKING:
    from tests.contract.homes import Home

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


async def test_emptied_lines_read_as_nothing_and_are_never_shown(home: Home) -> None:
    """Hers and the operator's alike; the others stay as they were."""
    node, handoffs = new_pair(), home.handoffs()
    handoff = Handoff(
        id=secrets.token_bytes(16),
        case=Case(channel=Channel.WEB, language="it"),
        node="cav-uno",
        opened_at=NOON,
        queued_at=NOON,
        keep_until=NOON + timedelta(hours=4),
    )
    await handoffs.open(handoff, {"cav-uno": node.public})
    lines = tuple(
        NewLine(by=by, text=text, at=NOON, source=text, operator="o")
        for by, text in [(By.HERS, "resta"), (By.HERS, "va"), (By.OPERATOR, "aspetta")]
    )
    await handoffs.change(handoff.id, lambda each: Change(handoff=each, lines=lines))

    await handoffs.change(handoff.id, lambda each: Change(handoff=each, emptied=(2, 3)))

    again = home.handoffs()
    key = unwrap_for(node, await again.wrap(handoff.id, "cav-uno") or b"", handoff.id, "cav-uno")
    assert key is not None
    read = await again.read(handoff.id, key)
    assert ["resta", "", ""] == [line.text for line in read]
    assert LineState.NOT_DELIVERED == read[2].state
    assert [] == await again.held(handoff.id)
