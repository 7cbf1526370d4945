"""Authors' files → a frozen library, with everything that is wrong with them.

Three strides: read (`flows.document`), understand (here), check (`flows.checks`).
"""

from __future__ import annotations

import hashlib
from importlib import resources
from typing import TYPE_CHECKING

from flows import facts as registry
from flows.definition import AskKind, Controls, HandoffSteps, Library, Place, ShowKind, Step
from flows.document import Node, read_document
from flows.errors import UnreadableFileError
from flows.flow_reader import FlowReader
from flows.form import Form
from flows.remembered import NODE_KIND, NUMBER_KINDS, PLACE_KIND, SIGN_KIND, Remembered

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from flows.definition import Words
    from flows.issues import Issue
    from flows.registered import Fact
from flows.remains import without_broken_parts

LIBRARY_FILE = "library.yaml"
FACTS_FILE = "facts.yaml"
WORDS_FILE = "words.yaml"
_NOT_FLOWS = frozenset({LIBRARY_FILE, FACTS_FILE, WORDS_FILE})

_CONTROLS = tuple(Controls.__dataclass_fields__)
_ONE_NODE = frozenset({ShowKind.CENTRE, ShowKind.ADDRESS})
_STARTS = ("first", "home", "danger", "place", "person")
_HANDOFF = tuple(HandoffSteps.__dataclass_fields__)


def shipped_library() -> dict[str, str]:
    """The files of the library that comes with the program."""
    return read_folder(resources.files("flows") / "library")


def read_folder(folder: Traversable | Path) -> dict[str, str]:
    """Every YAML file of a folder, by name."""
    return {
        entry.name: entry.read_bytes().decode(errors="replace")
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith((".yaml", ".yml")) and entry.is_file()
    }


def read_library(
    sources: Mapping[str, str], *, translations: Mapping[str, str] | None = None
) -> tuple[Library | None, list[Issue]]:
    """Understand a whole library.

    `translations` (catalogue name to text) only enter the revision: a changed
    translation is another revision, and people finish the one they began.

    Returns the library, or `None` when something in it could not be understood,
    and every problem found, in the order of the files.
    """
    library, issues = _LibraryReader(sources, translations or {}).read()
    return (None if any(issue.is_error for issue in issues) else library), issues


def as_typed(sources: Mapping[str, str]) -> Library | None:
    """A library as its authors have it at this moment, also where it leads nowhere.

    It is only ever looked at: for whoever is to mend it, nothing is left out. `None` where
    library.yaml cannot be understood.
    """
    return _LibraryReader(sources, {}).read()[0]


def what_remains(sources: Mapping[str, str]) -> Library | None:
    """What of a broken library can still be checked: see `flows.remains`."""
    library, _ = _LibraryReader(sources, {}).read()
    return without_broken_parts(library) if library else None


def revision_of(sources: Mapping[str, str], translations: Mapping[str, str]) -> bytes:
    """Four bytes that change when a word or a step does.

    Facts and word lists are left out: a corrected number must reach everybody
    at once, also those who walk an older revision.
    """
    whole = hashlib.sha256()
    for name, text in sorted({**sources, **translations}.items()):
        if name not in {FACTS_FILE, WORDS_FILE}:
            whole.update(f"{name}\0{len(text)}\0{text}\0".encode())
    return whole.digest()[:4]


class _LibraryReader:
    """Reads the files of one library and gathers what is wrong with them."""

    def __init__(self, sources: Mapping[str, str], translations: Mapping[str, str]) -> None:
        self._sources = sources
        self._translations = translations
        self._form = Form()
        #: (step, the step it leads to, where that is written)
        self._targets: list[tuple[str, str, Place]] = []

    def read(self) -> tuple[Library | None, list[Issue]]:
        documents = self._documents()
        facts = registry.read_facts(documents.get(FACTS_FILE), self._form)
        words = registry.read_words(documents.get(WORDS_FILE), self._form)
        steps: dict[str, Step] = {}
        for name, document in documents.items():
            if name not in _NOT_FLOWS:
                flow = FlowReader(name, document, self._form)
                for step, read in flow.steps().items():
                    if step in steps:
                        self._form.error(
                            read.place,
                            f"step '{step}' is also in {steps[step].place.file}",
                            "Keep it in one file only",
                        )
                    steps[step] = read
                self._targets += flow.targets
        library = self._library(documents.get(LIBRARY_FILE), steps, facts, words)
        self._form.issues.sort()
        return library, self._form.issues

    def _documents(self) -> dict[str, Node]:
        documents: dict[str, Node] = {}
        for name, text in self._sources.items():
            try:
                documents[name] = read_document(name, text)
            except UnreadableFileError as problem:
                self._form.error(
                    problem.place, f"the file cannot be read: {problem.why}", "Write it as YAML"
                )
        for name in (LIBRARY_FILE, FACTS_FILE):
            if name not in self._sources:
                self._form.error(
                    Place(name, 1), f"The library has no {name}", "Add it; docs/flows.md shows one"
                )
        return documents

    def _library(
        self,
        node: Node | None,
        steps: dict[str, Step],
        facts: Mapping[str, Fact],
        words: Words,
    ) -> Library | None:
        if node is None:
            return None
        form = self._form
        known = form.mapping(node, {*_STARTS, "remembers", "controls", "handoff"}, "the library")
        starts = {start: form.word(known, start, node, required=True) for start in _STARTS}
        remembered = self._remembered(known.get("remembers"))
        controls = self._controls(known.get("controls"), node)
        handoff = self._handoff(known.get("handoff"), steps)
        for start, name in starts.items():
            self._check_named(start, name, known.get(start, node).place, steps)
        asks = steps[starts["place"]].ask if starts["place"] in steps else None
        if starts["place"] in steps and (asks is None or asks.kind is not AskKind.PLACE):
            form.error(
                known["place"].place,
                "'place' names a step that asks nothing, or something else",
                "Name a step with 'ask: place'",
            )
        self._check_targets(steps)
        self._check_former(steps)
        self._check_memory(steps, remembered)
        if controls is None or any(not name for name in starts.values()):
            return None
        return Library(
            steps=steps,
            facts=facts,
            remembered=remembered,
            controls=controls,
            words=words,
            revision=revision_of(self._sources, self._translations),
            sources=dict(self._sources),
            handoff=handoff,
            **starts,
        )

    def _handoff(self, node: Node | None, steps: Mapping[str, Step]) -> HandoffSteps | None:
        if node is None:
            return None
        known = self._form.mapping(node, set(_HANDOFF), "'handoff'")
        names = {name: self._form.word(known, name, node, required=True) for name in _HANDOFF}
        for name, step in names.items():
            self._check_named(f"handoff: {name}", step, known.get(name, node).place, steps)
        return HandoffSteps(**names)

    def _check_named(self, what: str, name: str, place: Place, steps: Mapping[str, Step]) -> None:
        if name and name not in steps:
            self._form.error(
                place,
                f"'{what}' leads to '{name}', which is no step of any flow",
                "Write flow.step as it is called in its file",
            )

    def _remembered(self, node: Node | None) -> tuple[Remembered, ...]:
        if node is None:
            return ()
        remembered = []
        for name, value in node.items():
            kind = value.words()
            if isinstance(value.value, list):
                values = tuple(each.words() for each in value.entries())
                remembered.append(Remembered(name, "", values, value.place))
            elif kind in NUMBER_KINDS:
                remembered.append(Remembered(name, kind, (), value.place))
            elif SIGN_KIND in (words := dict(value.items())) and len(words) == 1:
                values = tuple(each.words() for each in words[SIGN_KIND].entries())
                remembered.append(Remembered(name, SIGN_KIND, values, value.place))
            else:
                self._form.error(
                    value.place,
                    f"'{name}' remembers '{kind}'",
                    "Write place, node, nodes, a list of values, or {sign: a list of words}",
                )
        return tuple(remembered)

    def _controls(self, node: Node | None, whole: Node) -> Controls | None:
        if node is None:
            self._form.error(
                whole.place,
                "'controls' is missing",
                "Add the words that every screen carries; docs/flows.md shows them",
            )
            return None
        known = self._form.mapping(node, set(_CONTROLS), "'controls'")
        texts = {
            name: self._form.text(known, name, f"library.controls.{name}", node, required=True)
            for name in _CONTROLS
        }
        if any(text is None for text in texts.values()):
            return None
        return Controls(**{name: text for name, text in texts.items() if text is not None})

    def _check_targets(self, steps: Mapping[str, Step]) -> None:
        for step, target, place in self._targets:
            if target not in steps:
                self._form.error(
                    place,
                    f"step '{step}' leads to '{target}', which is no step of any flow",
                    "Add that step, or lead somewhere else",
                )

    def _check_former(self, steps: Mapping[str, Step]) -> None:
        former: dict[str, str] = {}
        for step in steps.values():
            for name in step.was:
                other = name if name in steps else former.setdefault(name, step.name)
                if other != step.name or name == step.name:
                    self._form.error(
                        step.place,
                        f"step '{step.name}' was called '{name}', and so is or was '{other}'",
                        "Take that name out of 'was', or give the other step another",
                    )

    def _check_memory(self, steps: Mapping[str, Step], remembered: tuple[Remembered, ...]) -> None:
        conditions = {fact.name: fact.conditions for fact in remembered}
        values = {fact.name: frozenset(fact.values) for fact in remembered}
        kinds = {fact.kind for fact in remembered}
        for step in steps.values():
            if step.ask and step.ask.kind is AskKind.PLACE and PLACE_KIND not in kinds:
                self._form.error(
                    step.place,
                    f"step '{step.name}' asks for a place",
                    "Add a fact of kind 'place' to 'remembers' in library.yaml",
                )
            if step.show and step.show.kind in _ONE_NODE and NODE_KIND not in kinds:
                self._form.error(
                    step.place,
                    f"step '{step.name}' shows one centre",
                    "Add a fact of kind 'node' to 'remembers' in library.yaml",
                )
            for bubble in step.say:
                self._check_used(step, bubble.text.place, bubble.when, conditions)
            for choice in step.choices:
                self._check_used(step, choice.place, choice.when, conditions)
                sets = {name: frozenset({value}) for name, value in choice.remember.items()}
                self._check_used(step, choice.place, sets, values)

    def _check_used(
        self,
        step: Step,
        place: Place,
        used: Mapping[str, frozenset[str]],
        known: Mapping[str, frozenset[str]],
    ) -> None:
        for name, wanted in used.items():
            if not wanted <= known.get(name, frozenset()):
                self._form.error(
                    place,
                    f"step '{step.name}' uses '{name}: {', '.join(sorted(wanted))}', "
                    "which is not remembered",
                    "Add the fact and its values to 'remembers' in library.yaml",
                )
