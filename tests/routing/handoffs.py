"""Made-up handoffs and a book of rules, for the tests of the desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from flows.definition import Channel
from routing.desks import Desk, DeskBook
from routing.handoff import Case, Handoff
from routing.hours import Calendar, OpeningHours
from routing.network.loading import shipped_network
from routing.ports import DeskNow

MILAN = shipped_network()
#: A Tuesday at eleven in Milan: everything is open.
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
ALWAYS = OpeningHours("24/7", Calendar(MILAN.directory.zone, "IT"))
BOOK = DeskBook(desks={id_: Desk(node=id_, hours=ALWAYS) for id_ in ("one", "two", "three")})


def a_case(**said: Any) -> Case:
    """What she needs; Italian, on the web."""
    return Case(**{"channel": Channel.WEB, "language": "it", **said})


def a_handoff(number: int = 1, minutes_ago: float = 0, **facts: Any) -> Handoff:
    """One that waits at node "one", come so many minutes ago."""
    came = NOW - timedelta(minutes=minutes_ago)
    stands = {
        "id": number.to_bytes(16, "big"),
        "case": a_case(),
        "node": "one",
        "ladder": ("two", "three"),
        "opened_at": came,
        "queued_at": came,
        "keep_until": came + timedelta(hours=4),
        "address": "web|abc",
        "code": "441790235518",
        "sign": "digest",
        "forced_sign": "other digest",
    }
    return Handoff(**{**stands, **facts})


def in_danger(handoff: Handoff) -> Handoff:
    """The same, had she declared danger."""
    return replace(handoff, case=replace(handoff.case, danger=True))


def a_desk(node: str = "one", **facts: Any) -> DeskNow:
    """The desk of a node with a key and nobody on shift."""
    return DeskNow(**{"node": node, "public_key": b"key", **facts})


def desks(**on_shift: int) -> dict[str, DeskNow]:
    """Desks of the three nodes, with so many on shift."""
    return {id_: a_desk(id_, on_shift=on_shift.get(id_, 0)) for id_ in ("one", "two", "three")}
