"""Browsers for the web chat. A test whose browser is missing is skipped and says which."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.engines import (
    CHROMIUM_ARGUMENTS,
    ENGINES,
    Engine,
    UnavailableError,
    playwright_chromium,
)
from tests.browser.house import House
from tests.handoffs import House as BothSides

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """The chat, the neutral site, and a desk behind the chat."""
    with House(BothSides(tmp_path / "keys")) as each:
        yield each


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Each of the three engines; a test chooses how they run the page's script."""
    name, _, how = str(request.param).partition(" ")
    try:
        with ENGINES[name](scripts=how == "with scripts") as each:
            yield each
    except UnavailableError as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="module")
def one_chromium() -> Iterator[Browser]:
    """Chromium, started once a file: Playwright's loop must have ended before others' begin."""
    try:
        with playwright_chromium() as playwright:
            browser = playwright.chromium.launch(
                executable_path="/usr/bin/chromium",
                args=CHROMIUM_ARGUMENTS,
                ignore_default_args=["--disable-back-forward-cache"],
            )
            yield browser
            browser.close()
    except UnavailableError as missing:
        pytest.skip(str(missing))


@pytest.fixture
def window(one_chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Opens windows of Chromium, each with a profile of its own."""
    opened: list[BrowserContext] = []

    def open_window(**wishes: object) -> Page:
        context = one_chromium.new_context(**wishes)  # type: ignore[arg-type]
        context.set_default_timeout(10_000)
        opened.append(context)
        return context.new_page()

    yield open_window
    for context in opened:
        context.close()
