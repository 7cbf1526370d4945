"""A public register brought into a draft: every row good, or left out on purpose; else nothing."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from locales.phrase import S_, Phrase
from routing.errors import NetworkError
from routing.network.editing.errors import NetworkEditError, UnreadableError
from routing.network.editing.sound import see_sound
from routing.network.loading import read_network
from routing.network.text import nodes_text
from routing.register.importer import judge_rows
from routing.register.rows import NEEDED, FaultKind, Row, read_register, speaks_of_shelter
from routing.register.told import fault_said

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from routing.network.editing.entries import Texts
    from routing.network.file import NodeFile
    from routing.network.loading import Network
    from routing.register.comuni import Comuni
    from routing.register.rows import Fault

#: A region's register has a hundred rows, a hundred kilobytes.
MOST_BYTES: Final = 512 * 1024
MOST_ROWS: Final = 400
_MOST_CELL: Final = 500


class RegisterError(NetworkEditError):
    """A file that is no register."""


@dataclass(frozen=True, slots=True)
class Register:
    """The rows of a register, as far as they may be kept."""

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]
    #: What was taken out of the file, and why.
    dropped: tuple[Phrase, ...] = ()

    def text(self) -> str:
        """The rows as CSV, for a form to carry: without what was dropped."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows([row.get(column, "") for column in self.columns] for row in self.rows)
        return out.getvalue()

    def corrected(self, cells: Mapping[tuple[int, str], str]) -> Register:
        """The same with some cells written anew."""
        rows = [dict(row) for row in self.rows]
        for (place, column), cell in cells.items():
            if 0 <= place < len(rows) and column in self.columns:
                rows[place][column] = " ".join(cell.split())[:_MOST_CELL]
        return replace(self, rows=tuple(rows))


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """A row and what is wrong with it."""

    place: int
    cells: Mapping[str, str]
    errors: tuple[Phrase, ...] = ()
    warnings: tuple[Phrase, ...] = ()
    is_left_out: bool = False
    #: The network has it.
    is_known: bool = False

    @property
    def name(self) -> str:
        """What it is called."""
        return self.cells.get("nome", "") or self.cells.get("id", "")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an import would bring."""

    rows: tuple[JudgedRow, ...]
    nodes: tuple[NodeFile, ...] = field(default=())

    @property
    def is_good(self) -> bool:
        """Whether every row that is not left out may come in."""
        return not any(row.errors for row in self.rows if not row.is_left_out)


def opened(data: bytes) -> Register:
    """The register that somebody uploaded.

    Raises:
        RegisterError: it is none, or none that can be read.
    """
    if not data.strip():
        raise RegisterError(S_("Il file è vuoto. Scegline uno."))
    if len(data) > MOST_BYTES:
        raise RegisterError(S_("Il file supera 500 kB: un elenco regionale è molto più piccolo."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RegisterError(
            S_("Il file non è in UTF-8. Nel foglio di calcolo salvalo come «CSV UTF-8» e riprova.")
        ) from None
    if "\x00" in text:
        raise RegisterError(S_("Questo non è un file di testo. Salva il foglio come CSV."))
    return read_again(text)


def read_again(text: str) -> Register:
    """The register that a form carried, or that was uploaded.

    Raises:
        RegisterError: it is none.
    """
    first = text.partition("\n")[0]
    if "," not in first and ";" not in first:
        raise RegisterError(
            S_("Le colonne non sono divise da virgole o punti e virgola. Salva il foglio come CSV.")
        )
    try:
        rows, faults = read_register(text)
    except csv.Error:
        raise RegisterError(S_("Il file non si legge come CSV.")) from None
    blocking = next((fault for fault in faults if fault.blocks), None)
    if blocking is not None:
        raise RegisterError(S_("Riga {line}: {why}"), line=blocking.line, why=fault_said(blocking))
    if not rows:
        raise RegisterError(S_("Il file non ha righe."))
    if len(rows) > MOST_ROWS:
        raise RegisterError(S_("Il file ha più di {most} righe: dividilo."), most=MOST_ROWS)
    kept = [row for row in rows if not speaks_of_shelter(row, faults)]
    columns = tuple(dict.fromkeys((*NEEDED, *(name for row in kept for name in row.cells))))
    cells = tuple({name: cell[:_MOST_CELL] for name, cell in row.cells.items()} for row in kept)
    return Register(columns, cells, _dropped(faults))


def judged(
    register: Register, left_out: Collection[int], texts: Texts, comuni: Comuni, today: date
) -> Judgement:
    """What the register would bring into the network, and what is wrong with each row.

    Raises:
        UnreadableError, RegisterError: the network cannot take one in.
    """
    network = _network(texts)
    places = [place for place in range(len(register.rows)) if place not in left_out]
    rows = [Row(place, dict(register.rows[place])) for place in places]
    # A row that was corrected may speak of a shelter only now.
    spoken: list[Fault] = []
    kept = [row for row in rows if not speaks_of_shelter(row, spoken)]
    source = network.register_source or ""
    nodes = judge_rows(kept, network, comuni, source=source, today=today)
    faults = {row.line: row.faults for row in kept}
    for fault in spoken:
        faults[fault.line] = [replace(fault, blocks=True)]
    made = tuple(
        _judged_row(register, place, faults.get(place)) for place in range(len(register.rows))
    )
    return Judgement(made, nodes)


def bring(
    register: Register, left_out: Collection[int], texts: Texts, comuni: Comuni, today: date
) -> dict[str, str]:
    """The new file of nodes.

    Raises:
        RegisterError: a row is not good, or there is nothing to bring.
    """
    judgement = judged(register, left_out, texts, comuni, today)
    if not judgement.is_good:
        raise RegisterError(S_("Ci sono ancora righe da correggere: non è entrato niente."))
    if not judgement.nodes:
        raise RegisterError(S_("Non c'è niente di nuovo: la rete li ha già tutti."))
    stem = f"{judgement.nodes[0].id}-{today}"
    names = (f"{stem}.toml", *(f"{stem}-{more}.toml" for more in range(2, 1000)))
    name = next(each for each in names if each not in texts)
    body = nodes_text(judgement.nodes, f"Elenco importato il {today}. Niente è ancora confermato.")
    see_sound(texts, {name: body})
    return {name: body}


def _network(texts: Texts) -> Network:
    try:
        network = read_network(texts)[0]
    except NetworkError:
        raise UnreadableError("network.toml") from None
    if network.register_source is None:
        raise RegisterError(S_("La rete non dice da quale fonte viene un elenco: register_source."))
    return network


def _judged_row(register: Register, place: int, faults: list[Fault] | None) -> JudgedRow:
    cells = register.rows[place]
    if faults is None:
        return JudgedRow(place, cells, is_left_out=True)
    is_known = any(fault.kind is FaultKind.KNOWN for fault in faults)
    return JudgedRow(
        place,
        cells,
        errors=tuple(fault_said(fault) for fault in faults if fault.blocks and not is_known),
        warnings=tuple(fault_said(fault) for fault in faults if not fault.blocks),
        is_known=is_known,
    )


def _dropped(faults: list[Fault]) -> tuple[Phrase, ...]:
    return tuple(
        Phrase(S_("Riga {line}: {why}"), {"line": fault.line, "why": fault_said(fault)})
        for fault in faults
        if fault.kind is FaultKind.SHELTER
    )
