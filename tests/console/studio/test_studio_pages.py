"""The studio's pages over HTTP: who may look, every shipped flow, hostile words, problems."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest

from console.studio.flow_order import by_flow
from storage.staff.people import Role
from tests.console.door.office import opened
from tests.console.studio.stage import LIBRARY, long_flow, open_studio_house

if TYPE_CHECKING:
    from tests.console.door.office import Answer, Browser, House

_CARD = re.compile(r'<article class="card step" id="([^"]+)"')
_NODE = re.compile(r'<a href="#([^"]+)" class="node')
_HERE = re.compile(r'href="#(s-[^"]+)"')
_THERE = re.compile(r'href="/studio/live/flows/(\w+)\?[^"#]*#(s-[^"]+)"')

#: What somebody could write into a flow to break out of the page it is shown on.
HOSTILE = """</p></svg><script>alert(1)</script><img src=x onerror=alert(2)>\\" onfocus=\\"alert(3)
 autofocus {{ 7 * 7 }} {% raw %} &lt;b&gt; ${7*7} javascript:alert(4)"""

_OSTILE = f"""
flow: ostile
owner: "<b>rete</b>"
steps:
  uno:
    # Translators: <i>{HOSTILE[:40]}</i>
    title: "<u>Titolo</u>"
    say: ["{HOSTILE}"]
    choices:
      - {{id: "a", label: "<s>Avanti</s>\\"", go: due}}
  due:
    say: "Fine."
    end: true
"""

_TROUBLED = """
flow: guasto
owner: rete
steps:
  uno:
    say: "Qui finisce e non lo dice. Sei al sicuro."
    choices: []
"""


@pytest.mark.parametrize(
    ("roles", "status"),
    [
        ((Role.COORDINATOR,), 200),
        ((Role.KEEPER,), 200),
        ((Role.OPERATOR, Role.LEAD), 200),
        ((Role.OPERATOR,), 403),
    ],
)
async def test_who_answers_for_the_words_may_look(
    house: House, roles: tuple[Role, ...], status: int
) -> None:
    """Coordinators, leads and keepers; whoever only answers at a desk may not."""
    browser = await house.made("Ada", *roles)

    assert [status, status] == [
        (await browser.get(path)).status
        for path in ("/studio/live/flows", "/studio/live/flows/near")
    ]
    assert status == (await browser.get("/studio/live/flows/near/file")).status


async def test_a_coordinator_lands_on_the_flows(coordinator: Browser) -> None:
    """Signed in, she is where her work is, and the pages lead there."""
    landed = await coordinator.get("/")

    assert (303, "/studio") == (landed.status, landed.headers["Location"])
    assert 'href="/studio"' in (await coordinator.get("/account")).text


async def test_the_list_tells_each_flow(coordinator: Browser) -> None:
    """Name, owner, steps, what the checks say, how complete each language is."""
    told = (await coordinator.get("/studio/live/flows")).text

    for flow, steps in by_flow(LIBRARY).items():
        row = told.partition(f'href="/studio/live/flows/{flow}">')[2].partition("</tr>")[0]
        assert f"<td>{len(steps)}</td>" in row
        assert "nessun problema" in row
        assert 3 == row.count("completa")


async def test_facts_nobody_confirmed_are_told_with_where_they_serve(coordinator: Browser) -> None:
    """A draft, what it says, who answers for it and the flows whose sentences rest on it."""
    draft = next(fact for fact in LIBRARY.facts.values() if fact.status == "draft")
    told = html.unescape((await coordinator.get("/studio/live/flows")).text)
    row = told.partition(draft.says)[2].partition("</tr>")[0]

    assert "da confermare" in row
    assert draft.owner in row


@pytest.mark.parametrize("language", ["it", "en", "es", "ar"])
@pytest.mark.parametrize("channel", ["web", "telegram"])
async def test_every_shipped_flow_is_drawn_and_every_link_leads_somewhere(
    coordinator: Browser, language: str, channel: str
) -> None:
    """Each step has its card and its node; links within a flow and between flows end at one."""
    flows = by_flow(LIBRARY)
    ids = {flow: {f"s-{step.name.partition('.')[2]}" for step in flows[flow]} for flow in flows}
    for flow in flows:
        page = await coordinator.get(
            f"/studio/live/flows/{flow}?language={language}&channel={channel}"
        )

        assert 200 == page.status
        assert ids[flow] == set(_CARD.findall(page.text)) == set(_NODE.findall(page.text))
        assert set() == set(_HERE.findall(page.text)) - ids[flow]
        assert [] == [
            (other, step) for other, step in _THERE.findall(page.text) if step not in ids[other]
        ]


async def test_the_steps_stand_in_the_order_she_meets_them(coordinator: Browser) -> None:
    """From the first step on, what lies nearer comes before what lies further."""
    cards = _CARD.findall((await coordinator.get("/studio/live/flows/handoff")).text)

    assert ["s-privacy", "s-about"] == cards[:2]
    assert cards.index("s-offer") < cards.index("s-sign_first") < cards.index("s-waiting")


async def test_another_language_stands_beside_with_how_sure_it_is(coordinator: Browser) -> None:
    """The Arabic under the Italian, from right to left, and that it is a draft."""
    page = await coordinator.get("/studio/live/flows/near?language=ar")
    alone = await coordinator.get("/studio/live/flows/near")

    assert '<bdi lang="ar" dir="rtl">' in page.text
    assert "○ bozza" in page.text
    script = alone.text.partition('id="script"')[2].partition('id="phone"')[0]
    assert '<bdi lang="ar"' not in script


async def test_a_card_says_acts_conditions_and_asks_in_words(coordinator: Browser) -> None:
    """No word of the flow language: what happens, when, and what is asked."""
    told = html.unescape((await coordinator.get("/studio/live/flows/handoff")).text)
    near = html.unescape((await coordinator.get("/studio/live/flows/near")).text)

    assert "Acconsente: il contatto con una persona comincia qui" in told
    assert "Se non si può:" in told
    assert "Qui scrive a una persona" in told
    assert "solo su Telegram" in near
    assert "Qui può scrivere un luogo" in near
    assert "Se il luogo non si conosce" in near


@pytest.mark.parametrize("channel", ["web", "telegram"])
async def test_hostile_words_stay_words(channel: str) -> None:
    """Whatever an author writes is shown as she wrote it and runs nothing (SAFETY 6.6)."""
    async with open_studio_house({"ostile.yaml": _OSTILE}) as house:
        browser = await house.made("Carla", Role.COORDINATOR)
        pages = [
            await browser.get("/studio/live/flows"),
            await browser.get(f"/studio/live/flows/ostile?channel={channel}"),
        ]
    for page in pages:
        assert _tags(page) <= _OURS, _tags(page) - _OURS
        assert "<b>rete" not in page.text
        assert 'onfocus="' not in page.text
    assert "&lt;script&gt;alert(1)" in pages[1].text
    assert "{{ 7 * 7 }}" in html.unescape(pages[1].text)


_OURS = {
    "a", "article", "bdi", "body", "br", "button", "code", "defs", "details", "div", "form",
    "g", "h1", "h2", "h3", "head", "header", "html", "input", "label", "li", "link", "main",
    "marker", "meta", "nav", "ol", "option", "p", "path", "rect", "section", "select", "span",
    "strong", "summary", "svg", "table", "tbody", "td", "text", "th", "thead", "title", "tr", "ul",
    "script", "fieldset", "legend", "textarea", "pre", "h4",
}  # fmt: skip


def _tags(page: Answer) -> set[str]:
    tags = set(re.findall(r"<([a-z0-9]+)", page.text))
    scripts = re.findall(r"<script[^>]*>", page.text)
    assert all('src="/static/' in script for script in scripts)
    return tags


async def test_a_problem_stands_on_its_card_with_the_way_to_mend_it() -> None:
    """In the page's language; on the map by a word and a shape; counted in the list."""
    async with open_studio_house({"guasto.yaml": _TROUBLED}) as house:
        browser = await house.made("Carla", Role.COORDINATOR)
        italian = html.unescape((await browser.get("/studio/live/flows/guasto")).text)
        listed = html.unescape((await browser.get("/studio/live/flows")).text)
        await browser.post("/language", {"language": "en"})
        english = html.unescape((await browser.get("/studio/live/flows/guasto")).text)

    assert "A questo passo non si arriva da nessuna parte. Fai arrivare qui una scelta" in italian
    assert "Da questo passo non si va da nessuna parte." in italian
    assert "promette quello che nessuna può mantenere" in italian
    assert "Frasi senza traduzione: 1." in italian
    assert re.search(r'class="node error".*?✕ problemi: \d', italian, re.DOTALL)
    assert "✕" in listed.partition('href="/studio/live/flows/guasto"')[2].partition("</tr>")[0]
    assert "Step 'guasto.uno' is reached from nowhere." in english


async def test_a_long_flow_is_drawn_whole() -> None:
    """A hundred steps: a card and a node for each, none lost in a long layer."""
    async with open_studio_house({"lungo.yaml": long_flow(100)}) as house:
        browser = await house.made("Carla", Role.COORDINATOR)
        page = await browser.get("/studio/live/flows/lungo")

    assert (100, 100) == (len(_CARD.findall(page.text)), len(_NODE.findall(page.text)))


async def test_a_flow_that_is_not_there_is_not_there(coordinator: Browser) -> None:
    """An unknown flow is a calm 404; an unknown step, language or channel is the usual one."""
    assert 404 == (await coordinator.get("/studio/live/flows/altro")).status
    odd = await coordinator.get("/studio/live/flows/near?step=law.x&language=xx&channel=fax")
    assert 200 == odd.status
    assert 'data-step="near.where"' in odd.text


async def test_a_console_without_a_conversation_has_no_studio() -> None:
    """Opened without one, the address answers as one that does not exist."""
    async with opened() as house:
        browser = await house.made("Carla", Role.COORDINATOR)

        assert 404 == (await browser.get("/studio/live/flows")).status
