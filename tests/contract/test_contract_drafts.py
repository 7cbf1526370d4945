"""What every home of the drafts does."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from storage.editions.records import Done, What, applied
from storage.errors import (
    DraftClosedError,
    DraftMovedOnError,
    UnknownDraftError,
    UnknownEditionError,
)
from tests.contract.studios import ADA, BEA, FILES, FLOW, HOUR, NOON, WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any

    from storage.editions.ports import Drafts
    from storage.editions.records import Changed, Draft
    from tests.contract.studios import Studio

WROTE = What("Testo di {step}", {"step": "La prima «schermata»"})
NEW = "examples.yaml"
NOBODY = "0" * 12
#: What changes a draft, or would.
CHANGING: dict[str, Callable[[Drafts, str, int], Coroutine[Any, Any, Draft]]] = {
    "change": lambda drafts, id_, seen: drafts.change(
        id_, seen, {FLOW: "altro"}, what=WROTE, who=ADA, now=NOON
    ),
    "undo": lambda drafts, id_, seen: drafts.undo(id_, seen, ADA, NOON),
    "redo": lambda drafts, id_, seen: drafts.redo(id_, seen, ADA, NOON),
    "rebase": lambda drafts, id_, seen: drafts.rebase(id_, seen, 1, {}, who=ADA, now=NOON),
}


def at_first(
    act: Callable[[Drafts, str, int], Coroutine[Any, Any, Draft]],
) -> Callable[[Drafts, str], Coroutine[Any, Any, Draft]]:
    """The same by somebody who has seen the first version."""
    return lambda drafts, id_: act(drafts, id_, 1)


ANY: dict[str, Callable[[Drafts, str], Coroutine[Any, Any, object]]] = {
    "get": lambda drafts, id_: drafts.get(id_),
    "changed": lambda drafts, id_: drafts.changed(id_),
    "history": lambda drafts, id_: drafts.history(id_),
    "rename": lambda drafts, id_: drafts.rename(id_, "x", NOON),
    "close": lambda drafts, id_: drafts.close(id_, NOON),
    "reopen": lambda drafts, id_: drafts.reopen(id_, NOON),
    **{name: at_first(act) for name, act in CHANGING.items()},
}


async def opened(studio: Studio) -> Draft:
    """Ada's draft on the first edition."""
    await studio.begun(words="uno")
    return await studio.drafts().open("Prima schermata", ADA, 1, NOON)


async def changed(
    studio: Studio, draft: Draft, files: Changed, who: str = ADA, what: What = WROTE
) -> Draft:
    """The draft after one more change."""
    return await studio.drafts().change(
        draft.id, draft.version, files, what=what, who=who, now=NOON + HOUR
    )


async def files_of(studio: Studio, draft: Draft) -> dict[str, str]:
    """The files somebody would read who opens it now."""
    now = await studio.drafts().get(draft.id)
    return applied(await studio.editions().files(now.base), await studio.drafts().changed(draft.id))


async def test_a_new_draft_is_its_base(studio: Studio) -> None:
    """Nothing is changed yet, nothing can be taken back."""
    draft = await opened(studio)

    assert re.fullmatch("[0-9a-f]{12}", draft.id)
    assert ("Prima schermata", 1, 1, ADA, NOON) == (
        draft.title,
        draft.base,
        draft.version,
        draft.author,
        draft.begun_at,
    )
    assert (ADA, NOON, False, None, None) == (
        draft.changed_by,
        draft.changed_at,
        draft.is_closed,
        draft.undoes,
        draft.redoes,
    )
    assert draft == await studio.drafts().get(draft.id)
    assert {} == await studio.drafts().changed(draft.id)
    assert [] == [*await studio.drafts().history(draft.id)]


async def test_a_draft_stands_on_an_edition(studio: Studio) -> None:
    """None begins on an edition that does not exist, or is moved to one."""
    with pytest.raises(UnknownEditionError):
        await studio.drafts().open("x", ADA, 1, NOON)
    draft = await opened(studio)
    with pytest.raises(UnknownEditionError):
        await studio.drafts().rebase(draft.id, 1, 2, {}, who=ADA, now=NOON)

    assert draft == await studio.drafts().get(draft.id)


@pytest.mark.parametrize("act", ANY)
async def test_an_unknown_draft_is_told(studio: Studio, act: str) -> None:
    """Every method says so."""
    await opened(studio)
    with pytest.raises(UnknownDraftError):
        await ANY[act](studio.drafts(), NOBODY)


async def test_a_change_is_kept_with_who_and_what(studio: Studio) -> None:
    """The text, the version, the name and the sentence come back; the base stays as it is."""
    draft = await opened(studio)
    kept = await changed(studio, draft, {FLOW: "passi «nuovi»\r\n", NEW: "\ud800"}, BEA)
    done = Done(number=1, who=BEA, at=NOON + HOUR, what=WROTE, paths=(FLOW, NEW))

    assert (2, BEA, NOON + HOUR) == (kept.version, kept.changed_by, kept.changed_at)
    assert (done, None) == (kept.undoes, kept.redoes)
    assert kept == await studio.drafts().get(draft.id)
    assert [done] == [*await studio.drafts().history(draft.id)]
    assert {FLOW: "passi «nuovi»\r\n", NEW: "\ud800"} == await studio.drafts().changed(draft.id)
    assert FILES | {FLOW: "uno"} == await studio.editions().files(1)


async def test_changed_back_by_hand_is_unchanged(studio: Studio) -> None:
    """What is again as in the base is no difference, though it is a step of its own."""
    draft = await opened(studio)
    draft = await changed(studio, draft, {FLOW: "due", WORDS: None})
    draft = await changed(studio, draft, {FLOW: "uno"})

    assert {WORDS: None} == await studio.drafts().changed(draft.id)
    assert 2 == len(await studio.drafts().history(draft.id))


async def test_undone_and_done_again(studio: Studio) -> None:
    """Each step back and forth brings every file of it, made, changed or removed."""
    draft = await opened(studio)
    seen = [await files_of(studio, draft)]
    for files in ({FLOW: "due", NEW: "a"}, {FLOW: "tre", WORDS: None}, {NEW: None, WORDS: "ciao"}):
        draft = await changed(studio, draft, files)
        seen.append(await files_of(studio, draft))
    back, forth = [], []
    for _ in range(3):
        back.append(await files_of(studio, draft))
        draft = await studio.drafts().undo(draft.id, draft.version, BEA, NOON)
    for _ in range(3):
        forth.append(await files_of(studio, draft))
        draft = await studio.drafts().redo(draft.id, draft.version, BEA, NOON)

    assert seen[:0:-1] == back
    assert seen[:-1] == forth
    assert seen[-1] == await files_of(studio, draft)
    assert (10, BEA) == (draft.version, draft.changed_by)


async def test_undo_tells_what_it_would_do(studio: Studio) -> None:
    """Before each press she reads what it takes back or does again, and whose it was."""
    draft = await opened(studio)
    draft = await changed(studio, draft, {FLOW: "due"}, what=What("Primo"))
    draft = await changed(studio, draft, {FLOW: "tre"}, BEA, what=What("Secondo"))
    undone = await studio.drafts().undo(draft.id, draft.version, ADA, NOON)
    history = await studio.drafts().history(draft.id)

    assert undone.undoes is not None
    assert undone.redoes is not None
    assert ("Primo", "Secondo", BEA) == (
        undone.undoes.what.text,
        undone.redoes.what.text,
        undone.redoes.who,
    )
    assert [("Secondo", True), ("Primo", False)] == [
        (done.what.text, done.is_undone) for done in history
    ]
    assert [undone.redoes, undone.undoes] == [*history]


async def test_nothing_left_to_undo_or_redo(studio: Studio) -> None:
    """Nothing happens, and it is no new version."""
    draft = await opened(studio)

    assert draft == await studio.drafts().undo(draft.id, 1, BEA, NOON + HOUR)
    assert draft == await studio.drafts().redo(draft.id, 1, BEA, NOON + HOUR)


async def test_a_change_drops_what_was_undone(studio: Studio) -> None:
    """After a new change nothing of what was taken back can be done again."""
    draft = await opened(studio)
    for text in ("due", "tre", "quattro"):
        draft = await changed(studio, draft, {FLOW: text})
    for _ in range(3):
        draft = await studio.drafts().undo(draft.id, draft.version, ADA, NOON)
    draft = await changed(studio, draft, {WORDS: "x"}, what=What("Ultimo"))

    assert None is draft.redoes
    assert ["Ultimo"] == [done.what.text for done in await studio.drafts().history(draft.id)]
    assert FILES | {FLOW: "uno", WORDS: "x"} == await files_of(studio, draft)


@pytest.mark.parametrize("act", CHANGING)
async def test_an_old_version_is_refused_not_lost(studio: Studio, act: str) -> None:
    """Whoever has not seen the newest changes nothing and learns its version."""
    draft = await opened(studio)
    newest = await changed(studio, draft, {FLOW: "due"})
    with pytest.raises(DraftMovedOnError) as told:
        await CHANGING[act](studio.drafts(), draft.id, draft.version)

    assert newest.version == told.value.version
    assert newest == await studio.drafts().get(draft.id)
    assert {FLOW: "due"} == await studio.drafts().changed(draft.id)


@pytest.mark.parametrize("act", CHANGING)
async def test_of_many_at_once_one_wins(studio: Studio, act: str) -> None:
    """Four replicas change one version: once it is kept, three times it is told."""
    draft = await changed(studio, await opened(studio), {FLOW: "due"})
    draft = await changed(studio, draft, {FLOW: "tre"})
    draft = await studio.drafts().undo(draft.id, draft.version, ADA, NOON)
    told = await asyncio.gather(
        *(CHANGING[act](studio.drafts(), draft.id, draft.version) for _ in range(4)),
        return_exceptions=True,
    )
    kinds = sorted(type(each).__name__ for each in told)

    assert ["Draft", *["DraftMovedOnError"] * 3] == kinds
    assert draft.version + 1 == (await studio.drafts().get(draft.id)).version


async def test_who_writes_at_once_loses_nothing(studio: Studio) -> None:
    """Six people who try again each time they were told have all their words in the draft."""
    draft = await opened(studio)

    async def write(path: str) -> None:
        while True:
            now = await studio.drafts().get(draft.id)
            try:
                await changed(studio, now, {path: path})
            except DraftMovedOnError:
                continue
            return

    paths = [f"flows/{number}.yaml" for number in range(6)]
    await asyncio.gather(*(write(path) for path in paths))

    assert {path: path for path in paths} == await studio.drafts().changed(draft.id)
    assert [6, 5, 4, 3, 2, 1] == [done.number for done in await studio.drafts().history(draft.id)]


async def test_rebased_it_begins_anew(studio: Studio) -> None:
    """On another edition it has the changes it was given, and no step to take back."""
    draft = await changed(studio, await opened(studio), {FLOW: "due", NEW: "a"})
    await studio.published("tre")
    rebased = await studio.drafts().rebase(
        draft.id, draft.version, 2, {FLOW: "tre e due", WORDS: FILES[WORDS]}, who=BEA, now=NOON
    )

    assert (2, 3, BEA, None) == (rebased.base, rebased.version, rebased.changed_by, rebased.undoes)
    assert [] == [*await studio.drafts().history(draft.id)]
    assert {FLOW: "tre e due"} == await studio.drafts().changed(draft.id)
    assert rebased == await studio.drafts().undo(draft.id, 3, ADA, NOON)


async def test_renamed_it_is_the_same_version(studio: Studio) -> None:
    """Another name makes nobody's change too late."""
    draft = await opened(studio)
    renamed = await studio.drafts().rename(draft.id, "Orari d'estate", NOON + HOUR)

    assert ("Orari d'estate", 1, NOON + HOUR) == (
        renamed.title,
        renamed.version,
        renamed.changed_at,
    )


@pytest.mark.parametrize("act", CHANGING)
async def test_a_closed_draft_is_read_only(studio: Studio, act: str) -> None:
    """It can be read and its history too; nothing changes it, until it is opened again."""
    draft = await changed(studio, await opened(studio), {FLOW: "due"})
    closed = await studio.drafts().close(draft.id, NOON + HOUR)
    with pytest.raises(DraftClosedError):
        await CHANGING[act](studio.drafts(), draft.id, draft.version)
    with pytest.raises(DraftClosedError):
        await studio.drafts().rename(draft.id, "x", NOON)
    reopened = await studio.drafts().reopen(draft.id, NOON + HOUR)
    await CHANGING[act](studio.drafts(), draft.id, draft.version)

    assert (True, False) == (closed.is_closed, reopened.is_closed)
    assert (draft.version, draft.undoes) == (closed.version, closed.undoes)


async def test_listed_are_the_open_ones(studio: Studio) -> None:
    """The last changed first, each with what it would undo; none that is closed."""
    first = await opened(studio)
    drafts = studio.drafts()
    second = await drafts.open("Due", BEA, 1, NOON + HOUR / 2)
    closed = await drafts.open("Chiusa", BEA, 1, NOON + HOUR)
    await drafts.close(closed.id, NOON + HOUR)
    first = await changed(studio, first, {FLOW: "due"})
    first = await changed(studio, first, {FLOW: "tre"})
    first = await drafts.undo(first.id, first.version, ADA, NOON + HOUR)

    assert [first, second] == [*await drafts.all()]


async def test_closed_drafts_are_listed_apart(studio: Studio) -> None:
    """Those put away can be found again, the last first; the open ones are not among them."""
    open_one, drafts = await opened(studio), studio.drafts()
    first, second = [await drafts.open(title, BEA, 1, NOON) for title in ("Prima", "Seconda")]
    await drafts.close(first.id, NOON + HOUR)
    await drafts.close(second.id, NOON + 2 * HOUR)

    assert [second.id, first.id] == [each.id for each in await drafts.closed()]
    assert [open_one.id] == [each.id for each in await drafts.all()]


async def test_closed_drafts_go_after_a_month(studio: Studio) -> None:
    """Thirty days after it was closed a draft is gone with its steps; an open one never."""
    drafts, day = studio.drafts(), timedelta(days=1)
    closed = await changed(studio, await opened(studio), {FLOW: "due"})
    kept = await drafts.open("Aperta", ADA, 1, NOON)
    await drafts.close(closed.id, NOON)
    await drafts.retire(NOON + 30 * day)
    before = await drafts.history(closed.id)
    await drafts.retire(NOON + 30 * day + timedelta(seconds=1))
    await drafts.retire(NOON + 365 * day)

    assert 1 == len(before)
    assert kept == await drafts.get(kept.id)
    for ask in (drafts.get, drafts.changed, drafts.history):
        with pytest.raises(UnknownDraftError):
            await ask(closed.id)
