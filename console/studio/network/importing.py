"""A regional list brought in: every row judged, mended where it stands, or left out on purpose.

What was uploaded lives in the page's own form between the steps, without what spoke of
shelters: a restart loses nothing, and nothing of it is kept here.
"""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Final

from console.here import fields_of, page
from console.studio.at import back_to, bench_of
from console.studio.network.filled import Filled, tried
from console.studio.network.here import change, comuni, net_of
from locales.phrase import N_
from routing.network.editing.bringing import (
    MOST_BYTES,
    Judgement,
    Register,
    bring,
    judged,
    opened,
    read_again,
)
from routing.network.editing.errors import NetworkEditError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp import web

    from console.forms import Fields
    from routing.network.editing.entries import Texts

#: The carried text, each sign of it thrice as long in a form, and the cells being mended.
BODY: Final = 6 * MOST_BYTES
FIELDS: Final = 12_000
#: What can be mended in a row, in the order in which it is shown.
COLUMNS: Final = (
    "nome", "tipo", "indirizzo", "cap", "comune", "codice_istat", "sigla", "municipio", "telefoni",
    "telefoni_in_orari", "h24", "email", "sito_web", "orari", "lat", "lon",
)  # fmt: skip
_CELL: Final = re.compile(r"cell-(\d{1,4})-([a-z0-9_]{1,30})")


async def show_import(request: web.Request) -> web.StreamResponse:
    """Show how to upload a list."""
    return await _draw(request, Filled(), None, frozenset())


async def take(request: web.Request) -> web.StreamResponse:
    """Judge what was uploaded or mended; bring it in when that is asked and all of it is good."""
    fields = fields_of(request)
    try:
        register, left_out = await asyncio.to_thread(_of_form, fields)
    except NetworkEditError as refusal:
        return await _draw(request, Filled("file", fields, why=refusal.phrase), None, frozenset())
    if fields.one("act") != "bring":
        return await _draw(request, Filled(), register, left_out)
    today = bench_of(request).today()

    def make(texts: Texts) -> Mapping[str, str]:
        return bring(register, left_out, texts, comuni(), today)

    async def act() -> None:
        await change(request, N_("elenco importato"), make)

    net = await net_of(request)
    return await tried(
        request,
        "bring",
        act,
        lambda filled: _draw(request, filled, register, left_out),
        lambda: back_to(net.at, "network"),
    )


async def _draw(
    request: web.Request, filled: Filled, register: Register | None, left_out: frozenset[int]
) -> web.StreamResponse:
    net = await net_of(request)
    judgement: Judgement | None = None
    if register is not None:
        try:
            judgement = await asyncio.to_thread(
                judged, register, left_out, net.texts, comuni(), net.at.today
            )
        except NetworkEditError as refusal:
            filled = Filled("file", None, why=refusal.phrase)
    return page(
        request,
        "network_import.html",
        status=filled.status,
        at=net.at,
        net=net,
        filled=filled,
        register=register,
        judgement=judgement,
        columns=[each for each in COLUMNS if register is not None and each in register.columns],
    )


def _of_form(fields: Fields) -> tuple[Register, frozenset[int]]:
    if fields.files.get("file"):
        return opened(fields.files["file"]), frozenset()
    carried = fields.one("csv", MOST_BYTES)
    if not carried:
        return opened(b""), frozenset()
    cells = {
        (int(found[1]), found[2]): value
        for name, value in fields.pairs
        if (found := _CELL.fullmatch(name))
    }
    left_out = frozenset(int(told) for told in fields.all("leave") if told.isdigit())
    return read_again(carried).corrected(cells), left_out
