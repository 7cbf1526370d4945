"""The files of a library while one change is made in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flows.composing import LONGEST_FILE, Raw, RefusedError, compose
from flows.editing.errors import (
    LayoutError,
    TooLongError,
    UnknownFlowError,
    UnknownPartError,
    UnknownStepError,
    UnreadableSourceError,
)
from flows.editing.parts import as_list
from flows.editing.tree import Branch, Child, Typed, in_block, opened, plain
from flows.reader import FACTS_FILE, LIBRARY_FILE, WORDS_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_NOT_FLOWS = frozenset({LIBRARY_FILE, FACTS_FILE, WORDS_FILE})

#: What a change leaves: the new text of each file that is another now; `None`: the file goes.
Changed = dict[str, str | None]


class Draft:
    """Opens what a change needs, and writes back only what it touched."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self._sources = dict(sources)
        self._files: dict[str, SourceFile] = {}
        self._added: Changed = {}
        #: What the change is about; everything else has to read back as it was.
        self._touched: set[tuple[str, str]] = set()

    def flow_file(self, flow: str) -> str:
        """The name of a flow's file.

        Raises:
            UnknownFlowError: if there is none.
        """
        for name in (f"{flow}.yaml", f"{flow}.yml"):
            if name in self._sources and name not in _NOT_FLOWS:
                return name
        raise UnknownFlowError(flow)

    def flows(self) -> Iterator[str]:
        """The names of all flows, in the order of their files."""
        yield from (name.rsplit(".", 1)[0] for name in self._sources if name not in _NOT_FLOWS)

    def owner(self, flow: str) -> str:
        """Who answers for a flow's words."""
        pairs = self._file(self.flow_file(flow)).raw.pairs
        return next((str(value.value) for key, value in pairs if key.value == "owner"), "")

    def names(self, flow: str) -> dict[str, Raw]:
        """The steps of a flow by their short names, as they were before the change."""
        return {str(key.value): value for key, value in self._raw_steps(flow).pairs}

    def steps(self, flow: str) -> Branch:
        """The steps of a flow, to be changed."""
        name = self.flow_file(flow)
        pair = self._root(name).find("steps")
        branch = opened(pair) if pair else None
        if branch is None or not branch.is_mapping:
            raise LayoutError(name)
        return branch

    def step(self, step: str) -> Branch:
        """The fields of a step, to be changed.

        Raises:
            UnknownStepError: if no flow has it.
        """
        branch = opened(self.step_pair(step))
        if branch is None or not branch.is_mapping:
            raise UnknownPartError(step, "say")
        return branch

    def step_pair(self, step: str) -> Child:
        """A step as it stands in its flow, to be changed.

        Raises:
            UnknownStepError: if no flow has it.
        """
        flow, _, short = step.partition(".")
        try:
            name = self.flow_file(flow)
        except UnknownFlowError:
            raise UnknownStepError(step) from None
        pair = self.steps(flow).find(short)
        if pair is None:
            raise UnknownStepError(step)
        self.touch(name, short)
        return pair

    def entries(self, step: str, field: str) -> tuple[Child, Branch]:
        """A list of a step (`say`, `choices`) and the pair that holds it, to be changed."""
        fields = self.step(step)
        pair = fields.find(field)
        if pair is None:
            raise UnknownPartError(step, field)
        return pair, as_list(pair, fields)

    def choice(self, step: str, identity: str) -> Branch:
        """One choice of a step, to be changed."""
        _, choices = self.entries(step, "choices")
        for each in choices.children:
            found = opened(each)
            pair = found.find("id") if found and found.is_mapping else None
            if found is not None and pair is not None and pair.plain == identity:
                return found
        raise UnknownPartError(step, f"choices.{identity}")

    def library(self, key: str) -> tuple[Branch, Child]:
        """The pairs of library.yaml, and the one with this key, to be changed."""
        root = self._root(LIBRARY_FILE)
        pair = root.find(key)
        if pair is None:
            raise UnknownPartError("library", key)
        self.touch(LIBRARY_FILE, key)
        return root, pair

    def library_root(self) -> Branch:
        """The pairs of library.yaml, to be changed; who changes one says so by `touch`."""
        return self._root(LIBRARY_FILE)

    def flow_root(self, flow: str) -> Branch:
        """The pairs of a flow's file, to be changed; who changes one says so by `touch`."""
        return self._root(self.flow_file(flow))

    def fact(self, identity: str) -> Branch:
        """The fields of a fact in the registry, to be changed."""
        found = self.facts().find(identity)
        fields = opened(found) if found else None
        if fields is None or not fields.is_mapping:
            raise UnknownPartError("facts", identity)
        return fields

    def facts(self) -> Branch:
        """The registry of facts, to be changed.

        Raises:
            LayoutError: if facts.yaml has none.
        """
        self.touch(FACTS_FILE, "facts")
        pair = self._root(FACTS_FILE).find("facts")
        facts = opened(pair) if pair else None
        if facts is None or not facts.is_mapping:
            raise LayoutError(FACTS_FILE)
        return facts

    def library_plain(self) -> dict[str, object]:
        """What library.yaml says."""
        return cast("dict[str, object]", plain(self._file(LIBRARY_FILE).raw))

    def touch(self, file: str, key: str) -> None:
        """Note that a step, or a pair of library.yaml, is meant to be another."""
        self._touched.add((file, key))

    def add_flow(self, flow: str, text: str) -> None:
        """A flow in a file of its own."""
        name = f"{flow}.yaml"
        self._sources[name] = self._added[name] = text

    def remove_flow(self, flow: str) -> None:
        """Take a flow's file out."""
        name = self.flow_file(flow)
        self._files.pop(name, None)
        self._added[name] = None

    def changed(self) -> Changed:
        """The texts that are others now.

        Raises:
            TooLongError: if a file would be too large to be read.
            LayoutError: if what nobody touched would read otherwise.
        """
        changed = dict(self._added)
        for name, file in self._files.items():
            text = file.written()
            if text != file.text and self._untouched(file, file.raw) != self._untouched(
                file, file.read_back()
            ):
                raise LayoutError(name)
            if text != file.text or name in changed:
                changed[name] = text
        return changed

    def _untouched(self, file: SourceFile, root: Raw) -> dict[str, str]:
        """What nobody meant to change, as it is typed."""
        text = file.text if root is file.raw else file.written()
        told: dict[str, Raw] = {}
        for key, value in root.pairs:
            if key.value == "steps" and file.name not in _NOT_FLOWS:
                told |= {f"steps.{k.value}": v for k, v in value.pairs}
            else:
                told[str(key.value)] = value
        return {
            key: text[value.start : value.end]
            for key, value in told.items()
            if (file.name, key.removeprefix("steps.")) not in self._touched
        }

    def _raw_steps(self, flow: str) -> Raw:
        file = self._file(self.flow_file(flow))
        return next(
            (value for key, value in file.raw.pairs if key.value == "steps"), Raw((), 0, 0, 0)
        )

    def _root(self, name: str) -> Branch:
        return self._file(name).branch()

    def _file(self, name: str) -> SourceFile:
        if name not in self._files:
            if name not in self._sources:
                raise UnknownFlowError(name)
            self._files[name] = SourceFile(name, self._sources[name])
        return self._files[name]


class SourceFile:
    """One file, its one value, and what stands above and below it."""

    def __init__(self, name: str, text: str) -> None:
        try:
            self.raw = compose(text)
        except RefusedError as problem:
            raise UnreadableSourceError(name, problem.line + 1, problem.why) from None
        self.name = name
        self.text = text
        self._above = text[: self.raw.start]
        tail, self._below = in_block(text[self.raw.end :], 0)
        self.root = Child("", "", "", "", Typed(self.raw, text), tail)

    def branch(self) -> Branch:
        """The pairs of the file, to be changed.

        Raises:
            LayoutError: if it has none.
        """
        root = opened(self.root)
        if root is None or not root.is_mapping:
            raise LayoutError(self.name)
        return root

    def written(self) -> str:
        """The whole text."""
        return self._above + self.root.written() + self._below

    def read_back(self) -> Raw:
        """What the text means now.

        Raises:
            TooLongError: if it is too large to be read.
            LayoutError: if it can no longer be read.
        """
        text = self.written()
        if len(text) > LONGEST_FILE:
            raise TooLongError(self.name)
        try:
            return compose(text)
        except RefusedError:
            raise LayoutError(self.name) from None


def applied(sources: Mapping[str, str], changed: Mapping[str, str | None]) -> dict[str, str]:
    """The files of a library after a change."""
    after = {**sources, **changed}
    return {name: text for name, text in after.items() if text is not None}
