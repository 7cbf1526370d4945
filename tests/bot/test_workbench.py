"""Drafts changed on the workbench: kept one by one, never over somebody else's."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.editions.bench import LIVE, Workbench, number_of
from bot.editions.errors import NotYoursError
from storage.editions.records import NewEdition, Origin, What
from storage.errors import UnknownDraftError, UnknownEditionError
from storage.memory.drafts import MemoryDrafts
from storage.memory.editions import MemoryEditions
from storage.staff.people import Person, Role, State

if TYPE_CHECKING:
    from collections.abc import Mapping

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
FILES = {
    "flows/near.yaml": "steps: {}\n",
    "locales/en/flows.po": "",
    "network/network.toml": "",
}
WHAT = What("Cambiato")


def person(role: Role, name: str = "a") -> Person:
    """Somebody with a role."""
    return Person(name="Anna", id=name * 32, roles=frozenset({role}), state=State.ACTIVE)


async def bench_on(files: Mapping[str, str] = FILES) -> Workbench:
    """A workbench with one edition live."""
    editions = MemoryEditions()
    new = NewEdition(revision=b"1234", origin=Origin.FILES, title="")
    await editions.begin(new, files, NOW)
    return Workbench(editions, MemoryDrafts(editions), clock=lambda: NOW, zone=UTC)


async def draft_on(bench: Workbench) -> str:
    """A draft on what is live."""
    live = await bench.live()
    return (await bench.drafts.open("Prova", "a" * 32, live.number, NOW)).id


async def test_nothing_live_is_told() -> None:
    """Before the first edition there is nothing to look at."""
    editions = MemoryEditions()
    bench = Workbench(editions, MemoryDrafts(editions), clock=lambda: NOW, zone=UTC)

    with pytest.raises(UnknownEditionError):
        await bench.files(LIVE)


async def test_a_change_is_in_the_draft_only() -> None:
    """What is live stays as it is until somebody else approves."""
    bench = await bench_on()
    id_ = await draft_on(bench)

    await bench.change(
        id_, person(Role.COORDINATOR), WHAT, lambda _: {"flows/near.yaml": "steps: []\n"}
    )

    assert "steps: []\n" == (await bench.files(id_))["flows/near.yaml"]
    assert FILES == await bench.files(LIVE)
    assert FILES == await bench.files("v1")


async def test_two_people_at_once_lose_nothing() -> None:
    """Each change is made on the newest files, whoever was quicker."""
    bench = await bench_on()
    id_ = await draft_on(bench)

    async def add(name: str) -> None:
        path = f"flows/{name}.yaml"
        await bench.change(id_, person(Role.COORDINATOR, name), WHAT, lambda _: {path: name})

    await asyncio.gather(*map(add, "abcd"))

    assert {f"flows/{name}.yaml" for name in "abcd"} <= set(await bench.files(id_))
    assert 4 == len(await bench.drafts.history(id_))


@pytest.mark.parametrize(
    ("role", "path", "may"),
    [
        (Role.COORDINATOR, "flows/near.yaml", True),
        (Role.TRANSLATOR, "locales/en/flows.po", True),
        (Role.TRANSLATOR, "flows/near.yaml", False),
        (Role.LEAD, "network/network.toml", True),
        (Role.LEAD, "locales/en/flows.po", False),
        (Role.OPERATOR, "flows/near.yaml", False),
        (Role.KEEPER, "flows/near.yaml", False),
    ],
)
async def test_a_role_reaches_so_far(role: Role, path: str, *, may: bool) -> None:
    """Whatever page asks: the bench itself refuses what a role may not change, and undo too."""
    bench = await bench_on()
    id_ = await draft_on(bench)
    if may:
        await bench.change(id_, person(role), WHAT, lambda _: {path: "altro"})
        assert "altro" == (await bench.files(id_))[path]
        return

    with pytest.raises(NotYoursError):
        await bench.change(id_, person(role), WHAT, lambda _: {path: "altro"})
    draft = await bench.change(id_, person(Role.COORDINATOR), WHAT, lambda _: {path: "altro"})
    with pytest.raises(NotYoursError):
        await bench.undo(id_, person(role), draft.version)
    assert "altro" == (await bench.files(id_))[path]


async def test_a_page_may_reach_less_than_the_role() -> None:
    """The translation desk never touches a flow, whoever works at it."""
    bench = await bench_on()
    id_ = await draft_on(bench)

    with pytest.raises(NotYoursError):
        await bench.change(
            id_,
            person(Role.COORDINATOR),
            WHAT,
            lambda _: {"flows/near.yaml": "altro"},
            only=("locales/",),
        )


async def test_undo_and_redo() -> None:
    """Back and forth, to the byte; a change that changes nothing is none."""
    bench = await bench_on()
    id_, anna = await draft_on(bench), person(Role.COORDINATOR)
    draft = await bench.change(id_, anna, WHAT, lambda _: {"flows/near.yaml": None})

    undone = await bench.undo(id_, anna, draft.version)
    assert FILES == await bench.files(id_)
    redone = await bench.redo(id_, anna, undone.version)
    assert "flows/near.yaml" not in await bench.files(id_)
    same = await bench.change(id_, anna, WHAT, lambda files: {"x": files.get("x")})
    assert redone.version == same.version


async def test_what_is_broken_is_read_and_told() -> None:
    """A draft is saved as it is: what is wrong is told, never thrown."""
    bench = await bench_on({**FILES, "flows/near.yaml": "steps: [", "locales/en/flows.po": '"'})

    judged = await bench.problems(LIVE)

    assert not judged.is_green
    assert judged.errors
    assert judged.problems
    assert ("en/flows",) == judged.unreadable


async def test_the_same_files_are_read_once() -> None:
    """A draft without a change is what it stands on."""
    bench = await bench_on()
    id_ = await draft_on(bench)

    first, second = await asyncio.gather(bench.reading(LIVE), bench.reading(id_))

    assert first is second


async def test_what_an_address_names() -> None:
    """`v12` is edition 12; nothing else is a number."""
    bench = await bench_on()

    assert 12 == number_of("v12")
    assert all(number_of(told) is None for told in ("live", "12", "v", "vx", "v٣", "v" + "9" * 20))
    with pytest.raises(UnknownEditionError):
        await bench.files("v2")
    with pytest.raises(UnknownDraftError):
        await bench.files("0" * 12)
