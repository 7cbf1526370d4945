"""What two people changed at the same place, each her own way."""

from __future__ import annotations

from dataclasses import dataclass

from flows.sentences import S_, Sentence

#: A step, a field, a choice, from the outside in: `("near.yaml", "steps", "where", "title")`.
Where = tuple[str, ...]

_IN_STEPS = 3


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing that both changed; the merged text has the first person's."""

    where: Where
    #: What it said before, and what each has it say; `None`: it was not there, or is taken out.
    base: str | None
    mine: str | None
    theirs: str | None

    @property
    def step(self) -> str:
        """The step that it is in, in full; empty outside the steps."""
        if len(self.where) < _IN_STEPS or self.where[1] != "steps":
            return ""
        return f"{self.where[0].rsplit('.', 1)[0]}.{self.where[2]}"

    @property
    def sentence(self) -> Sentence:
        """Both versions, for a coordinator."""
        values = {
            "place": self._place(),
            "mine": self.mine or "",
            "theirs": self.theirs or "",
        }
        if self.mine is None:
            return Sentence(S_("{place}: tu l'hai tolto, l'altra dice «{theirs}»."), values)
        if self.theirs is None:
            return Sentence(S_("{place}: tu dici «{mine}», l'altra l'ha tolto."), values)
        return Sentence(S_("{place}: tu dici «{mine}», l'altra dice «{theirs}»."), values)

    def _place(self) -> str:
        inside = self.where[_IN_STEPS:] if self.step else self.where
        return ", ".join([each for each in (self.step, ".".join(inside)) if each])


def told(value: object) -> str:
    """A value as a person reads it in a conflict."""
    if isinstance(value, dict):
        for key in ("title", "label", "say"):
            if key in value:
                return told(value[key])
        return ", ".join(f"{key}: {told(each)}" for key, each in value.items())
    return " / ".join(told(each) for each in value) if isinstance(value, list) else str(value)
