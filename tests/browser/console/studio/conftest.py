"""The studio in Chromium, a coordinator in front of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage.staff.people import Role
from tests.browser.console.door.conftest import StaffHouse
from tests.console.studio.stage import studio_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page


@pytest.fixture
def staff(tmp_path: Path) -> Iterator[StaffHouse]:
    """A console that shows the shipped conversation."""
    with StaffHouse(studio=studio_in(tmp_path / "keys")) as each:
        yield each


@pytest.fixture
def seat(staff: StaffHouse, window: Callable[..., Page]) -> Callable[..., Page]:
    """Opens a page of the studio in a window of its own, a coordinator signed in."""

    def open_page(path: str, **wishes: object) -> Page:
        hers = staff.do(staff.house.made("Carla", Role.COORDINATOR))
        name, _, value = hers.cookie.partition("=")
        page = window(**{"locale": "it-IT", **wishes})
        cookie = {"name": name, "value": value, "url": staff.origin, "httpOnly": True}
        page.context.add_cookies([cookie])  # type: ignore[list-item]
        page.goto(f"{staff.origin}{path}")
        return page

    return open_page
