"""The phone beside the script: the real conversation, and nothing of it kept."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from bot.channels.telegram.screens import draw
from bot.conversation import Address
from flows.definition import Channel
from storage.editions.records import What
from storage.staff.people import Role
from tests.dialogue import Dialogue, conversation

if TYPE_CHECKING:
    from pathlib import Path

    from tests.console.door.office import Answer, Browser, House

_KEY = re.compile(
    r'<button class="key ([a-z]+)" name="go" value="([^"]+)">(.*?)</button>', re.DOTALL
)
_ACTION = re.compile(r'<section id="phone"[^>]* data-action="([^"]+)"')
_HELD = re.compile(r'<section id="phone"[^>]* data-phone="([^"]*)"')
_AT = re.compile(r'name="at" value="([^"]+)"')


PHONE = "/studio/live/flows/near/phone"


def glass(page: Answer) -> str:
    """What stands on the phone's screen."""
    return page.text.partition('id="glass"')[2].partition('<div class="why">')[0]


def why(page: Answer) -> str:
    """What stands under it."""
    told = page.text.partition('<div class="why">')[2].partition("</section>")[0]
    return html.unescape(" ".join(re.sub(r"<[^>]+>", "", told).split()))


def keys(page: Answer) -> dict[str, str]:
    """The buttons on it, by label."""
    found = _KEY.findall(glass(page))
    return {html.unescape(re.sub(r"<[^>]+>", "", label)): token for _, token, label in found}


class Hand:
    """Presses and types on the phone of a page, without scripts."""

    def __init__(self, browser: Browser, page: Answer, **around: str) -> None:
        self._browser = browser
        self._around = {"channel": "web", "beside": "it", **around}
        self.page = page

    def _fields(self, **fields: str) -> tuple[str, dict[str, str]]:
        """Where its forms are posted, and what each of them carries."""
        (action,) = _ACTION.findall(self.page.text)
        (held,) = _HELD.findall(self.page.text)
        return action, {**self._around, "phone": held, **fields}

    async def press(self, label: str) -> Answer:
        """Press the button that begins so."""
        token = next(token for words, token in keys(self.page).items() if words.startswith(label))
        return await self.do(go=token)

    async def type(self, words: str) -> Answer:
        """Type into its box."""
        at = _AT.findall(glass(self.page))[0]
        return await self.do(at=at, typed=words)

    async def do(self, **fields: str) -> Answer:
        """Send one of its forms."""
        self.page = await self._browser.press(*self._fields(**fields))
        return self.page


async def hand_on(
    browser: Browser, flow: str, step: str = "", at: str = "live", **around: str
) -> Hand:
    """Open a flow's page at a step and take the phone."""
    told = {"channel": "web", "language": "it", **around}
    query = "&".join(f"{name}={value}" for name, value in {**told, "step": step}.items())
    page = await browser.get(f"/studio/{at}/flows/{flow}?{query}")
    return Hand(browser, page, channel=told["channel"], beside=told["language"])


async def test_it_plays_from_any_step_and_says_why(coordinator: Browser) -> None:
    """She begins in the middle, types a place, and reads where the phone is and what it knows."""
    hand = await hand_on(coordinator, "near", "near.where")
    began = why(hand.page)
    await hand.type("lambrate")
    told = why(hand.page)

    assert "cominciata da questo passo" in began
    assert "Non si ricorda niente." in began
    assert "Ecco chi puoi chiamare" in told
    assert "il luogo scritto si capisce" in told
    assert "place Municipio 3" in told


async def test_a_remembered_value_is_called_as_its_button(coordinator: Browser) -> None:
    """Not "yes": what she pressed."""
    hand = await hand_on(coordinator, "handoff", "handoff.privacy")
    await hand.press("No, nessuno")

    assert "ha premuto «No, nessuno»" in why(hand.page)
    assert "alone «No, nessuno»" in why(hand.page)


async def test_it_leaves_for_another_flow_and_tells_where(coordinator: Browser) -> None:
    """The page stays; the line below leads to the flow the phone is in now."""
    hand = await hand_on(coordinator, "near", "near.where")
    await hand.press("Torna all'inizio")

    assert "(percorso menu)" in why(hand.page)
    assert re.search(
        r'href="/studio/live/flows/menu\?language=it&amp;channel=web&amp;phone=\w+&amp;step=menu.menu"',
        hand.page.text,
    )


async def test_telegram_shows_the_very_message(coordinator: Browser, tmp_path: Path) -> None:
    """The same text and the same rows of buttons as the channel sends."""
    woman = Dialogue(conversation(tmp_path / "hers"))
    woman.answer = woman._talk.at(Address(Channel.TELEGRAM, "4711"), "ar", "danger.now")
    message = draw(woman.view)
    hand = await hand_on(coordinator, "danger", "danger.now", channel="telegram", language="ar")
    shown = html.unescape(re.sub(r"</?(strong|q)>", "", glass(hand.page)))

    assert message["text"] in shown
    rows = [
        [html.unescape(label) for _, _, label in _KEY.findall(row)]
        for row in glass(hand.page).split('<div class="keys-row">')[1:]
    ]
    assert [
        [key["text"] for key in row if "callback_data" in key]
        for row in message["reply_markup"]["inline_keyboard"]
    ] == rows
    assert 'lang="ar" dir="rtl"' in glass(hand.page)


async def test_p1_leaving_empties_its_screen(coordinator: Browser) -> None:
    """The way out works on the phone as it does in her hand."""
    hand = await hand_on(coordinator, "near")
    await hand.press("Esci subito")

    assert "Ha chiuso: lo schermo è vuoto." in glass(hand.page)
    assert {} == keys(hand.page)
    assert "è uscita" in why(hand.page)


async def test_no_handoff_is_opened_where_women_are_answered(
    house: House, coordinator: Browser
) -> None:
    """She consents, writes and waits, on the phone alone: no desk hears of it (P6 is hers)."""
    hand = await hand_on(coordinator, "handoff", "handoff.privacy")
    for label in (
        "No, nessuno", "Avanti", "Avanti", "Avanti", "Parlare con chi ascolta",
        "No, adesso no", "Preferisco non dirlo", "Sì, voglio scrivere", "Mare", "Pane",
        "Ho capito", "Resto qui adesso",
    ):  # fmt: skip
        await hand.press(label)
    await hand.press("Avanti")
    await hand.type("Ciao, ci siete?")

    assert "quello che ha scritto è per una persona" in why(hand.page)
    assert [] == list(await house.parts.handoffs.all())


async def test_its_buttons_open_nowhere_else(
    house: House, coordinator: Browser, tmp_path: Path
) -> None:
    """A token of the phone pressed at her door begins anew; another session's phone, too."""
    hand = await hand_on(coordinator, "near", "near.where")
    token = keys(hand.page)["Torna all'inizio"]
    # The same keys as the studio's.
    hers = conversation(tmp_path / "keys").press(Address(Channel.WEB, "cookie"), token)
    other = await house.made("Dora", Role.COORDINATOR)
    others = await hand_on(other, "near")
    await other.post(PHONE, {"channel": "web", "beside": "it", "go": token})

    assert hers.view is not None
    assert "" == hers.view.language
    assert "near.where" in others.page.text


async def test_a_broken_token_begins_anew(coordinator: Browser) -> None:
    """Whatever is sent: the calm first screen, as at her door."""
    hand = await hand_on(coordinator, "near")
    page = await hand.do(go="x" * 64)

    assert 200 == page.status
    assert "العربية" in glass(page)
    assert "comincia da capo" in why(page)


async def test_a_script_gets_the_phone_alone(coordinator: Browser) -> None:
    """The part, without the page around it."""
    await coordinator.get("/studio/live/flows/near")
    part = await coordinator.post(
        PHONE, {"step": "near.work", "channel": "web"}, **{"X-Part": "phone"}
    )

    assert part.text.lstrip().startswith('<section id="phone"')
    assert 'data-step="near.' in part.text
    assert "<html" not in part.text


async def test_a_second_page_leaves_the_first_ones_buttons_alone(coordinator: Browser) -> None:
    """Two flows open side by side: what is pressed in the one still leads on."""
    first = await hand_on(coordinator, "near", "near.where")
    await hand_on(coordinator, "law")
    await first.press("Vicino al lavoro")

    assert "ha premuto «Vicino al lavoro, non a casa»" in why(first.page)


async def test_one_move_back_is_the_screen_before(coordinator: Browser) -> None:
    """With what was remembered there."""
    hand = await hand_on(coordinator, "handoff", "handoff.privacy")
    await hand.press("No, nessuno")
    await hand.press("Avanti")
    await hand.do(back="1")

    assert "Come funziona" in why(hand.page)
    assert "Le mosse fatte fin qui: 1" in why(hand.page)
    assert "alone «No, nessuno»" in why(hand.page)


async def test_a_button_of_an_older_screen_begins_the_walk_anew(coordinator: Browser) -> None:
    """It works as at her door; what was done before is no walk anybody could repeat."""
    hand = await hand_on(coordinator, "near", "near.where")
    old = keys(hand.page)["Lontano da dove vivo"]
    await hand.press("Vicino al lavoro")
    await hand.do(go=old)

    assert "Un posto più lontano" in why(hand.page)
    assert "Le mosse fatte fin qui" not in why(hand.page)


async def test_a_draft_that_cannot_be_read_leaves_the_page(
    house: House, coordinator: Browser, draft: str
) -> None:
    """The phone says why it cannot play; the rest of the page is there."""
    assert house.parts.bench is not None
    path = "network/network.toml"
    await house.parts.bench.change(
        draft, house.people["Carla"], What("Prova"), lambda _: {path: "timezone ="}
    )
    page = await coordinator.get(f"/studio/{draft}/flows/near")

    assert 200 == page.status
    assert "finché i dati della rete hanno un errore: file network.toml" in page.text
    assert 'id="s-where"' in page.text
