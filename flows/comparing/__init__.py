"""What changes between two libraries, and for whom, in words a coordinator understands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.comparing import steps, whole
from flows.comparing.matching import followed, former_step
from flows.comparing.order import as_she_meets_them, of_both
from flows.sentences import S_, Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from flows.definition import Library

__all__ = ["Comparison", "OfStep", "as_she_meets_them", "compare", "followed"]


@dataclass(frozen=True, slots=True)
class OfStep:
    """What is another in one step."""

    #: In full, as it is called now; of a step that is gone, as it was called.
    step: str
    name: Sentence
    changes: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that is another, each thing once."""

    #: In the order she meets them; what is gone stands where it was met.
    steps: tuple[OfStep, ...]
    #: On every screen, and what the conversation remembers.
    everywhere: tuple[Sentence, ...]
    #: Facts and lists of words.
    facts: tuple[Sentence, ...]
    #: Which languages have to be looked at again.
    languages: tuple[Sentence, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing that anybody could notice is another."""
        return not (self.steps or self.everywhere or self.facts)

    @property
    def whom(self) -> tuple[Sentence, ...]:
        """Whom it concerns, and from when on."""
        told = []
        if self.steps or self.everywhere:
            told.append(
                Sentence(S_("Vale per chi comincia dopo: chi è a metà finisce la versione che ha."))
            )
        if self.facts:
            told.append(Sentence(S_("Dati ed elenchi di parole valgono subito per tutte.")))
        return tuple(told)


def compare(
    before: Library,
    after: Library,
    names: Mapping[str, str],
    status: Callable[[str, str, str], str],
) -> Comparison:
    """Tell what changes.

    `names` are the languages to look at by tag, as they are called in a sentence; `status`
    tells how far a sentence (context, Italian, language) has come in the catalogues.
    """
    return Comparison(
        tuple(_of_steps(before, after)),
        tuple(whole.everywhere(before, after)),
        tuple(whole.facts(before, after)),
        tuple(whole.languages(before, after, names, status)),
    )


def _of_steps(before: Library, after: Library) -> Iterator[OfStep]:
    for name in of_both(before, after):
        step = after.steps.get(name)
        if step is None:
            told = steps.gone(before.steps[name])
        else:
            old = former_step(before, step)
            told = steps.changed(old, step, after) if old else steps.new(step)
        once = {str(each): each for each in told}
        if once:
            yield OfStep(name, _called(name, after), tuple(once.values()))


def _called(step: str, after: Library) -> Sentence:
    text = S_("La prima schermata ({step})") if step == after.first else S_("Il passo '{step}'")
    return Sentence(text, {"step": step})
