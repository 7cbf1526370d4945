"""What every home of the editions does."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from storage.editions.records import Edition, NewEdition, Origin, State, digest_of
from storage.errors import (
    EditionMovedOnError,
    NothingBeforeError,
    NotLiveError,
    NotWaitingError,
    SamePersonError,
    UnknownEditionError,
)
from tests.contract.studios import ADA, BEA, FILES, FLOW, HOUR, NOON

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any

    from storage.editions.ports import Editions
    from tests.contract.studios import Studio

ACTS: dict[str, Callable[[Editions, int], Coroutine[Any, Any, Edition]]] = {
    "approve": lambda editions, number: editions.approve(number, BEA, NOON),
    "refuse": lambda editions, number: editions.refuse(number, BEA, NOON),
    "put live": lambda editions, number: editions.put_live(number, NOON),
    "withdraw": lambda editions, number: editions.withdraw(number, BEA, NOON),
}


async def states(studio: Studio) -> list[str]:
    """How far each edition is, the oldest first."""
    return [each.state.value for each in await studio.editions().all()][::-1]


async def test_what_is_proposed_is_kept_whole(studio: Studio) -> None:
    """Every field and every file comes back as it was given."""
    await studio.begun()
    new = NewEdition(
        revision=b"\xff\0\x01\x02",
        origin=Origin.BACK,
        title="Torna l'orario d'estate “di sera”",
        base=1,
        draft="0123456789ab",
        proposed_by=ADA,
        live_from=NOON + HOUR,
        hides=("sq", "zh-Hans"),
    )
    files = {FLOW: "", "locales/ar/flows.po": "أهلاً\ud800", "examples.yaml": "- «a»\r\n"}
    proposed = await studio.editions().propose(new, files, NOON)
    expected = Edition(
        number=2,
        digest=digest_of(files),
        state=State.PROPOSED,
        proposed_at=NOON,
        revision=b"\xff\0\x01\x02",
        origin=Origin.BACK,
        title="Torna l'orario d'estate “di sera”",
        base=1,
        draft="0123456789ab",
        proposed_by=ADA,
        live_from=NOON + HOUR,
        hides=("sq", "zh-Hans"),
    )

    assert expected == proposed
    assert expected == await studio.editions().get(2)
    assert files == await studio.editions().files(2)
    assert [2, 1] == [each.number for each in await studio.editions().all()]


async def test_nothing_is_live_before_the_first(studio: Studio) -> None:
    """An empty home says so, and an unknown number is an error of its own."""
    editions = studio.editions()

    assert None is await editions.live()
    assert None is await editions.due(NOON)
    assert [] == [*await editions.all()]
    for ask in (editions.get, editions.files):
        with pytest.raises(UnknownEditionError, match="There is no edition 7"):
            await ask(7)


@pytest.mark.parametrize("act", ACTS)
async def test_nothing_is_done_to_an_unknown_edition(studio: Studio, act: str) -> None:
    """Each act on a number that does not exist is refused."""
    await studio.begun()
    with pytest.raises(UnknownEditionError):
        await ACTS[act](studio.editions(), 7)


async def test_what_the_program_came_with_is_live_at_once(studio: Studio) -> None:
    """The first edition needs nobody; the same files again are the same edition."""
    first = await studio.begun(words="uno")
    again = await studio.begun(words="uno", now=NOON + HOUR)

    assert (1, State.LIVE, NOON) == (first.number, first.state, first.lived_at)
    assert first == again == await studio.editions().live()


async def test_other_files_begin_another_edition(studio: Studio) -> None:
    """An upgrade with other files takes the place of what was live."""
    await studio.begun(words="uno")
    second = await studio.begun(words="due", now=NOON + HOUR)
    first = await studio.editions().get(1)

    assert (2, NOON + HOUR, None) == (second.number, second.lived_at, second.replaced_at)
    assert (State.PAST, NOON, NOON + HOUR) == (first.state, first.lived_at, first.replaced_at)


async def test_p11_two_people_bring_an_edition_live(studio: Studio) -> None:
    """Ada proposes, Bea approves, then it goes live and the one before is past."""
    await studio.begun(words="uno")
    number = (await studio.proposed("due")).number
    waiting = await states(studio)
    approved = await studio.editions().approve(number, BEA, NOON + HOUR)
    before = await states(studio)
    live = await studio.editions().put_live(number, NOON + 2 * HOUR)

    assert ["live", "proposed"] == waiting
    assert ["live", "scheduled"] == before
    assert (BEA, NOON + HOUR) == (approved.decided_by, approved.decided_at)
    assert ["past", "live"] == await states(studio)
    assert (BEA, NOON + 2 * HOUR) == (live.decided_by, live.lived_at)
    assert live == await studio.editions().live()


async def test_p11_nobody_approves_her_own(studio: Studio) -> None:
    """Whoever proposed it is refused, and it goes on waiting."""
    await studio.begun()
    number = (await studio.proposed("due")).number
    with pytest.raises(SamePersonError):
        await studio.editions().approve(number, ADA, NOON)

    assert ["live", "proposed"] == await states(studio)


async def test_p11_nothing_goes_live_unapproved(studio: Studio) -> None:
    """Neither what waits nor what was refused can be put live."""
    await studio.begun()
    number = (await studio.proposed("due")).number
    with pytest.raises(NotWaitingError):
        await studio.editions().put_live(number, NOON)
    await studio.editions().refuse(number, BEA, NOON)
    with pytest.raises(NotWaitingError):
        await studio.editions().put_live(number, NOON)

    assert ["live", "refused"] == await states(studio)


@pytest.mark.parametrize(("who", "state"), [(BEA, "refused"), (ADA, "dropped")])
@pytest.mark.parametrize("is_approved", [False, True])
async def test_what_waits_can_be_stopped(
    studio: Studio, who: str, state: str, *, is_approved: bool
) -> None:
    """A second person says no, or its maker takes it back, also once it is scheduled; once."""
    await studio.begun()
    number = (await (studio.scheduled if is_approved else studio.proposed)("due")).number
    stopped = await studio.editions().refuse(number, who, NOON + HOUR)
    for act in ("refuse", "approve", "put live"):
        with pytest.raises(NotWaitingError):
            await ACTS[act](studio.editions(), number)

    assert (who, NOON + HOUR) == (stopped.decided_by, stopped.decided_at)
    assert ["live", state] == await states(studio)
    assert None is await studio.editions().due(NOON + 2 * HOUR)


async def test_approving_twice_is_too_late(studio: Studio) -> None:
    """The second yes finds it decided."""
    await studio.begun()
    number = (await studio.scheduled("due")).number
    with pytest.raises(NotWaitingError):
        await studio.editions().approve(number, "c" * 32, NOON)

    assert BEA == (await studio.editions().get(number)).decided_by


async def test_an_edition_takes_no_other_away(studio: Studio) -> None:
    """What was begun before another went live is neither approved nor put live."""
    await studio.begun()
    waits = await studio.proposed("due")
    scheduled = await studio.scheduled("tre")
    await studio.published("quattro")
    with pytest.raises(EditionMovedOnError) as at_approval:
        await studio.editions().approve(waits.number, BEA, NOON)
    with pytest.raises(EditionMovedOnError):
        await studio.editions().put_live(scheduled.number, NOON)

    assert (waits.number, 4) == (at_approval.value.number, at_approval.value.live)
    assert ["past", "proposed", "scheduled", "live"] == await states(studio)


async def test_what_is_due_is_told_when_its_moment_has_come(studio: Studio) -> None:
    """At once, or at its moment and not before; the oldest first; never what only waits."""
    await studio.begun()
    await studio.proposed("mai")
    later = await studio.scheduled("dopo", live_from=NOON + HOUR)
    early = await studio.editions().due(NOON + HOUR - HOUR / 3600)
    at_once = await studio.scheduled("subito")
    now = await studio.editions().due(NOON)

    assert None is early
    assert now is not None
    assert at_once.number == now.number
    assert later == await studio.editions().due(NOON + HOUR)


async def test_putting_live_twice_changes_nothing(studio: Studio) -> None:
    """A second replica that does the same a moment later changes no moment."""
    await studio.begun()
    live = await studio.published("due")
    again = await studio.editions().put_live(live.number, NOON + HOUR)

    assert live == again
    assert NOON == (await studio.editions().get(1)).replaced_at


async def test_what_was_live_does_not_come_back_by_itself(studio: Studio) -> None:
    """An edition of the past is put live by nobody: going back is an edition of its own."""
    await studio.begun()
    await studio.published("due")
    for act in ("approve", "refuse", "put live"):
        with pytest.raises(NotWaitingError):
            await ACTS[act](studio.editions(), 1)


async def test_withdrawn_one_after_the_other(studio: Studio) -> None:
    """Each withdrawal leads to the last that was live before and did no harm, then to nothing."""
    await studio.begun(words="uno")
    for words in ("due", "tre"):
        await studio.published(words)
    second = await studio.editions().withdraw(3, BEA, NOON + HOUR)
    withdrawn = await studio.editions().get(3)
    first = await studio.editions().withdraw(2, ADA, NOON + 2 * HOUR)
    with pytest.raises(NothingBeforeError):
        await studio.editions().withdraw(1, ADA, NOON + 3 * HOUR)

    assert (2, State.LIVE, NOON + HOUR) == (second.number, second.state, second.lived_at)
    assert None is second.replaced_at
    assert (BEA, NOON + HOUR) == (withdrawn.decided_by, withdrawn.decided_at)
    assert NOON + HOUR == withdrawn.replaced_at
    assert first == await studio.editions().live()
    assert ["live", "withdrawn", "withdrawn"] == await states(studio)


async def test_after_a_withdrawal_work_goes_on(studio: Studio) -> None:
    """What is published on the edition that came back goes live, and falls back to it again."""
    await studio.begun(words="uno")
    await studio.published("due")
    await studio.editions().withdraw(2, BEA, NOON + HOUR)
    await studio.published("tre", now=NOON + 2 * HOUR)
    back = await studio.editions().withdraw(3, BEA, NOON + 3 * HOUR)

    assert 1 == back.number
    assert ["live", "withdrawn", "withdrawn"] == await states(studio)


async def test_a_clock_that_jumped_leads_to_no_other(studio: Studio) -> None:
    """Whatever the moments say, a withdrawal leads to the edition that was live right before."""
    await studio.begun(now=NOON + 2 * HOUR)
    await studio.published("due", now=NOON + HOUR)
    await studio.published("tre", now=NOON)

    assert 2 == (await studio.editions().withdraw(3, BEA, NOON)).number


@pytest.mark.parametrize("number", [1, 3])
async def test_only_what_is_live_is_withdrawn(studio: Studio, number: int) -> None:
    """Neither the past nor what waits."""
    await studio.begun()
    await studio.published("due")
    await studio.proposed("tre")
    with pytest.raises(NotLiveError):
        await studio.editions().withdraw(number, BEA, NOON)

    assert ["past", "live", "proposed"] == await states(studio)


async def test_going_back_is_an_edition_with_the_same_files(studio: Studio) -> None:
    """The older files under a new number; both can be read."""
    await studio.begun(words="uno")
    await studio.published("due")
    back = NewEdition(revision=b"\0\0\0\1", origin=Origin.BACK, title="", base=2, proposed_by=ADA)
    files = await studio.editions().files(1)
    proposed = await studio.editions().propose(back, files, NOON)
    await studio.editions().approve(proposed.number, BEA, NOON)
    await studio.editions().put_live(proposed.number, NOON)

    assert 3 == proposed.number
    assert (await studio.editions().get(1)).digest == proposed.digest
    assert FILES | {FLOW: "uno"} == await studio.editions().files(3)


async def done(*acts: Coroutine[Any, Any, Edition]) -> list[str]:
    """Do them at once; the kind of each outcome, sorted."""
    told = await asyncio.gather(*acts, return_exceptions=True)
    return sorted(type(each).__name__ for each in told)


async def test_two_approvals_at_once_are_one(studio: Studio) -> None:
    """Two colleagues press at once: one decided, the other is told."""
    await studio.begun()
    number = (await studio.proposed("due")).number
    yes = [studio.editions().approve(number, who, NOON) for who in (BEA, "c" * 32)]

    assert ["Edition", "NotWaitingError"] == await done(*yes)


async def test_a_yes_and_a_no_at_once(studio: Studio) -> None:
    """One of both stands: refused in the end, whichever came first."""
    await studio.begun()
    number = (await studio.proposed("due")).number
    editions = studio.editions()
    told = await done(editions.approve(number, BEA, NOON), editions.refuse(number, BEA, NOON))

    assert told in (["Edition", "Edition"], ["Edition", "NotWaitingError"])
    assert ["live", "refused"] == await states(studio)


async def test_replicas_put_one_edition_live_together(studio: Studio) -> None:
    """Each finds it due and puts it live: it is live once."""
    await studio.begun()
    number = (await studio.scheduled("due")).number

    assert ["Edition"] * 4 == await done(
        *(studio.editions().put_live(number, NOON) for _ in range(4))
    )
    assert ["past", "live"] == await states(studio)


async def test_of_two_editions_at_once_one_goes_live(studio: Studio) -> None:
    """Both were begun from the same: the second would take the first one's changes away."""
    await studio.begun()
    numbers = [(await studio.scheduled(words)).number for words in ("due", "tre")]
    told = await done(*(studio.editions().put_live(number, NOON) for number in numbers))

    assert ["Edition", "EditionMovedOnError"] == told
    assert ["live", "past", "scheduled"] == sorted(await states(studio))


async def test_replicas_begin_the_same_files_once(studio: Studio) -> None:
    """Started together on an empty database, they make one edition, not three."""
    begun = await asyncio.gather(*(studio.begun(words="uno") for _ in range(3)))

    assert {1} == {each.number for each in begun}
    assert ["live"] == await states(studio)


async def test_withdrawing_while_another_goes_live(studio: Studio) -> None:
    """Whichever comes first, one edition is live at the end, and never the withdrawn one."""
    await studio.begun()
    await studio.published("due")
    number = (await studio.scheduled("tre")).number
    editions = studio.editions()
    told = await done(editions.withdraw(2, BEA, NOON), editions.put_live(number, NOON))

    assert told in (["Edition", "EditionMovedOnError"], ["Edition", "NotLiveError"])
    assert 1 == (await states(studio)).count("live")


async def test_proposed_together_have_numbers_of_their_own(studio: Studio) -> None:
    """Two who propose at the same moment get two editions."""
    await studio.begun()
    made = await asyncio.gather(*(studio.proposed(f"{each}") for each in range(4)))

    assert [2, 3, 4, 5] == sorted(each.number for each in made)
