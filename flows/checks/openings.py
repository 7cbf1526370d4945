"""What shows on a locked phone: the first characters of every screen (TG-3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.checks.texts import filled
from flows.issues import error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flows.checks.catalogues import Tongue
    from flows.checks.matching import Found
    from flows.checks.screens import Screens, Way
    from flows.checks.words import Vocabulary
    from flows.definition import Library, Place, Step, Text
    from flows.issues import Issue

#: What a preview shows at most.
PREVIEW = 60
# A word that begins in the preview is read to its end.
_READ_ON = 2 * PREVIEW


def check_openings(library: Library, screens: Screens, vocabulary: Vocabulary) -> Iterator[Issue]:
    """Sensitive words where the notification of a message would show them."""
    controls = library.controls
    for text in (controls.lost, controls.media, controls.choose_language):
        for found in _sensitive(vocabulary, (text,), library):
            yield _control_opens_with(text, vocabulary.tongue, found)
    for step in library.steps.values():
        seen = {_texts(way) for way in screens.ways(step)}
        seen |= set(_asked_back(step))
        for texts in sorted(seen, key=lambda texts: [text.place for text in texts]):
            for found in _sensitive(vocabulary, texts, library):
                yield _step_opens_with(_place(step, texts), step, vocabulary.tongue, found)


def _texts(way: Way) -> tuple[Text, ...]:
    """What is written on the screen, in order."""
    step = way.step
    title = (step.title,) if step.title else ()
    nothing = (step.show.nothing,) if step.show and step.show.nothing else ()
    return (*title, *way.texts, *nothing)


def _asked_back(step: Step) -> Iterator[tuple[Text, ...]]:
    if step.ask and step.ask.unclear:
        yield (*((step.title,) if step.title else ()), step.ask.unclear)


def _sensitive(
    vocabulary: Vocabulary, texts: tuple[Text, ...], library: Library
) -> Iterator[Found]:
    words = "\n".join(
        filled(vocabulary.tongue.words(text) or text.source, library.facts) for text in texts
    )
    for found in vocabulary.find_in(words[:_READ_ON]):
        if found.list_name == "sensitive" and found.start < PREVIEW:
            yield found


def _place(step: Step, texts: tuple[Text, ...]) -> Place:
    return texts[0].place if texts else step.place


def _step_opens_with(place: Place, step: Step, tongue: Tongue, found: Found) -> Issue:
    return error(
        place,
        tongue.named(f"step '{step.name}' says '{found.phrase}' in its first {PREVIEW} characters"),
        "A locked phone may show them: begin with something anybody may read",
    )


def _control_opens_with(text: Text, tongue: Tongue, found: Found) -> Issue:
    return error(
        text.place,
        tongue.named(f"{text.context} says '{found.phrase}' in its first {PREVIEW} characters"),
        "A locked phone may show them: begin with something anybody may read",
    )
