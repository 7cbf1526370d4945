"""A form of a card, done: seen that nobody was quicker, then one change that can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.editions.paths import FLOWS, part, put, seen
from console.studio.conflict import see_unchanged
from console.studio.editing import of_choices, of_memory, of_steps, of_words
from console.studio.editing.of_words import key_now
from console.studio.editing.operation import called
from flows.composing import RefusedError, compose
from flows.editing import EditError, note_of, part_as_written, text_of
from flows.editing.tree import plain
from flows.reader import LIBRARY_FILE
from storage.editions.records import What

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.editions.bench import Workbench
    from console.studio.editing.operation import Asked, Operation, Outcome, Sources
    from storage.editions.records import Changed
    from storage.staff.people import Person

OPERATIONS: Final[Mapping[str, Operation]] = {
    **of_words.OPERATIONS,
    **of_choices.OPERATIONS,
    **of_steps.OPERATIONS,
    **of_memory.OPERATIONS,
}


async def do(bench: Workbench, draft: str, who: Person, asked: Asked) -> Outcome:
    """Do what a form asks for.

    Raises:
        KeyError: if there is no such thing to do.
        ChangedMeanwhileError: if a colleague changed what she had before her.
        EditError: if it cannot be done as it is asked for.
        WorkError, EditionError: as of the workbench.
    """
    operation = OPERATIONS[asked.op]
    made: list[Outcome] = []

    def make(files: dict[str, str]) -> Changed:
        sources = part(files, FLOWS)
        if operation.unit:
            mine = " ".join(asked.words().split()) if operation.unit in _TYPED else ""
            see_unchanged(asked.seen, unit(sources, operation.unit, asked), mine)
        made.append(operation.do(sources, asked))
        return put(FLOWS, made[-1].changed)

    sources = part(await bench.files(draft), FLOWS)
    await bench.change(draft, who, What(operation.what, _about(sources, asked)), make)
    return made[-1]


#: What is typed, and may be kept, taken from the other, or written anew.
_TYPED: Final = frozenset({"text", "note"})


def unit(sources: Sources, name: str, asked: Asked) -> str:
    """What somebody changes, as it stands in these files.

    Raises:
        EditError: if it is not there any more.
    """
    if name == "text":
        return text_of(sources, key_now(sources, asked))
    if name == "note":
        return note_of(sources, asked.key)
    if name == "memory":
        return memory_unit(sources, asked.name("name"))
    part_of_step = f"choices.{asked.choice}" if name == "choice" else name
    return part_as_written(sources, asked.step, part_of_step)


def memory_unit(sources: Mapping[str, str], name: str) -> str:
    """One thing that is remembered, as it stands in library.yaml."""
    try:
        told = plain(compose(sources[LIBRARY_FILE]))
    except (KeyError, RefusedError):
        return ""
    remembers = told.get("remembers") if isinstance(told, dict) else None
    return str(remembers.get(name, "")) if isinstance(remembers, dict) else ""


def seen_part(sources: Mapping[str, str], step: str, part_of_step: str) -> str:
    """The word that a form on a part of a step carries."""
    return seen(part_as_written(sources, step, part_of_step))


def _about(sources: Mapping[str, str], asked: Asked) -> dict[str, str]:
    if not asked.step:
        return {}
    try:
        return {"step": called(sources, asked.step)}
    except EditError:
        return {"step": asked.key or asked.step}
