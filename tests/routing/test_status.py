"""What waits for somebody, and who that is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from routing.network.loading import load_network, shipped_network
from routing.network.status import State, network_status, overdue_lines

ISLANDS = load_network(Path(__file__).parent / "networks" / "isole")[0].directory


def states(today: date, where: str) -> dict[str, set[State]]:
    found: dict[str, set[State]] = {}
    for finding in network_status(ISLANDS, today):
        if finding.where == where:
            found.setdefault(finding.what, set()).add(finding.state)
    return found


def test_what_is_confirmed_and_fresh_is_not_listed() -> None:
    """Porto has confirmed everything and has months left."""
    assert {} == states(date(2026, 12, 1), "porto")


def test_what_runs_out_is_listed_in_time_and_after() -> None:
    """Thirty days before, on the last day, and when it is over."""
    number = "+351296000002"
    assert {} == states(date(2026, 12, 10), "farol")
    assert {number: {State.EXPIRES_SOON}} == states(date(2026, 12, 12), "farol")
    assert {number: {State.EXPIRES_SOON}} == states(date(2027, 1, 10), "farol")
    assert {number: {State.EXPIRED}} == states(date(2027, 1, 11), "farol")


def test_conflicts_and_what_nobody_confirmed_are_listed() -> None:
    """Seat, hours and numbers, each with who can settle it."""
    found = states(date(2026, 12, 1), "hospital")
    assert {"seat", "hours", "+351296000003", "+351910000003"} == set(found)
    assert {State.CONFLICT, State.UNCONFIRMED} == found["+351910000003"]
    assert all("Ask " in str(finding) for finding in network_status(ISLANDS, date(2026, 12, 1)))


def test_p10_an_overdue_national_number_alarms_and_stays() -> None:
    """112 is still there when its check is years old."""
    assert () == overdue_lines(ISLANDS, date(2026, 12, 1))
    late = date(2030, 1, 1)
    assert ["112", "116006"] == [finding.where for finding in overdue_lines(ISLANDS, late)]
    assert ISLANDS.line("112") is not None


def test_milan_has_its_seven_conflicts_on_the_list() -> None:
    """Each conflict that the sources have is somebody's to settle."""
    found = network_status(shipped_network().directory, date(2026, 11, 22))
    torn = {finding.where for finding in found if finding.state is State.CONFLICT}
    assert {"cadmi", "cerchi-dacqua", "telefono-donna", "sed-caritas", "cav-078", "cav-085"} <= torn
