"""The studio in Chromium: the phone answers in place, the map leads, everybody can use it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    Seat = Callable[..., Page]

#: Smaller than 44 pixels and yet fine: inside a sentence, or standing in a row of the bar.
_TARGETS = "#phone button, .around button, .around select, summary"


def faults(page: Page) -> list[str]:
    """What axe finds on the page as it stands."""
    # A card that is laid out only when it comes into view has moved by the time axe looks at it.
    page.evaluate(
        "document.querySelectorAll('.step').forEach(e => e.style.contentVisibility = 'visible')"
    )
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['html'][:120]}" for each in found for node in each["nodes"]]


def test_the_phone_is_walked_in_arabic_from_right_to_left(seat: Seat) -> None:
    """In place: the page is not loaded again, the step is lit on its card and on the map."""
    page = seat("/studio/live/flows/near?language=ar&step=near.where")
    page.evaluate("window.stays = true")
    glass = page.locator("#glass")
    expect(glass).to_have_attribute("dir", "rtl")
    page.locator("#typed").fill("لامبراتي")
    page.locator("#typed").press("Enter")

    expect(page.locator("#phone")).to_have_attribute("data-step", "near.centres")
    expect(page.locator(".node[aria-current=step]")).to_have_attribute("data-step", "near.centres")
    expect(page.locator(".step[data-lit]")).to_have_count(1)
    expect(page.locator("#glass .name").first).to_be_visible()
    assert page.evaluate("window.stays && document.activeElement.id === 'glass'")
    assert page.evaluate("getComputedStyle(document.querySelector('#glass p')).direction") == "rtl"
    page.locator("#glass .key.more").first.click()
    expect(page.locator("#phone")).not_to_have_attribute("data-step", "near.centres")


def test_it_is_tried_from_a_card(seat: Seat) -> None:
    """The link on a card puts the phone there, in the language and channel that are looked at."""
    page = seat("/studio/live/flows/near?language=es&channel=telegram")
    card = page.locator(".step").nth(2)
    step = card.get_attribute("data-step")
    card.get_by_role("link", name="Prova da qui").click()

    assert step
    expect(page.locator("#phone")).to_have_attribute("data-step", step)
    expect(page.locator("#glass")).to_have_attribute("lang", "es")
    expect(page.locator("#glass .message")).to_be_visible()


def test_a_node_leads_to_its_card_by_keyboard(seat: Seat) -> None:
    """Enter on a node: its card is in view, has the focus, and is the one that is lit."""
    page = seat("/studio/live/flows/handoff")
    node = page.locator(".map .node").nth(5)
    step = node.get_attribute("data-step")
    node.focus()
    page.keyboard.press("Enter")

    card = page.locator(f'.step[data-step="{step}"]')
    expect(card).to_be_focused()
    expect(card).to_be_in_viewport()
    expect(page.locator(".node[aria-current=step]")).to_have_attribute("data-step", str(step))


def test_the_whole_page_is_reached_by_tab(seat: Seat) -> None:
    """From the bar through map and script to the phone, and no place holds the focus."""
    page = seat("/studio/live/flows/menu")
    seen: set[str] = set()
    for _ in range(120):
        page.keyboard.press("Tab")
        seen.add(
            page.evaluate(
                "(document.activeElement.closest('.bar,.around,.drawn,.step,#phone')"
                " || {className: ''}).className"
            )
        )

    assert {"bar", "around", "drawn", "card step", "phone"} <= seen


def test_without_scripts_it_works_the_same(seat: Seat) -> None:
    """A press on the phone brings the whole page, with the phone where it led."""
    page = seat("/studio/live/flows/near?step=near.where", java_script_enabled=False)
    page.locator("#glass .key.choice").first.click()

    expect(page.locator("#phone")).to_have_attribute("data-step", "near.work")
    expect(page.locator(".step[data-lit]")).to_have_attribute("data-step", "near.work")


@pytest.mark.parametrize("width", [1280, 768, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(seat: Seat, width: int, scheme: str) -> None:
    """The list, a large flow beside Arabic, Telegram: light and dark, wide and narrow."""
    page = seat("/studio/live/flows", viewport={"width": width, "height": 900}, color_scheme=scheme)
    found = faults(page)
    for path in ("handoff?language=ar", "near?channel=telegram", "danger?language=en"):
        page.goto(f"{page.url.partition('/studio')[0]}/studio/live/flows/{path}")
        found += faults(page)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{path} is {wide} wide"
        low = page.evaluate(
            "what => [...document.querySelectorAll(what)]"
            ".filter(e => e.getBoundingClientRect().height < 44).map(e => e.outerHTML)",
            _TARGETS,
        )
        assert [] == low

    assert [] == found


def test_nothing_moves_for_who_wants_no_motion(seat: Seat) -> None:
    """With reduced motion the map jumps instead of sliding."""
    page = seat("/studio/live/flows/handoff?step=handoff.about", reduced_motion="reduce")
    page.evaluate(
        "window.asked = []; const by = Element.prototype.scrollBy;"
        "Element.prototype.scrollBy = function (to)"
        " { asked.push(to.behavior); by.call(this, to) }; 0"
    )
    page.locator("#glass .key.choice").first.click()
    expect(page.locator("#phone")).not_to_have_attribute("data-step", "handoff.about")

    assert ["auto"] == page.evaluate("asked")
