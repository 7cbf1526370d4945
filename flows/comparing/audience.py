"""Who meets a bubble or a choice, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.definition import Channel, Only
from flows.sentences import S_, Sentence

if TYPE_CHECKING:
    from flows.definition import Bubble, Choice

_CHANNELS = {
    Channel.WEB: Sentence(S_("sul sito")),
    Channel.TELEGRAM: Sentence(S_("su Telegram")),
}
_DESKS = {
    Only.DESK: Sentence(S_("dove può rispondere un'operatrice")),
    Only.NO_DESK: Sentence(S_("dove non può rispondere nessuna")),
}


def audience(part: Bubble | Choice) -> Sentence | None:
    """Where and when a part is shown; `None`: always."""
    told = [
        *([_CHANNELS[part.channel]] if part.channel else []),
        *([_DESKS[part.only]] if part.only else []),
        *(
            Sentence(S_("se '{fact}' è {values}"), {"fact": name, "values": _either(values)})
            for name, values in sorted(part.when.items())
        ),
    ]
    whole = told[0] if told else None
    for each in told[1:]:
        whole = Sentence(S_("{one}, {other}"), {"one": whole, "other": each})
    return whole


def _either(values: frozenset[str]) -> Sentence | str:
    first, *others = sorted(values)
    whole: Sentence | str = f"'{first}'"
    for each in others:
        whole = Sentence(S_("{one} o {other}"), {"one": whole, "other": f"'{each}'"})
    return whole
