"""What the Chromium tests do with a page again and again."""

from __future__ import annotations

import re
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


#: The way to the screen on which a handoff begins, by the beginnings of the buttons' labels.
TO_THE_OFFER = (
    "Ho capito", "Sì, posso", "Avanti", "Voglio parlare con una persona",
    "Scrivo qui a un'operatrice", "No, nessuno", "Avanti", "Avanti", "Avanti",
    "Parlare con chi ascolta", "No, adesso no", "Preferisco non dirlo",
)  # fmt: skip
TO_THE_WINDOW = ("Sì, voglio scrivere", "Mare", "Pane", "Ho capito")


def enter_offer(page: Page, house: House, language: str = "Italiano") -> None:
    """Go on to who would answer her."""
    enter(page, house, language)
    press_all(page, *TO_THE_OFFER)


def enter_window(page: Page, house: House, language: str = "Italiano") -> None:
    """Go on to the screen on which the handoff begins."""
    enter_offer(page, house, language)
    press_all(page, *TO_THE_WINDOW)


def enter_code(page: Page, house: House, language: str = "Italiano") -> None:
    """Begin a handoff, here and now; the code to come back with is shown."""
    enter_window(page, house, language)
    page.locator(".choice", has_text="Resto qui adesso").click()
    page.wait_for_selector(".code")


def enter_waiting(page: Page, house: House, language: str = "Italiano") -> None:
    """Go on to her place in the queue."""
    enter_code(page, house, language)
    press_all(page, "Avanti")


def press_all(page: Page, *labels: str) -> None:
    """Press the choices whose labels begin so, one after the other."""
    for label in labels:
        press(page, page.locator(".choice", has_text=re.compile(f"^\\s*{label}")).first)
