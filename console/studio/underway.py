"""Where else each flow is being changed: in a draft, waiting for somebody, or for its hour."""

from __future__ import annotations

from collections import defaultdict
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from bot.editions.paths import FLOWS
from locales.phrase import N_, Phrase
from storage.editions.records import State, difference

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.editions.bench import Workbench
    from console.studio.at import At

_HERE: Final = Phrase(N_("cambiato in questa bozza"))
_IN_DRAFT: Final = N_("in una bozza: {title}")
_WAITS: Final = N_("aspetta l'approvazione: versione {number}")
_SCHEDULED: Final = N_("programmato: versione {number}")


async def underway(bench: Workbench, at: At) -> dict[str, list[Phrase]]:
    """What is under way, by flow; a flow that is not named is as women read it now."""
    told: dict[str, list[Phrase]] = defaultdict(list)
    for draft in await bench.drafts.all():
        is_here = at.draft is not None and at.draft.id == draft.id
        words = _HERE if is_here else Phrase(_IN_DRAFT, {"title": draft.title})
        _tell(told, await bench.drafts.changed(draft.id), words)
    for edition in await bench.editions.all():
        if edition.is_waiting:
            base = await bench.files(f"v{edition.base}") if edition.base else {}
            changed = difference(base, await bench.files(f"v{edition.number}"))
            text = _SCHEDULED if edition.state is State.SCHEDULED else _WAITS
            _tell(told, changed, Phrase(text, {"number": edition.number}))
    return dict(told)


def _tell(told: dict[str, list[Phrase]], paths: Iterable[str], words: Phrase) -> None:
    for path in paths:
        if path.startswith(FLOWS):
            told[PurePosixPath(path).stem].append(words)
