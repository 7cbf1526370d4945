"""The studio in Chromium, a coordinator in front of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage.staff.people import Role
from tests.browser.console.door.conftest import StaffHouse
from tests.console.studio.stage import open_studio_house
from tests.editions import begin_draft

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

    from storage.editions.records import Draft


@pytest.fixture
def staff() -> Iterator[StaffHouse]:
    """A console that shows the shipped conversation."""
    with StaffHouse(open_studio_house) as each:
        yield each


@pytest.fixture
def seat(staff: StaffHouse, window: Callable[..., Page]) -> Callable[..., Page]:
    """Opens a page of the studio in a window of its own, somebody signed in: Carla, else `name`."""

    def open_page(path: str, name: str = "Carla", **wishes: object) -> Page:
        hers = staff.do(staff.house.made(name, Role.COORDINATOR))
        key, _, value = hers.cookie.partition("=")
        page = window(**{"locale": "it-IT", **wishes})
        cookie = {"name": key, "value": value, "url": staff.origin, "httpOnly": True}
        page.context.add_cookies([cookie])  # type: ignore[list-item]
        page.goto(f"{staff.origin}{path}")
        return page

    return open_page


@pytest.fixture
def draft(staff: StaffHouse) -> str:
    """A draft on what is live; its id."""
    assert staff.house.parts.bench is not None
    begun: Draft = staff.do(begin_draft(staff.house.parts.bench))
    return begun.id
