"""Any sequence of changes, taken back and done again, against a list of what was there."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from storage.database import Database, sqlite_address
from storage.editions.packing import gone, pack, unpack, way
from storage.editions.records import What, applied
from tests.contract.studios import ADA, FILES, NOON, Studio, studio_in, studio_in_memory

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from storage.editions.records import Changed, Draft

PATHS = st.sampled_from([*FILES, "examples.yaml"])
TEXTS = st.text("ab\n\r\0é\ud800أ", max_size=8)
CHANGES = st.dictionaries(PATHS, TEXTS | st.none(), max_size=3)
REBASED = st.tuples(st.just("rebase"), st.sampled_from([1, 2]), CHANGES)
#: Mostly long histories, gone back and forth several steps in a row.
GONE = st.lists(st.sampled_from(["undo", "undo", "redo"]), max_size=4)
PARTS = st.lists(st.lists(CHANGES, max_size=3) | GONE | GONE | REBASED.map(lambda it: [it]))
ACTS = PARTS.map(lambda parts: [act for part in parts for act in part][:16])


@dataclass
class Plain:
    """A draft as one would think of it: every state it was in, and which it is in."""

    states: list[dict[str, str]]
    at: int = 0
    versions: int = 1
    bases: Mapping[int, dict[str, str]] = field(default_factory=dict)

    def change(self, changed: Changed) -> None:
        """Drop what was undone and add the next state."""
        self.states[self.at + 1 :] = [applied(self.states[self.at], changed)]
        self.at += 1
        self.versions += 1

    def go(self, steps: int) -> None:
        """Go back or forth, if there is somewhere to go."""
        if 0 <= self.at + steps < len(self.states):
            self.at += steps
            self.versions += 1

    def rebase(self, base: int, changed: Changed) -> None:
        """Begin anew."""
        self.states, self.at = [applied(self.bases[base], changed)], 0
        self.versions += 1


@given(here=st.dictionaries(PATHS, TEXTS), there=CHANGES)
def test_the_way_leads_there_and_back(here: dict[str, str], there: Changed) -> None:
    """From any texts to any others and back, letter for letter, also through a row."""
    across = unpack(pack(way(here, there)))
    arrived = applied(here, gone(here, across))
    back = way(arrived, {path: here.get(path) for path in there})

    assert applied(here, there) == arrived
    assert here == applied(arrived, gone(arrived, back))


def test_a_corrected_sentence_takes_little_room() -> None:
    """One word in a catalogue of 100 kB is kept in less than 100 bytes."""
    catalogue = "".join(f'msgid "frase {number}"\nmsgstr ""\n' for number in range(4000))
    corrected = catalogue.replace('"frase 2000"\nmsgstr ""', '"frase 2000"\nmsgstr "tradotta"')

    assert 100 > len(pack(way({"po": corrected}, {"po": catalogue})))


async def act(studio: Studio, draft: Draft, what: object) -> Draft:
    """Do one of `ACTS`."""
    drafts = studio.drafts()
    if what == "undo":
        return await drafts.undo(draft.id, draft.version, ADA, NOON)
    if what == "redo":
        return await drafts.redo(draft.id, draft.version, ADA, NOON)
    if isinstance(what, tuple):
        _, base, changed = what
        return await drafts.rebase(draft.id, draft.version, base, changed, who=ADA, now=NOON)
    assert isinstance(what, dict)
    return await drafts.change(draft.id, draft.version, what, what=What("x"), who=ADA, now=NOON)


def act_plainly(plain: Plain, what: object) -> None:
    """The same with the list."""
    if isinstance(what, tuple):
        plain.rebase(what[1], what[2])
    elif isinstance(what, dict):
        plain.change(what)
    else:
        plain.go(-1 if what == "undo" else 1)


async def walk(studio: Studio, acts: list[object]) -> None:
    """Do it all, and look after each act that the draft is what the list says."""
    bases = {number: dict(await studio.editions().files(number)) for number in (1, 2)}
    draft = await studio.drafts().open("x", ADA, 1, NOON)
    plain = Plain([bases[1]], bases=bases)
    for what in acts:
        draft = await act(studio, draft, what)
        act_plainly(plain, what)
        changed = await studio.drafts().changed(draft.id)
        steps = await studio.drafts().history(draft.id)

        assert plain.states[plain.at] == applied(bases[draft.base], changed)
        assert len(plain.states) - 1 == len(steps)
        assert len(plain.states) - 1 - plain.at == sum(done.is_undone for done in steps)
        assert (plain.at > 0) == (draft.undoes is not None)
        assert (plain.at < len(plain.states) - 1) == (draft.redoes is not None)
        assert plain.versions == draft.version


async def two_editions(studio: Studio) -> None:
    """What the drafts stand on."""
    await studio.begun(words="uno")
    await studio.published("due")


def test_any_sequence_in_memory() -> None:
    """The twin that the tests of the studio stand on."""

    @given(acts=ACTS)
    def check(acts: list[object]) -> None:
        async def once() -> None:
            studio = studio_in_memory()
            await two_editions(studio)
            await walk(studio, acts)

        asyncio.run(once())

    check()


def test_any_sequence_in_the_database(tmp_path: Path) -> None:
    """What a studio stands on that is used."""
    with asyncio.Runner() as runner:
        database = Database(sqlite_address(tmp_path / "x.db"))
        runner.run(database.open())
        studio = studio_in(database)
        runner.run(two_editions(studio))

        @settings(max_examples=60, deadline=None)
        @given(acts=ACTS)
        def check(acts: list[object]) -> None:
            runner.run(walk(studio, acts))

        check()
        runner.run(database.close())
