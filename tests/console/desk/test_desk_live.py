"""What keeps the page fresh: parts that changed, sent when something rings."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import orjson

from console.here import CONSOLE

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.console.desks import Desk, Network
    from tests.handoffs import FailingHandoffs

    Sits = Callable[..., Awaitable[Desk]]


async def test_a_new_contact_comes_by_itself(network: Network, sits: Sits) -> None:
    """Only what changed is sent, without what she wrote."""
    anna = await sits("Anna")
    stream = await anna.stream()
    assert set(orjson.loads((await stream.next())[1])) == {"top", "lists", "head", "lines", "side",
                                                           "going"}  # fmt: skip

    await network.woman("hola")

    sent = await asyncio.wait_for(stream.until("Municipio 3"), 5)
    assert set(orjson.loads(sent)) <= {"top", "lists"}
    assert "hola" not in sent


async def test_p3_her_exit_is_seen_at_once(network: Network, sits: Sits) -> None:
    """The sentence changes while the operator types."""
    anna = await sits("Anna")
    woman = await network.woman("hola")
    await woman.stays()
    await anna.open()
    stream = await anna.stream()
    await stream.until("È qui adesso.")

    await woman.leaves()

    await asyncio.wait_for(stream.until("È uscita in fretta"), 5)


async def test_who_else_looks_is_said(network: Network, sits: Sits) -> None:
    """While her page is open, and no longer."""
    anna, bea = await sits("Anna"), await sits("Bea")
    await network.woman("hola")
    await anna.open()
    await bea.open()
    mine = await anna.stream()
    await mine.next()

    theirs = await bea.stream()
    await asyncio.wait_for(mine.until("La guarda anche: Bea"), 5)

    theirs._answer.close()
    sent = await asyncio.wait_for(mine.until('"head"'), 15)
    assert "La guarda anche" not in sent


async def test_a_session_that_ends_ends_its_stream(network: Network, sits: Sits) -> None:
    """T8: at once, with a word of its own."""
    anna = await sits("Anna")
    stream = await anna.stream()
    await stream.next()

    anna._client.server.app[CONSOLE].sessions.end(anna.session)

    name = ""
    while name not in {"over", "end"}:
        name, _ = await asyncio.wait_for(stream.next(), 5)
    assert "over" == name


async def test_the_script_gets_parts_for_a_form(network: Network, sits: Sits) -> None:
    """And is told whether it was done."""
    anna = await sits("Anna")
    await network.woman("hola")
    await anna.open()
    data = {"csrf": anna.session.csrf}

    answer = await anna._client.post(
        f"{anna.at}/claim", data=data, headers={**anna.headers, "X-Part": "1"}
    )

    told = orjson.loads(await answer.read())
    assert told["done"] is True
    assert "mine" in told["parts"]["head"]


async def test_a_flood_does_not_make_the_page_long(network: Network, sits: Sits) -> None:
    """Fifty rows, the rest as a number; who declares danger is among the first."""
    anna = await sits("Anna")
    for _ in range(60):
        await network.woman()
    await network.woman(danger=True)

    page = await anna.look()

    assert "E altre 11" in page
    rows = page.split('id="queue"')[1].split("<li")[1:4]
    assert any("pericolo adesso" in row for row in rows)


async def test_a_database_that_stops_is_said_and_survived(
    failing: tuple[FailingHandoffs, Desk],
) -> None:
    """The stream goes on and draws again when it is back; a page meanwhile says what is wrong."""
    handoffs, anna = failing
    await anna.network.woman("hola")
    stream = await anna.stream()
    await stream.until("Municipio 3")

    handoffs.is_down = True
    anna.network.bell.ring(f"node:{anna.session.person.node}")
    name = ""
    while name != "trouble":
        name, _ = await asyncio.wait_for(stream.next(), 5)
    await anna.look("/desk")
    assert 503 == anna.status

    handoffs.is_down = False
    await anna.network.woman("otra", area=5)
    await asyncio.wait_for(stream.until("Municipio 5"), 10)
