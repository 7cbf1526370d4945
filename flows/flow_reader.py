"""One flow's file → its steps, with everything that is wrong with them."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from flows.definition import (
    FALLIBLE,
    Act,
    Ask,
    AskKind,
    Bubble,
    Channel,
    Choice,
    Only,
    Place,
    Show,
    ShowKind,
    Step,
    Wish,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flows.document import Node
    from flows.form import Form

_Named = TypeVar("_Named", bound=StrEnum)

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")


class FlowReader:
    """Reads the steps of one flow's file."""

    _STEP_KEYS = frozenset(
        [
            "title",
            "say",
            "choices",
            "numbers",
            "ask",
            "label",
            "send",
            "found",
            "unclear",
            "unknown",
            "show",
            "wish",
            "far",
            "pick",
            "nothing",
            "another",
            "end",
            "was",
        ]
    )

    _CHOICE_KEYS = frozenset(
        ["id", "label", "go", "remember", "if", "on", "only", "act", "otherwise"]
    )

    def __init__(self, file: str, document: Node, form: Form) -> None:
        self._form = form
        self.targets: list[tuple[str, str, Place]] = []
        known = form.mapping(document, {"flow", "owner", "steps"}, f"the flow {file}")
        self._flow = form.word(known, "flow", document, required=True)
        form.word(known, "owner", document, required=True)
        self._steps = known.get("steps")
        expected = file.rsplit(".", 1)[0]
        if self._flow and self._flow != expected:
            form.error(
                document.place,
                f"the flow is called '{self._flow}' in a file called {file}",
                f"Call the file {self._flow}.yaml, or the flow '{expected}'",
            )
        if self._steps is None or not isinstance(self._steps.value, dict):
            form.error(document.place, "the flow has no steps", "Add 'steps:' with steps below it")

    def steps(self) -> dict[str, Step]:
        """Every step of the flow, by its full name."""
        steps = {}
        for name, node in self._steps.items() if self._steps else ():
            if not _NAME.match(name):
                self._form.error(
                    node.place,
                    f"a step is called '{name}'",
                    "Use small letters, digits and _, beginning with a letter",
                )
            step = self._step(f"{self._flow}.{name}", node)
            steps[step.name] = step
        return steps

    def _step(self, name: str, node: Node) -> Step:
        form = self._form
        known = form.mapping(node, set(self._STEP_KEYS), f"step '{name}'")
        return Step(
            name=name,
            place=node.place,
            title=form.text(known, "title", f"{name}.title", node),
            say=self._bubbles(name, known.get("say")),
            choices=self._choices(name, known.get("choices")),
            numbers=tuple(each.words() for each in known["numbers"].entries())
            if "numbers" in known
            else (),
            ask=self._ask(name, known, node),
            show=self._show(name, known, node),
            end=form.flag(known, "end"),
            was=self._former(known),
        )

    def _former(self, known: Mapping[str, Node]) -> tuple[str, ...]:
        names = [each.words() for each in known["was"].entries()] if "was" in known else []
        return tuple(name if "." in name else f"{self._flow}.{name}" for name in names if name)

    def _bubbles(self, step: str, node: Node | None) -> tuple[Bubble, ...]:
        if node is None:
            return ()
        bubbles = []
        for number, each in enumerate(node.entries(), start=1):
            context = f"{step}.say.{number}"
            if not isinstance(each.value, dict):
                text = self._form.plain_text(each, context)
                if text:
                    bubbles.append(Bubble(text, facts=text.facts))
                continue
            known = self._form.mapping(each, {"say", "on", "if", "fact", "only"}, "a bubble")
            text = self._form.text(known, "say", context, each, required=True)
            if text:
                named = (
                    tuple(fact.words() for fact in known["fact"].entries())
                    if "fact" in known
                    else ()
                )
                bubbles.append(
                    Bubble(
                        text,
                        facts=tuple(dict.fromkeys((*named, *text.facts))),
                        channel=self._named(known, "on", Channel, "channel"),
                        when=self._condition(known.get("if")),
                        only=self._named(known, "only", Only, "condition"),
                    )
                )
        return tuple(bubbles)

    def _choices(self, step: str, node: Node | None) -> tuple[Choice, ...]:
        choices: dict[str, Choice] = {}
        for each in node.entries() if node else ():
            known = self._form.mapping(each, set(self._CHOICE_KEYS), f"a choice of step '{step}'")
            identity = self._form.word(known, "id", each, required=True)
            go = self._form.word(known, "go", each, required=True)
            label = self._form.text(
                known, "label", f"{step}.choices.{identity}", each, required=True
            )
            if identity in choices:
                self._form.error(
                    each.place,
                    f"step '{step}' has two choices called '{identity}'",
                    "Give one of them another id",
                )
            if label and identity and go:
                memory = known.get("remember")
                choices[identity] = Choice(
                    id=identity,
                    label=label,
                    go=self._target(step, go, known["go"].place),
                    place=each.place,
                    remember={k: v.words() for k, v in memory.items()} if memory else {},
                    when=self._condition(known.get("if")),
                    channel=self._named(known, "on", Channel, "channel"),
                    only=self._named(known, "only", Only, "condition"),
                    act=self._act(known),
                    otherwise=self._otherwise(step, known, each),
                )
        return tuple(choices.values())

    def _act(self, known: Mapping[str, Node]) -> Act | None:
        act = self._named(known, "act", Act, "act")
        if act is Act.WRITE:
            self._form.error(
                known["act"].place, "no button can write for her", "Let a step 'ask: words'"
            )
        return act

    def _otherwise(self, step: str, known: Mapping[str, Node], node: Node) -> str:
        written = self._form.word(known, "otherwise", node)
        act = known["act"].words() if "act" in known else ""
        if written and not act:
            self._form.error(
                known["otherwise"].place,
                f"a choice of step '{step}' has 'otherwise' and no 'act'",
                "Add 'act:', or take 'otherwise' out",
            )
        if act in FALLIBLE and not written:
            self._form.error(
                node.place,
                f"a choice of step '{step}' has 'act: {act}', which may fail, and no 'otherwise'",
                "Add 'otherwise:' with the step to show then",
            )
        return self._target(step, written, known["otherwise"].place) if written else ""

    def _ask(self, name: str, known: Mapping[str, Node], node: Node) -> Ask | None:
        if "ask" not in known:
            return None
        form = self._form
        kind = self._named(known, "ask", AskKind, "thing to ask for")
        of_place = kind in {None, AskKind.PLACE}
        label = form.text(known, "label", f"{name}.label", node, required=True)
        send = form.text(known, "send", f"{name}.send", node, required=True)
        unclear = form.text(known, "unclear", f"{name}.unclear", node, required=of_place)
        found = form.word(known, "found", node, required=True)
        unknown = form.word(known, "unknown", node, required=True)
        if unclear and not of_place:
            form.error(
                known["unclear"].place,
                f"step '{name}' says what is unclear, and only a place can be",
                "Take 'unclear' out",
            )
        is_whole = label and send and found and unknown and (unclear or not of_place)
        if label is None or send is None or not is_whole:
            return None
        return Ask(
            label,
            send,
            self._target(name, found, known["found"].place),
            unclear,
            self._target(name, unknown, known["unknown"].place),
            kind or AskKind.PLACE,
        )

    def _show(self, name: str, known: Mapping[str, Node], node: Node) -> Show | None:
        if "show" not in known:
            return None
        form = self._form
        shown = self._named(known, "show", ShowKind, "thing to show")
        if shown is None:
            return None
        pick = form.word(known, "pick", node, required=shown is ShowKind.CENTRES)
        return Show(
            kind=shown,
            wish=self._named(known, "wish", Wish, "wish") or Wish.ANY,
            far=form.flag(known, "far"),
            pick=self._target(name, pick, known["pick"].place) if pick else "",
            nothing=form.text(
                known, "nothing", f"{name}.nothing", node, required=shown is ShowKind.CENTRES
            ),
            another=form.text(
                known, "another", f"{name}.another", node, required=shown is ShowKind.OFFER
            ),
        )

    def _condition(self, node: Node | None) -> dict[str, frozenset[str]]:
        if node is None:
            return {}
        return {
            name: frozenset(value.words() for value in values.entries())
            for name, values in node.items()
        }

    def _named(
        self, known: Mapping[str, Node], key: str, names: type[_Named], whose: str
    ) -> _Named | None:
        """One of a list of names; `None`, with a problem, if it is none of them."""
        if key not in known:
            return None
        named = known[key].words()
        if named not in set(names):
            self._form.error(
                known[key].place, f"'{named}' is no {whose}", f"Write one of {', '.join(names)}"
            )
            return None
        return names(named)

    def _target(self, step: str, written: str, place: Place) -> str:
        """A step's full name, noted to be looked for once every flow is read."""
        target = written if "." in written else f"{self._flow}.{written}"
        self.targets.append((step, target, place))
        return target
