"""Who may not: other nodes, other sessions, forms of nobody's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.desk.routes import ROUTES
from tests.console.desks import OTHER_NODE

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.console.desks import Desk, Network

    Sits = Callable[..., Awaitable[Desk]]

ACTS = sorted(
    route.path.partition("}/")[2]
    for route in ROUTES
    if route.method == "POST" and "{number" in route.path
)
FIELDS = {
    "text": "ciao",
    "once": "e" * 32,
    "reason": "children",
    "outcome": "answered",
    "node": OTHER_NODE,
    "shows": "yes",
}


@pytest.mark.parametrize("act", ACTS)
async def test_another_nodes_contact_cannot_be_touched(
    network: Network, sits: Sits, act: str
) -> None:
    """Even a session that knows its number is refused once it is not at her node (IDOR)."""
    anna, zoe = await sits("Anna"), await sits("Zoe", node=OTHER_NODE)
    woman = await network.woman("hola")
    await anna.open()
    before = await woman.handoff()

    zoe.at = anna.at
    page = await zoe.post(act, **FIELDS)

    assert "hola" not in page
    assert before == await woman.handoff()


@pytest.mark.parametrize("act", ACTS)
async def test_a_remembered_number_does_not_open_what_went_elsewhere(
    network: Network, sits: Sits, act: str
) -> None:
    """Who had it open reads nothing and does nothing after it went to another node."""
    anna, _ = await sits("Anna"), await sits("Zoe", node=OTHER_NODE)
    woman = await network.woman("hola")
    await anna.open()
    await anna.post("claim")
    await anna.post("refer", node=OTHER_NODE, line=["1"])
    await woman.agrees()
    await anna.look()
    before = await woman.handoff()
    assert OTHER_NODE == before.node

    page = await anna.post(act, **FIELDS)

    assert "hola" not in page
    assert before == await woman.handoff()


async def test_no_id_stands_in_a_page(network: Network, sits: Sits) -> None:
    """Numbers of the session only: an address copied elsewhere leads nowhere."""
    anna = await sits("Anna")
    woman = await network.woman("hola")

    await anna.open()

    assert woman.id.hex() not in anna.page
    assert "/desk/1" == anna.at


async def test_a_form_without_the_sessions_value_is_refused(network: Network, sits: Sits) -> None:
    """Another site cannot claim."""
    anna = await sits("Anna")
    woman = await network.woman("hola")
    await anna.open()

    await anna.post("claim", forged="yes")

    assert 403 == anna.status
    assert "waiting" == (await woman.handoff()).stage


@pytest.mark.parametrize("once", ["", "x", "<script>", "a" * 100])
async def test_a_reply_needs_a_mark_of_its_own(network: Network, sits: Sits, once: str) -> None:
    """Without it the same words could be sent twice."""
    anna = await sits("Anna")
    woman = await network.woman("hola")
    await anna.open()
    await anna.post("claim")

    await anna.post("reply", text="ciao", once=once)

    assert 400 == anna.status
    assert [] == await network.handoffs.held(woman.id)


@pytest.mark.parametrize(
    ("text", "told"), [("  ", "Non c'è scritto niente."), ("a" * 4001, "È troppo lungo")]
)
async def test_what_cannot_be_sent_is_said(
    network: Network, sits: Sits, text: str, told: str
) -> None:
    """Nothing is cut, nothing empty goes."""
    anna = await sits("Anna")
    await network.woman("hola")
    await anna.open()
    await anna.post("claim")

    assert told in await anna.reply(text)


async def test_what_she_writes_is_text(network: Network, sits: Sits) -> None:
    """Never a part of the page."""
    anna = await sits("Anna")
    await network.woman("<script>alert(1)</script>")

    await anna.open()

    answer = await anna._client.get(anna.at, headers=anna.headers)
    assert "<script>alert" not in await answer.text()
