"""The network's pages over HTTP: what each may do, what is refused with which words, conflicts."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.editions.doors import door_shown
from bot.editions.paths import seen
from console.studio.network.routes import ROUTES
from storage.editions.records import What
from storage.staff.audit import Deed
from storage.staff.people import Role
from tests.console.door.office import HERE, THERE
from tests.console.studio.network_stage import (
    NetworkHouse,
    form_of,
    network_house,
    send,
    with_values,
)
from tests.editions import NOW

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from console.route import Route
    from tests.console.door.office import Answer, Browser


@pytest.fixture
async def net() -> AsyncIterator[NetworkHouse]:
    """A console with one draft."""
    async with network_house() as each:
        yield each


async def _filled(
    net: NetworkHouse, browser: Browser, node: str, path: str, **values: str | Sequence[str]
) -> Answer:
    page = await browser.get(net.path(node))
    pairs = form_of(page, f"/{node}/{path}", "")
    return await send(browser, net.path(node, path), with_values(pairs, values))


_CONCRETE = {"at": "", "node": HERE, "line": "112"}


def _address(net: NetworkHouse, route: Route) -> str:
    parts = []
    for piece in route.path.split("/"):
        name = piece.strip("{}").partition(":")[0]
        parts.append((_CONCRETE[name] or net.draft) if piece.startswith("{") else piece)
    return "/".join(parts)


@pytest.mark.parametrize(
    "roles",
    [
        (Role.COORDINATOR,),
        (Role.OPERATOR, Role.LEAD),
        (Role.TRANSLATOR,),
        (Role.KEEPER,),
        (Role.OPERATOR,),
    ],
)
async def test_each_role_reaches_its_own_network_pages(
    net: NetworkHouse, roles: tuple[Role, ...]
) -> None:
    """The table says who may: nobody else gets further than a refusal, and nothing changes."""
    browser = await net.house.made("Ada", *roles)
    before = await net.texts()
    for route in ROUTES:
        assert route.roles is not None
        ask = browser.get if route.method == "GET" else browser.post
        answer = await ask(_address(net, route))
        may = bool(route.roles & set(roles))
        assert may == (answer.status != 403), route.path
        assert answer.status < 500
    assert before == await net.texts()


async def test_a_coordinator_corrects_the_hours(net: NetworkHouse) -> None:
    """Filled in as people write them, kept in OpenStreetMap's syntax, told as one sentence."""
    carla = await net.coordinator()
    answer = await _filled(
        net,
        carla,
        HERE,
        "hours",
        **{
            "kind": "week",
            "days-0": ["0", "1", "2", "3"],
            "times-0": "10–18",
            "days-1": ["4"],
            "times-1": "9.30-13 e 14-16",
            "holidays": "closed",
            "confirmed": "1",
            "by": "il centro, al telefono",
        },
    )
    assert 303 == answer.status, answer.text
    hours = (await net.entry()).fact("hours")
    assert hours is not None
    said = "aperto dal lunedì al giovedì 10–18; venerdì 9:30–13 e 14–16; chiuso nelle feste"
    assert ("Mo-Th 10:00-18:00; Fr 09:30-13:00,14:00-16:00; PH off", said) == (
        hours["open"],
        hours["written"],
    )
    assert "il centro, al telefono" == hours["confirmed_by"]
    page = await carla.get(net.path(HERE))
    assert f"{said} e il 7 dicembre" in page.text


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"days-0": ["0"], "times-0": "boh"}, "«boh» non è un orario"),
        ({"days-0": [], "times-0": "9-10"}, "manca il giorno"),
        ({"days-0": ["0"], "times-0": "18-9"}, "finisce prima di cominciare"),
        ({"kind": "text", "expression": "Mo-Xx 9"}, "non si può leggere"),
    ],
)
async def test_bad_hours_are_refused_and_stay_typed(
    net: NetworkHouse, values: dict[str, str | list[str]], words: str
) -> None:
    """The reason stands in the form, with everything she typed."""
    carla = await net.coordinator()
    before = await net.texts()
    answer = await _filled(net, carla, HERE, "hours", **{"days-1": [], "times-1": "", **values})

    assert 422 == answer.status
    assert words in html.unescape(answer.text)
    assert str(values.get("times-0", values.get("expression"))) in html.unescape(answer.text)
    assert before == await net.texts()


async def test_p9_a_shelter_gets_no_address_anywhere(net: NetworkHouse) -> None:
    """Not as a seat that was forged, not in the words beside a contact."""
    carla = await net.coordinator()
    page = await carla.get(net.path("ceas"))
    assert 'name="address"' not in page.text

    before = await net.texts()
    entry = await net.entry("ceas")
    forged = [("seen", seen(entry.unit("seat"))), ("address", "via Verdi 3, Milano")]
    seat = await send(carla, net.path("ceas", "seat"), forged)
    contact = await _filled(
        net,
        carla,
        "ceas",
        "contacts/add",
        kind="phone",
        value="02 1234567",
        use="casa, via Verdi 3",
    )
    for answer in (seat, contact):
        assert 422 == answer.status
        assert "chi cerca una donna la troverebbe" in html.unescape(answer.text)
    assert before == await net.texts()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"kind": "mobile", "value": "339 2182840", "use": "centro"}, "cellulare di una persona"),
        (
            {
                "kind": "mobile",
                "value": "339 2182840",
                "use": "cellulare di Anna",
                "is_shared": "1",
            },
            "cellulare di una persona",
        ),
        ({"kind": "phone", "value": "25015", "use": "centro"}, "non si può chiamare"),
        ({"kind": "email", "value": "anna.rossi@gmail.com", "use": "centro"}, "di una persona"),
        ({"kind": "email", "value": "protocollo@ente.it", "use": "centro"}, "di un ufficio"),
        ({"kind": "web", "value": "https://bit.ly/abc", "use": "sito"}, "non abbreviato"),
        ({"kind": "phone", "value": "02 1234567", "use": ""}, "A che cosa serve"),
        ({"kind": "phone", "value": "02 1234567", "use": "a\u202eb"}, "invisibile"),
    ],
)
async def test_a_contact_that_harms_is_refused_with_the_reason(
    net: NetworkHouse, values: dict[str, str], words: str
) -> None:
    """Personal, wrong, misleading: nothing is kept, and what she typed stays."""
    carla = await net.coordinator()
    before = await net.texts()
    answer = await _filled(net, carla, HERE, "contacts/add", **values)

    assert 422 == answer.status
    assert words in html.unescape(answer.text)
    assert values["value"] in html.unescape(answer.text)
    assert before == await net.texts()


async def test_a_contact_is_added_changed_and_taken_out(net: NetworkHouse) -> None:
    """Each is one step of the draft, and can be undone."""
    carla = await net.coordinator()
    new = {"kind": "mobile", "value": "339 218 2840", "use": "centro", "is_shared": "1"}
    assert 303 == (await _filled(net, carla, HERE, "contacts/add", **new)).status
    assert "+393392182840" == (await net.entry()).contacts[-1]["value"]

    page = await carla.get(net.path(HERE))
    last = str(len((await net.entry()).contacts) - 1)
    form = form_of(page, "/contacts/save", f'name="place" value="{last}"')
    changed = with_values(form, {"use": "notte", "act": "save"})
    assert 303 == (await send(carla, net.path(HERE, "contacts", "save"), changed)).status
    assert "notte" == (await net.entry()).contacts[-1]["use"]

    page = await carla.get(net.path(HERE))
    form = form_of(page, "/contacts/save", f'name="place" value="{last}"')
    await send(carla, net.path(HERE, "contacts", "save"), with_values(form, {"act": "drop"}))
    assert int(last) == len((await net.entry()).contacts)
    draft = await net.bench.drafts.get(net.draft)
    person = net.house.people["Carla"]
    await net.bench.undo(net.draft, person, draft.version)
    assert int(last) + 1 == len((await net.entry()).contacts)


async def test_two_at_one_row_both_keep_their_words(net: NetworkHouse) -> None:
    """The second sees hers in the form and the other's beside it; saved again, hers stands."""
    carla, dora = await net.coordinator(), await net.coordinator("Dora")
    page = await carla.get(net.path(HERE))
    stale = form_of(page, f"/{HERE}/seat")
    await _filled(net, dora, HERE, "seat", address="via Nuova 2, Milano", confirmed="")

    mine = with_values(stale, {"address": "via Mia 1, Milano", "confirmed": ""})
    answer = await send(carla, net.path(HERE, "seat"), mine)
    assert 409 == answer.status
    assert "via Mia 1, Milano" in answer.text
    assert "via Nuova 2, Milano" in answer.text
    seat = (await net.entry()).fact("seat")
    assert seat is not None
    assert "via Nuova 2, Milano" == seat["address"]

    again = form_of(answer, f"/{HERE}/seat")
    assert 303 == (await send(carla, net.path(HERE, "seat"), again)).status
    seat = (await net.entry()).fact("seat")
    assert seat is not None
    assert "via Mia 1, Milano" == seat["address"]


async def test_a_contact_is_found_where_it_moved(net: NetworkHouse) -> None:
    """Somebody took out the row before it: the same row is changed, not its neighbour."""
    carla, dora = await net.coordinator(), await net.coordinator("Dora")
    stale = form_of(await carla.get(net.path(HERE)), "/contacts/save", 'name="place" value="2"')
    value = (await net.entry()).contacts[2]["value"]
    first = form_of(await dora.get(net.path(HERE)), "/contacts/save", 'name="place" value="0"')
    await send(dora, net.path(HERE, "contacts", "save"), with_values(first, {"act": "drop"}))

    changed = with_values(stale, {"use": "accoglienza e ascolto", "act": "save"})
    assert 303 == (await send(carla, net.path(HERE, "contacts", "save"), changed)).status
    moved = (await net.entry()).contacts[1]
    assert (value, "accoglienza e ascolto") == (moved["value"], moved["use"])


async def test_a_lead_confirms_all_her_rows_at_once(net: NetworkHouse) -> None:
    """Ticked already but for what sources disagree on; by what she is, never by her name."""
    lea = await net.lead()
    page = await lea.get(net.path(HERE))
    form = form_of(page, f"/{HERE}/confirm")
    assert 303 == (await send(lea, net.path(HERE, "confirm"), form)).status

    entry = await net.entry()
    hours = entry.fact("hours")
    assert hours is not None
    assert "la responsabile del centro" == hours["confirmed_by"]
    assert "2026-11-24" == hours["checked_on"].isoformat()
    assert "2027-02-24" == hours["expires_on"].isoformat()
    in_conflict = [each for each in entry.contacts if "conflict" in each]
    assert in_conflict
    assert not [each for each in in_conflict if "confirmed_by" in each]
    assert "Lea" not in "".join((await net.texts()).values())
    (noted,) = await net.house.parts.audit.newest(1)
    assert ("row_confirmed", HERE) == (noted.what, noted.about)


async def test_what_is_confirmed_is_what_she_saw(net: NetworkHouse) -> None:
    """A row that somebody changed meanwhile is not confirmed by a stale tick."""
    lea, carla = await net.lead(), await net.coordinator()
    stale = form_of(await lea.get(net.path(HERE)), f"/{HERE}/confirm")
    await _filled(net, carla, HERE, "seat", address="via Nuova 2, Milano", confirmed="")

    answer = await send(lea, net.path(HERE, "confirm"), stale)
    assert 409 == answer.status
    seat = (await net.entry()).fact("seat")
    assert seat is not None
    assert "confirmed_by" not in seat


async def test_a_lead_reaches_no_other_node(net: NetworkHouse) -> None:
    """Every form of another node's page, forged: refused, noted, and nothing is changed."""
    lea, carla = await net.lead(), await net.coordinator()
    before = await net.texts()
    page = await carla.get(net.path(THERE))
    forged = {
        "offer": with_values(form_of(page, f"/{THERE}/offer"), {"services": ["legal"]}),
        "seat": with_values(form_of(page, f"/{THERE}/seat"), {"address": "via Falsa 1, Milano"}),
        "hours": with_values(form_of(page, f"/{THERE}/hours"), {"kind": "always"}),
        "contacts/add": [("kind", "phone"), ("value", "02 1234567"), ("use", "centro")],
        "contacts/save": with_values(form_of(page, "/contacts/save"), {"act": "drop"}),
        "confirm": with_values(
            form_of(page, f"/{THERE}/confirm"), {"fact": [_ticked(page.text)], "by": "io"}
        ),
    }
    for path, pairs in forged.items():
        answer = await send(lea, net.path(THERE, path), pairs)
        assert 403 == answer.status, path
    assert before == await net.texts()
    refused = [each for each in await net.house.parts.audit.newest(50) if each.what == Deed.REFUSED]
    assert len(forged) == len(refused)


def _ticked(page: str) -> str:
    return page.partition('name="fact" value="')[2].partition('"')[0]


@pytest.mark.parametrize("nodes", [[THERE], [HERE, THERE], []])
async def test_a_lead_shuts_her_own_node_only(net: NetworkHouse, nodes: list[str]) -> None:
    """A closure that names another, forged, is refused; her own is kept."""
    lea = await net.lead()
    before = await net.texts()
    days = [("begins", "2027-08-09"), ("ends", "2027-08-20"), ("why", "ferie")]
    forged = [("nodes", node) for node in nodes]
    answer = await send(lea, net.path("closures", "add"), [*days, *forged])
    assert (422 if not nodes else 403) == answer.status
    assert before == await net.texts()

    answer = await send(lea, net.path("closures", "add"), [*days, ("nodes", HERE)])
    assert 303 == answer.status
    assert "Chiuso dal 9 al 20 agosto 2027: ferie" in (await lea.get(net.path(HERE))).text


async def test_a_lead_changes_no_closure_of_several(net: NetworkHouse) -> None:
    """Neither dropped nor narrowed to others: only a coordinator may."""
    lea, carla = await net.lead(), await net.coordinator()
    days = [("begins", "2027-08-09"), ("ends", "2027-08-20"), ("why", "ferie")]
    both = [*days, ("nodes", HERE), ("nodes", THERE)]
    assert 303 == (await send(carla, net.path("closures", "add"), both)).status
    form = form_of(await carla.get(net.path("closures")), "/closures/save")
    before = await net.texts()

    for act in ("drop", "save"):
        forged = with_values(form, {"act": act, "nodes": [THERE]})
        assert 403 == (await send(lea, net.path("closures", "save"), forged)).status
    assert before == await net.texts()
    assert "/closures/save" not in (await lea.get(net.path("closures"))).text
    kept = with_values(form, {"act": "save", "ends": "2027-08-22"})
    assert 303 == (await send(carla, net.path("closures", "save"), kept)).status
    assert "2027-08-22" in (await net.texts())["network.toml"]


async def test_a_new_node_never_gets_a_number_that_was(net: NetworkHouse) -> None:
    """Taken out, its number is nobody's: buttons on old phones still carry it."""
    carla = await net.coordinator()
    new = [("name", "Centro Prova"), ("kind", "centre"), ("area", "Rho")]
    assert 303 == (await send(carla, net.path("new"), new)).status
    first = (await net.entry("centro-prova")).raw["number"]
    gone = await send(carla, net.path("centro-prova", "remove"), [("sure", "1")])
    assert 303 == gone.status
    assert 404 == (await carla.get(net.path("centro-prova"))).status
    assert 303 == (await send(carla, net.path("new"), new)).status
    assert first + 1 == (await net.entry("centro-prova")).raw["number"]
    assert "C015182" == (await net.entry("centro-prova")).raw["area"]


async def test_a_node_that_others_need_stays(net: NetworkHouse) -> None:
    """Its page says what rests on it, and a forged form is refused."""
    carla = await net.coordinator()
    page = await carla.get(net.path(HERE))
    assert "risponde per iscritto" in page.text
    answer = await send(carla, net.path(HERE, "remove"), [("sure", "1")])
    assert 422 == answer.status
    assert HERE == (await net.entry()).id


async def test_what_is_live_is_only_read(net: NetworkHouse) -> None:
    """No form there changes anything, and a forged one is refused."""
    carla = await net.coordinator()
    page = await carla.get(net.path(HERE, at="live"))
    assert 200 == page.status
    assert f"/{HERE}/seat" not in page.text
    answer = await send(carla, net.path(HERE, "seat", at="live"), [("address", "via Falsa 1")])
    assert 403 == answer.status


async def test_a_national_number_leads_to_its_own_page(net: NetworkHouse) -> None:
    """Lists of what expires name nodes and numbers alike; neither leads nowhere."""
    carla = await net.coordinator()
    answer = await carla.get(net.path("1522"))
    assert (303, net.path("lines")) == (answer.status, answer.headers["Location"])
    assert 404 == (await carla.get(net.path("nessuno"))).status


async def test_the_list_is_looked_through(net: NetworkHouse) -> None:
    """By words without accents, kind and state."""
    carla = await net.coordinator()
    found = await carla.get(net.path() + "?q=cadmi")
    assert 1 == found.text.count('<th scope="row">')
    conflicts = await carla.get(net.path() + "?state=conflict&kind=centre")
    assert "CADMI" in conflicts.text
    nothing = await carla.get(net.path() + "?q=zzz")
    assert "Nessun centro così" in nothing.text


async def test_hostile_words_are_only_words(net: NetworkHouse) -> None:
    """A name full of markup is shown as it is typed, everywhere."""
    carla = await net.coordinator()
    name = 'Centro "><script>alert(1)</script> {{ 7*7 }} {0}'
    answer = await _filled(net, carla, HERE, "basics", name=name, area="Municipio 5")
    assert 303 == answer.status
    for path in (net.path(), net.path(HERE), net.path("closures")):
        page = await carla.get(path)
        assert 200 == page.status
        assert "<script>alert" not in page.text
        assert name in html.unescape(page.text)


async def test_p10_what_expired_is_gone_from_the_conversation(net: NetworkHouse) -> None:
    """Confirmed it is shown; a month before its end it is announced; the day after it is gone."""
    lea = await net.lead()
    page = await lea.get(net.path(HERE))
    # What sources disagree on is not ticked for her: she does it herself.
    every = re.findall(r'name="fact" value="([^"]+)"', page.text)
    form = with_values(form_of(page, f"/{HERE}/confirm"), {"fact": every})
    await send(lea, net.path(HERE, "confirm"), form)
    assert "Adesso niente" not in (await lea.get(net.path(HERE))).text
    assert "in scadenza entro 30 giorni" not in (await lea.get(net.path())).text

    reading = await net.bench.reading(net.draft)
    number, gazetteer = (await net.entry()).raw["number"], net.house.parts.gazetteer
    shown = [
        len(door_shown(reading, gazetteer, number, "it", day, shows_unconfirmed=False))
        for day in (NOW, NOW + timedelta(days=90), NOW + timedelta(days=93))
    ]
    assert [2, 2, 0] == shown
    net.house.clock.now = NOW + timedelta(days=80)
    lea = await net.house.sign_in(net.house.passkeys["Lea"])
    assert "in scadenza entro 30 giorni" in (await lea.get(net.path())).text


async def test_a_broken_file_closes_the_pages_and_says_why(net: NetworkHouse) -> None:
    """Somebody imported half a file: the list tells it, no form makes it worse, nothing crashes."""
    carla = await net.coordinator()
    text = (await net.texts())["network.toml"]
    broken = {"network/network.toml": text.replace('id = "112"', "id = ", 1)}
    draft = await net.bench.drafts.get(net.draft)
    what = What("prova")
    await net.bench.drafts.change(
        net.draft, draft.version, broken, what=what, who=draft.author, now=NOW
    )

    page = await carla.get(net.path())
    assert (200, True) == (page.status, "Il file non si legge da qui" in html.unescape(page.text))
    for path in (HERE, "closures", "lines", "new", "import"):
        assert 409 == (await carla.get(net.path(path))).status
    forged = await send(carla, net.path(HERE, "seat"), [("address", "via Nuova 1")])
    assert forged.status in {409, 422}


async def test_a_node_that_cannot_be_read_is_still_mended(net: NetworkHouse) -> None:
    """One wrong word in one node hides no other, and its own page opens."""
    carla = await net.coordinator()
    text = (await net.texts())["nodes.toml"]
    broken = {"network/nodes.toml": text.replace('kind = "centre"', 'kind = "casa"', 1)}
    draft = await net.bench.drafts.get(net.draft)
    await net.bench.drafts.change(
        net.draft, draft.version, broken, what=What("prova"), who=draft.author, now=NOW
    )
    listed = await carla.get(net.path())
    assert 200 == listed.status
    assert "non si legge" in listed.text
    page = await carla.get(net.path(HERE))
    assert 200 == page.status
    mended = with_values(form_of(page, f"/{HERE}/basics"), {"kind": "centre"})
    assert 303 == (await send(carla, net.path(HERE, "basics"), mended)).status
    assert text == (await net.texts())["nodes.toml"]


async def test_a_lead_takes_back_her_own_steps_only(net: NetworkHouse) -> None:
    """Undo knows files, not rows: a coordinator's step on another node is not hers to undo."""
    lea, carla = await net.lead(), await net.coordinator()
    await _filled(net, carla, THERE, "seat", address="via Nuova 2, Milano", confirmed="")
    changed = await net.texts()
    draft = await net.bench.drafts.get(net.draft)
    undo = {"seen": str(draft.version), "back": net.path()}
    await lea.post(f"/studio/{net.draft}/undo", undo)
    assert changed == await net.texts()

    await _filled(net, lea, HERE, "seat", address="via Mia 1, Milano")
    assert changed != await net.texts()
    draft = await net.bench.drafts.get(net.draft)
    await lea.post(f"/studio/{net.draft}/undo", {**undo, "seen": str(draft.version)})
    assert changed == await net.texts()
