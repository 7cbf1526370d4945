"""What two people changed in the same place, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.editions.paths import FLOWS, LOCALES
from locales.errors import NotPoError
from locales.po import read_rows

if TYPE_CHECKING:
    from bot.editions.reading import Reading
    from bot.editions.rebasing import Clash
    from console.studio.publishing.told import Teller


@dataclass(frozen=True, slots=True)
class ToldClash:
    """A clash as a coordinator reads it."""

    id: str
    #: A step's title, a centre, a language and the Italian sentence.
    place: str
    mine: str
    theirs: str
    #: Whose words these are.
    language: str


def clash_told(clash: Clash, reading: Reading, tell: Teller) -> ToldClash:
    """Put a clash into words."""
    tag = clash.path.split("/")[1] if clash.path.startswith(LOCALES) else "it"
    if clash.path.startswith(FLOWS):
        place = _step(clash, reading)
    elif clash.path.startswith(LOCALES):
        place = f"{tell.language(tag)}: «{_source(clash)}»"
    else:
        place = " · ".join(each.strip('[" ').replace(':"', " ") for each in clash.where)
    return ToldClash(
        clash.id,
        place or clash.path,
        _shown(clash.path, clash.mine),
        _shown(clash.path, clash.theirs),
        tag,
    )


def _step(clash: Clash, reading: Reading) -> str:
    file, *inside = clash.where
    flow = file.rsplit(".", 1)[0]
    if inside[:1] != ["steps"] or len(inside) == 1:
        return " · ".join([flow, *inside])
    step = reading.sketch.steps.get(f"{flow}.{inside[1]}") if reading.sketch else None
    title = f"«{step.title.source}»" if step and step.title else inside[1]
    return " · ".join([title, *inside[2:]])


def _source(clash: Clash) -> str:
    for text in (clash.mine, clash.theirs, clash.base):
        for row in _rows(text):
            return row[0]
    return ""


def _shown(path: str, text: str | None) -> str:
    if text is None or not path.startswith(LOCALES):
        return (text or "").strip()
    return "\n".join(row[1] for row in _rows(text))


def _rows(text: str | None) -> list[tuple[str, str]]:
    try:
        rows = read_rows(text or "").rows
    except NotPoError:
        return []
    return [(row.source or "", row.target or "") for row in rows]
