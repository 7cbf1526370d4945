"""What is wrong with a network's files, for people who do not read TOML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from locales.phrase import S_, Phrase

if TYPE_CHECKING:
    from routing.network.source import Problem

#: The sentences of `checks.py`, `desk_file.py` and `loading.py`, and how a coordinator reads them.
_TOLD: Final = (
    (r"There is no \[\[line\]\] with id '112'\.", S_("Manca il 112: deve esserci sempre.")),
    (r"Two \[\[line\]\] have the same id\.", S_("Due numeri nazionali hanno lo stesso nome.")),
    (r"This closure ends before it begins\.", S_("Questa chiusura finisce prima di cominciare.")),
    (
        r"The source '(?P<name>.*)' is not under \[sources\]\.|.*the source '(?P<other>.*)' is not",
        S_("La fonte «{name}{other}» non è nell'elenco delle fonti."),
    ),
    (
        r"The .* names '(?P<name>.*)', which is no node\.",
        S_("Una chiusura o un territorio parla di «{name}», che non c'è."),
    ),
    (r"Two nodes are called '(?P<name>.*)'\.", S_("Due centri si chiamano «{name}».")),
    (
        r"Two nodes have number (?P<name>\d+)\.",
        S_("Due centri hanno il numero {name}: ogni numero è di uno solo, per sempre."),
    ),
    (
        r"Node '(?P<name>.*)' is part of '(?P<other>.*)', which is no node\.",
        S_("«{name}» dice di far parte di «{other}», che non c'è."),
    ),
    (
        r"Node '(?P<name>.*)': a fact expires before it was checked\.",
        S_("«{name}»: un dato scade prima di essere stato verificato."),
    ),
    (
        r"Node '(?P<name>.*)': it offers hospitality",
        S_("«{name}» ospita: qui non può avere un indirizzo."),
    ),
    (
        r"Node '(?P<name>.*)': its address names a shelter",
        S_("«{name}»: l'indirizzo parla di una casa rifugio. Va tolto."),
    ),
    (
        r"Node '(?P<name>.*)': it asks that only its number is given",
        S_("«{name}» dà l'indirizzo solo al telefono: va tolto da qui."),
    ),
    (
        r"'(?P<name>.*)' are no opening hours\.",
        S_("«{name}» non è un orario che si può leggere."),
    ),
    (r"'(?P<name>.*)' is no time zone\.", S_("«{name}» non è un fuso orario.")),
    (
        r"The holidays of '(?P<name>.*)' are not known\.",
        S_("Le feste di «{name}» non sono note."),
    ),
    (
        r"Desk of '(?P<name>.*)': it is no node",
        S_("Chi risponde per iscritto: «{name}» non è un centro della rete."),
    ),
    (
        r"Desk of '(?P<name>.*)': ",
        S_("Chi risponde per iscritto a «{name}»: le righe si contraddicono."),
    ),
    (
        r"rule: ",
        S_("Una regola di scelta parla di un centro che non risponde per iscritto, o di nessuno."),
    ),
    (r"order: ", S_("L'ordine dei criteri ripete una voce.")),
    (r"No TOML: ", S_("Il file non si legge da qui in poi.")),
    (r"(?P<name>[a-z_.\d]+): ", S_("La voce «{name}» non va bene, o manca.")),
)
_PLACE: Final = re.compile(r"^[\w.-]+\.toml:\d+: ")
_PATTERNS: Final = tuple((re.compile(pattern), said) for pattern, said in _TOLD)


def problem_said(problem: Problem) -> Phrase:
    """A problem in Italian; where it stands is in the problem."""
    # Of a folder that cannot be read at all, the first problem is told whole.
    sentence = _PLACE.sub("", problem.sentence)
    for pattern, said in _PATTERNS:
        if found := pattern.match(sentence):
            return Phrase(said, {key: value or "" for key, value in found.groupdict().items()})
    return Phrase(S_("Qui c'è qualcosa che non si legge."))
