"""What must hold beside what is: each difference in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.editions.examples.records import NOBODY, moment
from locales.phrase import S_, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.editions.examples.names import Names
    from bot.editions.examples.records import Holds
    from bot.editions.phone import Offer, Seen
    from flows.definition import Library

_NOT_GONE: Final = S_("Si aspettava lo schermo vuoto, perché è uscita; ora si vede «{now}».")
_GONE: Final = S_("Alla fine lo schermo è vuoto: è uscita.")
_STEP: Final = S_("Alla fine si aspettava il passo «{step}», ora si arriva a «{now}».")
_STEP_GONE: Final = S_("Si aspettava il passo «{step}», che non c'è più; ora si arriva a «{now}».")
_NUMBER: Final = S_("Non si vede più il numero {number}.")
_SAYS: Final = S_("Non si legge più «{words}».")
_CENTRES: Final = S_("Si aspettavano, in quest'ordine: {expected}. Ora: {now}.")
_NODE: Final = S_("Si aspettava che rispondesse {expected}; ora {now}.")
_LADDER: Final = S_("Dopo si aspettavano, in quest'ordine: {expected}. Ora: {now}.")
_OPENS: Final = S_("Si aspettava che rispondessero da: {expected}. Ora: {now}.")


def differs(holds: Holds, seen: Seen, library: Library, names: Names) -> Iterator[Phrase]:
    """What of a screen is not as it has to be."""
    if holds.is_gone != seen.is_gone and (holds.is_gone or holds.step):
        now = names.step(seen.where.step)
        yield Phrase(_NOT_GONE, {"now": now}) if holds.is_gone else Phrase(_GONE)
        return
    elsewhere = _step(holds, seen, library, names)
    if elsewhere is not None:
        # On another screen nothing else is as it was: that it is another says it all.
        yield elsewhere
        return
    shown = seen.shown
    for number in holds.numbers:
        if number not in shown.numbers:
            yield Phrase(_NUMBER, {"number": number})
    for words in holds.says:
        if words not in shown.says:
            yield Phrase(_SAYS, {"words": words})
    if holds.centres is not None and holds.centres != shown.centres:
        yield _nodes(_CENTRES, holds.centres, shown.centres, names)
    yield from differs_in_route(holds, shown.offer, names)


def differs_in_route(holds: Holds, offer: Offer | None, names: Names) -> Iterator[Phrase]:
    """What of who answers is not as it has to be."""
    node = offer.node if offer else NOBODY
    if holds.node and holds.node != node:
        yield Phrase(_NODE, {"expected": names.node(holds.node), "now": names.node(node)})
    ladder = offer.ladder if offer else ()
    if holds.ladder is not None and holds.ladder != ladder:
        yield _nodes(_LADDER, holds.ladder, ladder, names)
    opens = moment(offer.opens) if offer else NOBODY
    if holds.opens and holds.opens != opens:
        now = names.opens(opens) if offer else names.node(NOBODY)
        yield Phrase(_OPENS, {"expected": names.opens(holds.opens), "now": now})


def _step(holds: Holds, seen: Seen, library: Library, names: Names) -> Phrase | None:
    expected = library.called_now(holds.step)
    if not holds.step or expected == seen.where.step:
        return None
    told = {"step": names.step(holds.step), "now": names.step(seen.where.step)}
    return Phrase(_STEP if expected else _STEP_GONE, told)


def _nodes(text: str, expected: tuple[str, ...], now: tuple[str, ...], names: Names) -> Phrase:
    return Phrase(text, {"expected": names.nodes(expected), "now": names.nodes(now)})
