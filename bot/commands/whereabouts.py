"""Which place typed words mean and who is near it, told to whoever keeps the data."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from bot.centres import as_read
from bot.commands.speaking import speaking
from locales.catalogues import Catalogues
from locales.languages import SOURCE
from routing.nearest import nearest
from routing.places.finding import Gazetteer

if TYPE_CHECKING:
    from rich.console import Console

    from bot.settings import Settings
    from locales.phrase import Phrase
    from routing.areas import AreaCode
    from routing.nearest import Wish
    from routing.network.loading import Network

#: Whoever keeps the data reads Italian, the source of every sentence.
_ITALIAN = Catalogues({})


@cache
def _gazetteer() -> Gazetteer:
    return Gazetteer.load()


def _said(phrase: Phrase) -> str:
    return _ITALIAN.say(phrase, SOURCE)


def as_record(typed: str) -> dict[str, object]:
    """A query's answer as data: `sure` is an area code or nothing, `choices` are best first."""
    found = _gazetteer().find(typed)
    return {
        "query": typed,
        "sure": found.sure.area if found.sure else None,
        "choices": [choice.area for choice in found.choices],
    }


def explain(settings: Settings, typed: str, console: Console, *, wish: Wish, far: bool) -> None:
    """Print what a woman who types this would be offered, and why."""
    found = _gazetteer().find(typed)
    live = speaking(settings)
    network = live.network()
    live.tell(console)
    if found.sure:
        console.print(f"{_said(found.sure.label)}  ({found.sure.area})", style="bold")
        _print_centres(settings, network, found.sure.area, console, wish=wish, far=far)
    elif found.choices:
        console.print("It could be:")
        for choice in found.choices:
            console.print(f"  {_said(choice.label)}  ({choice.area})", highlight=False)
    else:
        console.print("No place of this name is known. She is asked again, with 1522 beside.")
    for line in network.directory.lines:
        console.print(f"Always: {line.number}  {line.use}", highlight=False)


def _print_centres(
    settings: Settings,
    network: Network,
    area: AreaCode,
    console: Console,
    *,
    wish: Wish,
    far: bool,
) -> None:
    found = nearest(
        network.directory,
        _gazetteer(),
        area,
        wish=wish,
        far=far,
        now=datetime.now(network.directory.zone),
        show_unconfirmed=settings.is_demo,
    )
    if not found:
        console.print("No confirmed centre may be shown: she is given 1522.")
    for near in found:
        mark = "  (not confirmed)" if near.unconfirmed else ""
        console.print(f"\n{near.node.name}{mark}", style="bold", highlight=False)
        for phrase in (*near.reasons, near.status):
            console.print(f"  {_said(phrase)}", highlight=False)
        for contact in near.contacts:
            console.print(
                f"  {as_read(contact.value)}  {contact.use}; source {contact.source}, "
                f"checked {contact.checked_on}, owner {contact.owner}",
                highlight=False,
            )
    console.print()
