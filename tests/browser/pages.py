"""What the Chromium tests do with a page again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.house import House

#: The languages that are shipped, by the name on their button, with their tag.
LANGUAGES = {"Italiano": "it", "English": "en", "Español": "es", "العربية": "ar"}


def enter(page: Page, house: House, language: str = "Italiano") -> None:
    """Open the address and choose a language."""
    page.goto(house.chat)
    press(page, page.get_by_role("button", name=language))


def enter_menu(page: Page, house: House, language: str = "Italiano") -> None:
    """Go through the opening screens to the menu."""
    enter(page, house, language)
    for _ in range(3):
        press(page, page.locator(".choice").first)


def enter_box(page: Page, house: House, language: str = "Italiano") -> None:
    """Go on to the box for places."""
    enter_menu(page, house, language)
    press(page, page.locator(".choice").nth(1))


def enter_centres(page: Page, house: House, language: str = "Italiano") -> None:
    """Go on to the list of centres: the longest screen there is."""
    enter_box(page, house, language)
    page.fill("#typed", "lambrate")
    press(page, page.locator(".send"))


def press(page: Page, button: Locator) -> None:
    """Press, and wait for the next screen."""
    before = page.inner_html("main")
    button.click()
    page.wait_for_function(
        "before => { const m = document.querySelector('main');"
        " return m && m.innerHTML !== before && document.readyState === 'complete' }",
        arg=before,
    )
