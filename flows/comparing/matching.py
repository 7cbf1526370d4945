"""Which sentence of one library became which of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.definition import Controls

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flows.definition import Library, Step, Text


def matched(old: Sequence[str], new: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """Places of the same sentence in two lists; `None` where it is in one only.

    What says the same is the same, wherever it stands; of the rest, the first became the
    first, and so on. In the order of the new list, what is gone at the end.
    """
    left = list(range(len(old)))
    found: dict[int, int] = {}
    for number, words in enumerate(new):
        same = next((each for each in left if old[each] == words), None)
        if same is not None:
            left.remove(same)
            found[number] = same
    others = [number for number in range(len(new)) if number not in found]
    found |= dict(zip(others, left, strict=False))
    gone = left[len(others) :]
    return [
        *((found.get(number), number) for number in range(len(new))),
        *((g, None) for g in gone),
    ]


def former_step(before: Library, step: Step) -> Step | None:
    """The step of an earlier library that this one was; `None` if it is new."""
    if step.name in before.steps:
        return before.steps[step.name]
    return next((before.steps[name] for name in step.was if name in before.steps), None)


def followed(before: Library, after: Library) -> dict[str, str]:
    """Each sentence's key in the catalogues now, and the key it had before.

    A bubble that stands second because another was put above it, and a sentence of a step
    that was renamed, are what they were: their translations can be carried along. A sentence
    that is new is not in it.
    """
    found = {
        getattr(after.controls, name).context: getattr(before.controls, name).context
        for name in Controls.__dataclass_fields__
    }
    for step in after.steps.values():
        old = former_step(before, step)
        if old is not None:
            found |= {now.context: then.context for then, now in _pairs(old, step)}
    return found


def _pairs(old: Step, new: Step) -> Iterator[tuple[Text, Text]]:
    bubbles = matched(
        [each.text.source for each in old.say], [each.text.source for each in new.say]
    )
    for then, now in bubbles:
        if then is not None and now is not None:
            yield old.say[then].text, new.say[now].text
    labels = {choice.id: choice.label for choice in old.choices}
    yield from ((labels[each.id], each.label) for each in new.choices if each.id in labels)
    for then_text, now_text in zip(_single(old), _single(new), strict=True):
        if then_text and now_text:
            yield then_text, now_text


def _single(step: Step) -> tuple[Text | None, ...]:
    ask, show = step.ask, step.show
    return (
        step.title,
        ask.label if ask else None,
        ask.send if ask else None,
        ask.unclear if ask else None,
        show.nothing if show else None,
        show.another if show else None,
    )
