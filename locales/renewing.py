"""Today's sentences with yesterday's translations: kept, moved along, or marked outdated."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog, Message

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    #: What steps were called before, all in full: `{"near.where": ("menu.where",)}`.
    Former = Mapping[str, Sequence[str]]

#: What a reader's signature above a sentence begins with.
SIGNED = "reviewed:"
_FUZZY = "fuzzy"
NO_FORMER: Former = MappingProxyType({})


def renewed(
    messages: Iterable[Message],
    kept: Catalog,
    tag: str,
    former: Former = NO_FORMER,
    *,
    only: Container[str] | None = None,
) -> Catalog:
    """A language's catalogue for today's sentences, with every translation it had.

    A sentence that moved within its step, or with its step under another name (`former`),
    takes its translation along, signed or not; one that stands somewhere else is a draft
    there. Nothing translated is thrown away.

    With `only` the catalogue has these keys alone, each as it would be among all.
    """
    fresh = empty(kept, tag)
    today = list(messages)
    past = _Past.of(kept, today, former)
    for message in today:
        if only is not None and _key(message) not in only:
            continue
        old = past.of_message(message)
        added = fresh.add(
            message.id,
            old.string if old else "",
            context=message.context,
            auto_comments=message.auto_comments,
            locations=message.locations,
            user_comments=_comments(message, old),
            flags=_flags(message, old),
            previous_id=_previous(message, old),
        )
        # Babel takes "il 100% di" for a place of Python's.
        added.flags.discard("python-format")
    for old in past.unused():
        fresh.obsolete[_key(old), str(old.id)] = old
    return fresh


@dataclass(slots=True)
class _Past:
    """What a catalogue held, to be found again."""

    former: Former
    #: By key and source; by key; by step and source; by source.
    exact: dict[tuple[str, str], Message] = field(default_factory=dict)
    by_key: dict[str, Message] = field(default_factory=dict)
    in_step: dict[tuple[str, str], Message] = field(default_factory=dict)
    anywhere: dict[str, Message] = field(default_factory=dict)
    #: Today's sentences, by step and source: a translation of one of them is not an old version.
    today: set[tuple[str, str]] = field(default_factory=set)
    used: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, kept: Catalog, today: list[Message], former: Former) -> _Past:
        past = cls(former, today={(_step(each), str(each.id)) for each in today})
        for old in [*(each for each in kept if each.id), *kept.obsolete.values()]:
            if not old.string:
                continue
            key, source = _key(old), str(old.id)
            past.exact.setdefault((key, source), old)
            past.by_key.setdefault(key, old)
            if not old.fuzzy:
                past.in_step.setdefault((_step(old), source), old)
                past.anywhere.setdefault(source, old)
        return past

    def of_message(self, message: Message) -> Message | None:
        source = str(message.id)
        names = list(self._names(message))
        found = next(filter(None, (self._same(*each, source) for each in names)), None)
        if found is None:
            today = _step(message)
            older = (self._older(key, today) for key, _ in names)
            found = next(filter(None, older), None) or self._elsewhere(source)
        if found is not None:
            self.used.add(id(found))
        return found

    def _names(self, message: Message) -> Iterator[tuple[str, str]]:
        """The sentence's key and its step, as they are called and as they were."""
        key, step = _key(message), _step(message)
        yield key, step
        for name in self.former.get(step, ()) if message.context else ():
            yield f"{name}{key.removeprefix(step)}", name

    def _same(self, key: str, step: str, source: str) -> Message | None:
        return self.exact.get((key, source)) or self.in_step.get((step, source))

    def _older(self, key: str, step: str) -> Message | None:
        old = self.by_key.get(key)
        has_moved = old is not None and (step, str(old.id)) in self.today
        return None if has_moved else old

    def _elsewhere(self, source: str) -> Message | None:
        old = self.anywhere.get(source)
        if old is None:
            return None
        # Whoever signed it read it on another screen.
        self.used.add(id(old))
        return Message(old.id, old.string, context=old.context)

    def unused(self) -> list[Message]:
        return [old for old in self.exact.values() if id(old) not in self.used]


def _key(message: Message) -> str:
    return str(message.context or message.id)


def _step(message: Message) -> str:
    """`menu.menu` of `menu.menu.title`; a sentence of the programs has none but itself."""
    if not message.context:
        return str(message.id)
    return ".".join(str(message.context).split(".")[:2])


def _flags(message: Message, old: Message | None) -> set[str]:
    flags = {"python-brace-format"} if "{" in str(message.id) else set()
    if old and old.string and _is_outdated(message, old):
        flags.add(_FUZZY)
    return flags


def _is_outdated(message: Message, old: Message) -> bool:
    # When a changed sentence is changed back, its translation fits again.
    if old.previous_id:
        return bool(message.id != old.previous_id[0])
    return bool(old.fuzzy or old.id != message.id)


def _comments(message: Message, old: Message | None) -> list[str]:
    if old is None:
        return []
    is_as_signed = old.id == message.id and not old.fuzzy
    return [each for each in old.user_comments if is_as_signed or not each.startswith(SIGNED)]


def _previous(message: Message, old: Message | None) -> list[str]:
    """The Italian that was translated, as long as it is not today's."""
    if old is None or not old.string or not _is_outdated(message, old):
        return []
    if old.previous_id:
        return list(old.previous_id)
    return [] if old.id == message.id else [str(old.id)]


def empty(kept: Catalog, tag: str) -> Catalog:
    """A catalogue of a language without a sentence, under the comments of another."""
    header = kept.header_comment if kept.header_comment.strip("# \n") else _header(tag)
    fresh = Catalog(locale=tag.replace("-", "_"), header_comment=header, fuzzy=False)
    fresh.project, fresh.version = "soglia", ""
    return fresh


def _header(tag: str) -> str:
    return (
        f"# Soglia, {tag}. EUPL-1.2.\n"
        "# A sentence is a draft until a native reader of the network signs it with a comment\n"
        '# "reviewed: <who> <day>" above it.'
    )
