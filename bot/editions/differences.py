"""What changes from one edition to another, for whom: records that a page puts into words."""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from bot.editions.examples import read_examples
from bot.editions.paths import EXAMPLES, LOCALES, NETWORK, catalogue_path, part
from flows.comparing import compare, followed
from locales.catalogues import INTERFACE, Status
from locales.errors import NotPoError
from locales.languages import SOURCE
from locales.po import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bot.editions.reading import Reading
    from flows.comparing import Comparison
    from storage.editions.records import Files

#: What says which entry of a list it is.
_NAMES: Final = ("id", "node", "value", "date", "kind", "use")
_DESKS: Final = "desks.toml"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is known of an item; empty: it is not told there."""

    #: `hours.open`, `contacts.+390255015519.use`.
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class OfItem:
    """A centre, a number, a desk or a rule that is another."""

    #: `node`, `line`, `desk`, `rule`… as the file calls it; empty: of the whole file.
    kind: str
    id: str
    #: As people call it, where it has a name.
    name: str
    #: `new`, `gone` or `changed`.
    state: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class OfSentence:
    """A translation that is another."""

    source: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class OfLanguage:
    """What is another in one language."""

    tag: str
    translated: tuple[OfSentence, ...]
    changed: tuple[OfSentence, ...]
    #: Had a translation that still held, and has none now.
    lost: tuple[OfSentence, ...]
    #: Read again and signed, the words the same.
    signed: tuple[OfSentence, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is."""
        return not (self.translated or self.changed or self.lost or self.signed)


@dataclass(frozen=True, slots=True)
class OfExamples:
    """Saved examples, by name."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether they are the same."""
        return not (self.added or self.changed or self.gone)


@dataclass(frozen=True, slots=True)
class Differences:
    """Everything that is another."""

    #: `None` where one of the two cannot be understood at all.
    conversation: Comparison | None
    network: tuple[OfItem, ...]
    #: Who answers in writing, and how a node is chosen.
    rules: tuple[OfItem, ...]
    languages: tuple[OfLanguage, ...]
    examples: OfExamples
    #: The files that are others, by path.
    paths: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether not a letter is another."""
        return not self.paths


def differences(before: Reading, after: Reading, names: Mapping[str, str]) -> Differences:
    """Tell what changes. For a thread: it takes up to a second.

    `names` are languages by tag, as they are called in a sentence.
    """
    comparison = None
    if before.sketch is not None and after.sketch is not None:
        known = {tag: name for tag, name in names.items() if tag in after.languages}
        status = after.catalogues.status
        comparison = compare(before.sketch, after.sketch, known, status)
    paths = dict.fromkeys([*before.files, *after.files])
    return Differences(
        conversation=comparison,
        network=tuple(_items(before.files, after.files, are_rules=False)),
        rules=tuple(_items(before.files, after.files, are_rules=True)),
        languages=tuple(_languages(before, after)),
        examples=_examples(before.files.get(EXAMPLES, ""), after.files.get(EXAMPLES, "")),
        paths=tuple(path for path in paths if before.files.get(path) != after.files.get(path)),
    )


def unified(before: Files, after: Files, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The same as lines of the files, for who reads such."""
    for path in paths:
        old, new = before.get(path, ""), after.get(path, "")
        lines = difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=2)
        yield path, "\n".join(list(lines)[2:])


def _items(before: Files, after: Files, *, are_rules: bool) -> Iterator[OfItem]:
    old, new = (_table(files, are_rules=are_rules) for files in (before, after))
    for key in dict.fromkeys([*old, *new]):
        then, now = old.get(key, {}), new.get(key, {})
        if then != now:
            kind, id_ = key
            state = "changed" if key in old and key in new else "new" if key in new else "gone"
            name = str((now or then).get("name", ""))
            yield OfItem(kind, id_, name, state, tuple(_fields(then, now)))


def _fields(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Field]:
    old, new = dict(_leaves("", then)), dict(_leaves("", now))
    for name in dict.fromkeys([*old, *new]):
        if old.get(name) != new.get(name):
            yield Field(name, old.get(name, ""), new.get(name, ""))


def _table(files: Files, *, are_rules: bool) -> dict[tuple[str, str], dict[str, Any]]:
    """Every entry of the network's files, whichever file it stands in."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for name, text in part(files, NETWORK).items():
        if (name == _DESKS) is not are_rules:
            continue
        try:
            told = tomllib.loads(text)
        except tomllib.TOMLDecodeError:
            continue
        whole = {key: each for key, each in told.items() if not _is_list_of_tables(each)}
        found["", name] = whole
        for kind in told.keys() - whole.keys():
            for number, entry in enumerate(told[kind], start=1):
                found[kind, _name_of(entry) or str(number)] = entry
    return dict(sorted(found.items()))


def _leaves(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _leaves(f"{name}.{key}" if name else key, each)
    elif _is_list_of_tables(value):
        for number, each in enumerate(value, start=1):
            yield from _leaves(f"{name}.{_name_of(each) or number}", each)
    elif isinstance(value, list):
        yield name, ", ".join(str(each) for each in value)
    elif isinstance(value, bool):
        yield name, "✓" if value else "–"
    else:
        yield name, str(value)


def _is_list_of_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(e, dict) for e in value)


def _name_of(entry: Mapping[str, Any]) -> str:
    return next((str(entry[name]) for name in _NAMES if name in entry), "")


def _languages(before: Reading, after: Reading) -> Iterator[OfLanguage]:
    for tag in dict.fromkeys([*before.languages, *after.languages]):
        of_tag = f"{LOCALES}{tag}/"
        if tag != SOURCE and part(before.files, of_tag) != part(after.files, of_tag):
            told = _language(tag, [*_of_flows(before, after, tag), *_of_screen(before, after, tag)])
            if not told.is_empty:
                yield told


def _language(tag: str, sentences: list[tuple[str, OfSentence]]) -> OfLanguage:
    def of(kind: str) -> tuple[OfSentence, ...]:
        return tuple(sentence for found, sentence in sentences if found == kind)

    return OfLanguage(tag, of("translated"), of("changed"), of("lost"), of("signed"))


def _of_flows(before: Reading, after: Reading, tag: str) -> Iterator[tuple[str, OfSentence]]:
    if before.sketch is None or after.sketch is None:
        return
    came_from = followed(before.sketch, after.sketch)
    stood = {text.context: text.source for text in before.sketch.texts()}
    for text in after.sketch.texts():
        key = came_from.get(text.context, text.context)
        source = stood.get(key, "")
        then = before.catalogues.translation(key, source, tag) or ""
        now = after.catalogues.translation(text.context, text.source, tag) or ""
        signed = (
            before.catalogues.status(key, source, tag) is Status.REVIEWED,
            after.catalogues.status(text.context, text.source, tag) is Status.REVIEWED,
        )
        yield from _sentence(text.source, then, now, signed)


def _of_screen(before: Reading, after: Reading, tag: str) -> Iterator[tuple[str, OfSentence]]:
    path = catalogue_path(tag, INTERFACE)
    old, new = (_rows(files.get(path, "")) for files in (before.files, after.files))
    for source in dict.fromkeys([*old, *new]):
        signed = (
            before.catalogues.interface_status(source, tag) is Status.REVIEWED,
            after.catalogues.interface_status(source, tag) is Status.REVIEWED,
        )
        yield from _sentence(source, old.get(source, ""), new.get(source, ""), signed)


def _sentence(
    source: str, then: str, now: str, signed: tuple[bool, bool]
) -> Iterator[tuple[str, OfSentence]]:
    kind = ""
    if then != now:
        kind = "changed" if then and now else "translated" if now else "lost"
    elif signed == (False, True):
        kind = "signed"
    if kind:
        yield kind, OfSentence(source, then, now)


def _rows(text: str) -> dict[str, str]:
    try:
        rows = read_rows(text).rows
    except NotPoError:
        return {}
    return {row.source: row.target or "" for row in rows if row.source and not row.is_gone}


def _examples(before: str, after: str) -> OfExamples:
    old, new = (
        {each.name: each for each in read_examples(text).examples} for text in (before, after)
    )
    return OfExamples(
        added=tuple(name for name in new if name not in old),
        changed=tuple(n for n in new if n in old and _bare(old[n]) != _bare(new[n])),
        gone=tuple(name for name in old if name not in new),
    )


def _bare(example: Any) -> tuple[Any, ...]:
    """What it says, wherever in the file it stands."""
    return tuple(getattr(example, name) for name in example.__slots__ if name != "line")
