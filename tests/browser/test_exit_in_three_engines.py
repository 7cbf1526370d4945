"""The way out in Chromium, Firefox and WebKit, with scripts and without: what Back brings."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from tests.browser.engines import ENGINES, SilentError, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.engines import Engine
    from tests.browser.house import House

_SOURCE = "() => document.documentElement ? document.documentElement.outerHTML : ''"
_HEADING = "() => { const h = document.querySelector('h1'); return h ? h.textContent.trim() : '' }"
#: What the page before says when it comes back without being loaded anew.
_AGAIN = "() => { const p = document.getElementById('again'); return p && p.textContent }"
_GLANCE = 2.0
_MAIN = "() => document.querySelector('main').innerText"


WITH = [f"{name} with scripts" for name in ENGINES]
WITHOUT = [f"{name} without scripts" for name in ENGINES]
each_engine = pytest.mark.parametrize("engine", [*WITH, *WITHOUT], indirect=True)
with_scripts = pytest.mark.parametrize("engine", WITH, indirect=True)


@each_engine
def test_qe7_qe8_after_exit_back_and_forward_show_nothing_of_ours(
    engine: Engine, house: House
) -> None:
    """From a page before ours, through a visit, out: then Back and Forward, again and again."""
    shown = _visit(engine, house)
    engine.click("#exit")
    wait_until(lambda: engine.run(_HEADING) == "Meteo", "the neutral site")

    for go in (engine.back,) * 5 + (engine.forward,) * 5:
        if not _brings_nothing(go, engine, house, shown):
            break


@with_scripts
def test_qe9_after_exit_back_is_the_page_before_ours(engine: Engine, house: House) -> None:
    """The visit was one entry, and the neutral site took its place."""
    _visit(engine, house)
    engine.click("#exit")
    wait_until(lambda: engine.run(_HEADING) == "Meteo", "the neutral site")

    engine.back()

    wait_until(lambda: engine.run(_HEADING) == "Pagina di prima", "the page before")


@with_scripts
def test_the_back_forward_cache_is_on(engine: Engine, house: House) -> None:
    """Otherwise these tests would prove little: other people's pages are kept and restored."""
    # A browser may always put a page out of its cache: once kept is proof that it is on.
    assert any(_is_kept(engine, house) for _ in range(4))


@each_engine
def test_qe3_with_the_network_gone_exit_still_hides_everything(
    engine: Engine, house: House
) -> None:
    """Nothing answers any more, neither we nor the neutral site."""
    shown = _visit(engine, house)
    house.unplug()
    engine.click("#exit")

    wait_until(lambda: not _holds(engine, shown), "an empty screen")
    assert [] == _found(engine, shown)


@each_engine
def test_p3_a_typed_way_out_leads_away_too(engine: Engine, house: House) -> None:
    """She writes it into the box for places."""
    shown = _visit(engine, house)
    _press(engine, 0)  # how it works → the menu
    _press(engine, 1)  # who can help near me
    engine.click("#typed")
    engine.write("esci\n")
    wait_until(lambda: engine.run(_HEADING) == "Meteo", "the neutral site")

    _brings_nothing(engine.back, engine, house, shown)


@with_scripts
def test_p3_leaving_by_another_address_leaves_nothing_to_come_back_to(
    engine: Engine, house: House
) -> None:
    """She types another address instead of pressing exit: Back is at most the door."""
    shown = _visit(engine, house)
    engine.open(house.neutral)

    _brings_nothing(engine.back, engine, house, shown)


def _visit(engine: Engine, house: House) -> list[str]:
    """Come from another site, take three screens; return the lines she read."""
    engine.open(house.before)
    engine.click("#go")
    wait_until(lambda: engine.run(_HEADING) == "Info", "the door")
    shown: list[str] = []
    for _ in range(3):
        _press(engine, 0)
        shown += [line for line in engine.run(_MAIN).splitlines() if len(line.strip()) > 8]
    assert len(shown) > 8, "the visit showed something"
    return shown


def _press(engine: Engine, place: int) -> None:
    before = engine.run(_HEADING)
    engine.click(f"#go li:nth-child({place + 1}) button")
    wait_until(lambda: engine.run(_HEADING) not in {before, None, ""}, f"a screen after {before!r}")
    wait_until(lambda: engine.run("() => document.readyState") == "complete", "the whole screen")


def _brings_nothing(go: Callable[[], None], engine: Engine, house: House, shown: list[str]) -> bool:
    """Look at where Back or Forward leads; return whether one can go on looking.

    Where WebKit's driver has lost the page, what counts is what we were asked
    for and answered: a page that is loaded again and is the door.
    """
    answered = len(house.pages)
    go()
    try:
        assert [] == _found(engine, shown)
    except SilentError:
        again = house.pages[answered:]
        assert again, "a page came back that nobody can see and nobody asked us for"
        assert {"Info"} == set(again)
        return False
    return True


def _holds(engine: Engine, shown: list[str]) -> list[str]:
    source = engine.run(_SOURCE) or ""
    return [line for line in shown if line in source]


def _found(engine: Engine, shown: list[str]) -> list[str]:
    """Look for a quarter of a second: what is restored late counts too."""
    until = time.monotonic() + 0.25
    while time.monotonic() < until:
        found = _holds(engine, shown)
        if found:
            return found
        time.sleep(0.05)
    return []


def _is_kept(engine: Engine, house: House) -> bool:
    """Whether Back to somebody else's page brings it out of the cache."""
    engine.open(house.before)
    wait_until(lambda: engine.run(_HEADING) == "Pagina di prima", "the page before")
    engine.open(house.neutral)
    wait_until(lambda: engine.run(_HEADING) == "Meteo", "the neutral site")
    engine.back()
    wait_until(lambda: engine.run(_HEADING) == "Pagina di prima", "the page before again")
    until = time.monotonic() + _GLANCE
    while time.monotonic() < until:
        with suppress(SilentError):
            if engine.run(_AGAIN) == "tenuta":
                return True
        time.sleep(0.02)
    return False
