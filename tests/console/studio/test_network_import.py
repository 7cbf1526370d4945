"""A regional list brought in over HTTP: every fault on its row, mended there, all or nothing."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import pytest

from tests.console.studio.network_stage import (
    NetworkHouse,
    form_of,
    network_house,
    send,
    upload,
    with_values,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

_LIST = """nome,comune,sigla,cap,telefoni,orari,email,casa_rifugio,id
CENTRO PROVA UNO,Rho,MI,20017,02 1234567,lunedì 9.00-12.00,info@centroprova.it,via Segreta 1,p-1
CENTRO PROVA DUE,Rho,MI,99999,02 7654321,lunedì 9.00-12.00,info@centrodue.it,,p-2
Casa rifugio Segreta,Rho,MI,20017,02 1111111,,,,p-3
SPORTELLO NOTO,Carpenedolo,BS,25013,339 2182840,,,,cav-001
"""


@pytest.fixture
async def net() -> AsyncIterator[NetworkHouse]:
    """A console with one draft."""
    async with network_house() as each:
        yield each


async def test_a_row_with_a_fault_is_mended_where_it_stands(net: NetworkHouse) -> None:
    """Until it is, nothing comes in; then all of it does, as one step."""
    carla = await net.coordinator()
    before = await net.texts()
    page = await upload(carla, net.path("import"), _LIST.encode())
    told = html.unescape(page.text)
    assert "99999 non è un CAP di Rho" in told
    assert "Righe: 3. Nuove: 1. Già nella rete: 1. Da correggere: 1." in told
    assert 'value="bring"' not in page.text

    forged = with_values(form_of(page, "/network/import", "csv"), {"act": "bring"})
    assert 422 == (await send(carla, net.path("import"), forged)).status
    assert before == await net.texts()

    mended = with_values(
        form_of(page, "/network/import", "csv"), {"cell-1-cap": "20017", "act": "check"}
    )
    page = await send(carla, net.path("import"), mended)
    assert 'value="bring"' in page.text
    form = with_values(form_of(page, "/network/import", "csv"), {"act": "bring"})
    assert 303 == (await send(carla, net.path("import"), form)).status
    after = await net.texts()
    (name,) = set(after) - set(before)
    assert {**before, name: after[name]} == after
    assert ["p-1", "p-2"] == [
        line.removeprefix('id = "').rstrip('"')
        for line in after[name].splitlines()
        if line.startswith("id = ")
    ]
    assert "confirmed_by" not in after[name]
    draft = await net.bench.drafts.get(net.draft)
    await net.bench.undo(net.draft, net.house.people["Carla"], draft.version)
    assert before == await net.texts()


async def test_a_row_is_left_out_on_purpose_and_told_again(net: NetworkHouse) -> None:
    """The rest comes in; before it does, the page names what stays outside."""
    carla = await net.coordinator()
    page = await upload(carla, net.path("import"), _LIST.encode())
    left = with_values(form_of(page, "/network/import", "csv"), {"leave": ["1"], "act": "check"})
    page = await send(carla, net.path("import"), left)
    assert "lasciate fuori: 1" in page.text
    assert "CENTRO PROVA DUE" in page.text
    form = with_values(form_of(page, "/network/import", "csv"), {"act": "bring"})
    assert 303 == (await send(carla, net.path("import"), form)).status
    assert "CENTRO PROVA DUE".title() not in "".join((await net.texts()).values())
    assert "p-1" == (await net.entry("p-1")).id


async def test_p9_a_shelter_in_a_list_goes_no_further(net: NetworkHouse) -> None:
    """Its column and its row are dropped as they arrive: the page itself does not carry them."""
    carla = await net.coordinator()
    page = await upload(carla, net.path("import"), _LIST.encode())

    assert "Parla di una casa rifugio" in html.unescape(page.text)
    assert "Segreta" not in page.text
    assert "1111111" not in page.text
    spoken = with_values(
        form_of(page, "/network/import", "csv"),
        {"cell-1-nome": "Casa rifugio di Rho", "cell-1-cap": "20017", "act": "bring"},
    )
    assert 422 == (await send(carla, net.path("import"), spoken)).status


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Il file è vuoto"),
        ("nome,comune,telefoni\nCittà,Rho,02 1234567\n".encode("latin-1"), "non è in UTF-8"),
        (b"nome\tcomune\ttelefoni\n", "non sono divise da virgole"),
        (b"nome,comune\nUno,Rho\n", "Manca la colonna «telefoni»"),
        (b"nome,comune,telefoni\n", "non ha righe"),
        (b"nome,comune,telefoni\nUno,Rho\n", "Ha 2 caselle e le colonne sono 3"),
        (b'nome,comune,telefoni\n"Uno,Rho,02 1234567\n', "Riga"),
        (b"nome,comune,telefoni\n" + b"a,b,c\n" * 401, "dividilo"),
        (b"nome,comune,telefoni\n" + b"x" * 600_000, "supera 500 kB"),
        (b"\x89PNG\r\n\x1a\n\x00\x00,\x00", "UTF-8"),
        (b"nome,comune,telefoni\n\x00,\x00,\x00\n", "non è un file di testo"),
    ],
)
async def test_a_file_that_is_no_list_is_answered_with_a_sentence(
    net: NetworkHouse, data: bytes, words: str
) -> None:
    """Wrong letters, wrong separators, too much, no text at all."""
    carla = await net.coordinator()
    answer = await upload(carla, net.path("import"), data)

    assert (422, True) == (answer.status, words in html.unescape(answer.text))


async def test_a_list_of_semicolons_and_markup_is_only_words(net: NetworkHouse) -> None:
    """Its cells are shown as they are written and bring nothing to life."""
    carla = await net.coordinator()
    data = 'nome;comune;telefoni\n"</textarea><script>alert(1)</script>";Rho;boh\n'
    page = await upload(carla, net.path("import"), data.encode())

    assert 200 == page.status
    assert "<script>alert" not in page.text
    assert "«boh» non è un numero di telefono" in html.unescape(page.text)
