"""The rules over HTTP: order, times, preferences and desks, changed and tried before believed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.editions.examples import CaseExample, read_examples
from routing.desks import Criterion
from routing.handoff import Want
from storage.editions.records import What
from storage.staff.people import Role
from tests.console.studio.rules_stage import read, rules_house, seen_on

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.console.studio.rules_stage import RulesHouse

_TIMES = {"ladder": "3", "claim_minutes": "10", "widen_minutes": "20", "ageing_minutes": "45"}
_DESK = {
    "hours": "Mo-Fr 09:00-17:00; PH off",
    "want": "listening",
    "language": "it",
    "areas": "Municipio 3, Rho",
}
_CASE = {
    "place": "20158",
    "want": "legal",
    "language": "ar",
    "at": "2026-11-29T23:00",
    "shift": "hours",
}


@pytest.fixture
async def rules() -> AsyncIterator[RulesHouse]:
    """A draft, and a coordinator in front of its rules."""
    async with rules_house() as each:
        yield each


@pytest.fixture
async def agreed() -> AsyncIterator[RulesHouse]:
    """The same where the nodes have confirmed their desks, as in service."""
    async with rules_house(confirmed=True) as each:
        yield each


async def _seen(rules: RulesHouse, after: str, do: str) -> str:
    """The word that the form carries which stands after a mark of the page."""
    text = (await rules.carla.get(rules.path("rules"))).text
    form = text[text.index(after) :]
    return form.partition(f'name="do" value="{do}"')[0].rpartition('value="')[2].partition('"')[0]


async def test_the_rules_are_told_in_sentences(rules: RulesHouse) -> None:
    """As a coordinator would say them, with the warning on what is made up."""
    answer = await rules.carla.get(rules.path("rules"))
    said = read(answer)

    assert answer.status == 200
    assert "Se cerca ospedale o salute: prima chi offre cure in ospedale." in said
    assert "aperto dal lunedì al venerdì 10–18; chiuso nelle feste" in said
    assert "I centri segnati come prova hanno orari inventati" in said
    assert said.index("1. La sua lingua") < said.index("2. Quello che cerca")


async def test_what_counts_is_reordered_by_buttons(rules: RulesHouse) -> None:
    """Up, down, not at all, and again; the remarks of the file stay."""
    page, order = rules.path("rules"), rules.path("rules", "order")
    before = (await rules.files())["network/desks.toml"]
    for do, name in (("up", "want"), ("skip", "load"), ("down", "open")):
        done = await rules.send(rules.carla, page, do, {"criterion": name}, order)
        assert done.status == 303
    expected = (Criterion.WANT, Criterion.LANGUAGE, Criterion.ON_SHIFT, Criterion.TERRITORY)
    assert (*expected, Criterion.OPEN) == (await rules.book()).order

    done = await rules.send(rules.carla, page, "count", {"criterion": "load"}, order)
    after = (await rules.files())["network/desks.toml"]
    assert (*expected, Criterion.OPEN, Criterion.LOAD) == (await rules.book()).order
    lines = zip(before.splitlines(), after.splitlines(), strict=True)
    assert [old for old, new in lines if old != new] == [
        'order = ["language", "want", "on_shift", "open", "territory", "load"]'
    ]


async def test_times_have_sane_limits(rules: RulesHouse) -> None:
    """Refused, what she typed stays; kept, only the numbers are others."""
    page = rules.path("rules")
    told = {**_TIMES, "claim_minutes": "90", "seen": await _seen(rules, 'id="times"', "save")}
    refused = await rules.carla.post(page + "/times", told)
    assert refused.status == 422
    assert "scrivi un numero da 1 a 60" in read(refused)
    assert 'value="45"' in refused.text
    assert (await rules.book()).claim_minutes == 5

    done = await rules.carla.post(page + "/times", {**told, "claim_minutes": "10"})
    book = await rules.book()
    assert done.status == 303
    assert (book.ladder, book.claim_minutes, book.widen_minutes, book.ageing_minutes) == (
        3, 10, 20, 45,
    )  # fmt: skip


async def test_a_rule_is_added_changed_and_taken_out(rules: RulesHouse) -> None:
    """Through boxes; one that prefers nobody, or a centre without a desk, is refused."""
    page = rules.path("rules", "rule")
    before = await rules.files()
    told = {"do": "add", "want": "legal", "language": "ar", "node": "cadmi"}
    assert (await rules.carla.post(page, told)).status == 303
    new = (await rules.book()).rules[2]
    assert (new.wants, new.languages, new.nodes) == ({Want.LEGAL}, {"ar"}, {"cadmi"})
    shown = read(await rules.carla.get(rules.path("rules")))
    assert "Se cerca aiuto legale e parla العربية: prima" in shown

    nobody = await rules.carla.post(page, {"do": "add", "want": "legal"})
    assert "Chi viene prima" in read(nobody)
    deskless = await rules.carla.post(page, {"do": "add", "node": "cav-001"})
    assert (nobody.status, deskless.status) == (422, 422)

    seen = await _seen(rules, 'id="rule-2"', "save")
    changed = {"do": "save", "seen": seen, "service": "legal"}
    assert (await rules.carla.post(page + "/2", changed)).status == 303
    assert not (await rules.book()).rules[2].nodes
    seen = await _seen(rules, 'id="rule-2"', "drop")
    assert (await rules.carla.post(page + "/2", {"do": "drop", "seen": seen})).status == 303
    assert before == await rules.files()


async def test_a_desk_says_when_it_answers_and_who_confirmed_it(rules: RulesHouse) -> None:
    """Confirmed, it counts in service; hours nobody can read are refused with a sentence."""
    page = rules.path("rules", "desk", "cadmi")
    seen = await _seen(rules, 'id="desk-cadmi"', "save")
    bad = await rules.carla.post(page, {**_DESK, "do": "save", "seen": seen, "hours": "lun-ven"})
    assert bad.status == 422
    assert "«lun-ven» non è un orario" in read(bad)
    lost = await rules.carla.post(page, {**_DESK, "do": "save", "seen": seen, "areas": "Narnia"})
    assert "Non conosco questo posto" in read(lost)

    told = {**_DESK, "do": "save", "seen": seen, "confirmed_by": 'La responsabile, "20" novembre'}
    assert (await rules.carla.post(page, told)).status == 303
    desk = (await rules.book()).desks["cadmi"]
    assert desk.hours.expression == "Mo-Fr 09:00-17:00; PH off"
    assert desk.areas == {"M3", "C015182"}
    assert not desk.is_sample
    assert "aperto dal lunedì al venerdì 9–17" in read(await rules.carla.get(rules.path("rules")))


async def test_p9_who_gives_shelter_never_answers_in_writing(rules: RulesHouse) -> None:
    """Not in the list, and refused whatever a form says."""
    shown = (await rules.carla.get(rules.path("rules"))).text
    refused = await rules.carla.post(
        rules.path("rules", "desk"), {**_DESK, "do": "add", "node": "ceas"}
    )

    assert '<option value="ceas"' not in shown
    assert refused.status == 422
    assert "ceas" not in (await rules.book()).desks


async def test_a_desk_is_added_and_taken_out(rules: RulesHouse) -> None:
    """As it was to the byte."""
    before = await rules.files()
    page = rules.path("rules", "desk")
    added = await rules.carla.post(page, {**_DESK, "do": "add", "node": "cav-001"})
    assert added.status == 303
    assert (await rules.book()).desks["cav-001"].is_sample

    seen = await _seen(rules, 'id="desk-cav-001"', "drop")
    gone = await rules.carla.post(page + "/cav-001", {"do": "drop", "seen": seen})
    assert gone.status == 303
    assert before == await rules.files()


async def test_two_who_change_the_rules_see_each_other(rules: RulesHouse) -> None:
    """The second is told, with hers still in the form."""
    page = rules.path("rules")
    seen = await _seen(rules, 'id="times"', "save")
    nina = await rules.house.made("Nina", Role.COORDINATOR)
    await nina.post(page + "/times", {**_TIMES, "ladder": "4", "seen": seen})
    late = await rules.carla.post(page + "/times", {**_TIMES, "ladder": "1", "seen": seen})

    assert late.status == 409
    assert "Intanto una collega l'ha cambiato" in read(late)
    assert 'name="ladder" min="0" max="5" required value="1"' in late.text
    assert (await rules.book()).ladder == 4
    again = await rules.carla.post(
        page + "/times", {**_TIMES, "ladder": "1", "seen": seen_on(late, "save")}
    )
    assert again.status == 303
    assert (await rules.book()).ladder == 1


async def test_a_case_tells_where_it_goes_and_why(agreed: RulesHouse) -> None:
    """Sunday night, Arabic, legal help: who comes first, after it, and when it opens."""
    page = agreed.path("rules", "why")
    assert (await agreed.carla.get(page)).status == 200
    answer = await agreed.carla.post(page, _CASE)
    said = read(answer)

    assert answer.status == 200
    assert "Va a Cerchi d'Acqua" in said
    assert "Apre il 30 novembre 2026 alle 09:30" in said
    assert "Nella versione pubblicata è lo stesso." in said
    assert "Di solito si parla la sua lingua, ma adesso non c'è chi la parla" in said

    shift = {**_CASE, "shift": "chosen", "on": "cadmi", "speaks-cadmi": "ar"}
    there = read(await agreed.carla.post(page, {**shift, "want": "listening"}))
    assert "Va a CADMI" in there.replace("Cadmi", "CADMI")
    assert "Qualcuna può risponderle adesso." in there
    avoided = read(await agreed.carla.post(page, {**shift, "avoid": "cadmi"}))
    assert "Lei non vuole questo centro" in avoided


async def test_a_draft_that_sends_her_elsewhere_is_shown_beside_what_is_live(
    agreed: RulesHouse,
) -> None:
    """Both, side by side."""
    seen = await _seen(agreed, 'id="desk-cerchi-dacqua"', "drop")
    drop = agreed.path("rules", "desk", "cerchi-dacqua")
    assert (await agreed.carla.post(drop, {"do": "drop", "seen": seen})).status == 303
    answer = await agreed.carla.post(agreed.path("rules", "why"), _CASE)

    assert "Con questa bozza" in answer.text
    assert "Nella versione pubblicata" in answer.text
    assert answer.text.count("data-node=") == 2
    assert 'data-node="cerchi-dacqua"' in answer.text


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"place": "Xyzqwk"}, "Non conosco questo posto"),
        ({"place": "<script>"}, "Non conosco questo posto"),
        ({"at": "domani"}, "Scegli il giorno e l'ora"),
    ],
)
async def test_a_case_nobody_can_place_is_told_and_kept_in_the_form(
    agreed: RulesHouse, fields: dict[str, str], why: str
) -> None:
    """What was typed is still there, and is words."""
    answer = await agreed.carla.post(agreed.path("rules", "why"), {**_CASE, **fields})
    assert answer.status == 422
    assert why in read(answer)
    assert "<script>" not in answer.text.partition('id="place"')[2]
    assert '<option value="legal" selected>' in answer.text


async def test_a_case_is_kept_as_an_example_that_holds(agreed: RulesHouse) -> None:
    """With its place as typed, its moment, and what came of it; a name is needed, once."""
    save = agreed.path("rules", "why", "save")
    nameless = await agreed.carla.post(save, _CASE)
    assert nameless.status == 422
    assert "Nome dell'esempio" in read(nameless)
    kept = await agreed.carla.post(save, {**_CASE, "name": 'Domenica "notte" in arabo'})
    assert kept.headers["Location"] == agreed.path("examples")

    shelf = read_examples((await agreed.files())["examples.yaml"])
    example = shelf.examples[-1]
    assert not shelf.flaws
    assert isinstance(example, CaseExample)
    assert (example.name, example.place) == ('Domenica "notte" in arabo', "20158")
    assert (example.case.want, example.case.language) == (Want.LEGAL, "ar")
    assert (example.holds.node, example.holds.opens) == ("cerchi-dacqua", "2026-11-30 09:30")
    assert example.holds.ladder == ("cadmi", "svsed-mangiagalli")
    twice = await agreed.carla.post(save, {**_CASE, "name": 'Domenica "notte" in arabo'})
    assert "C'è già un esempio" in read(twice)


async def test_others_read_the_rules_and_change_nothing(rules: RulesHouse) -> None:
    """A lead, whose node's rows are hers, does not change who is chosen."""
    before = await rules.files()
    page = rules.path("rules")
    for name, role in (("Tea", Role.TRANSLATOR), ("Lia", Role.LEAD), ("Kim", Role.KEEPER)):
        reader = await rules.house.made(name, role)
        shown = await reader.get(page)
        assert shown.status == 200
        assert 'name="do"' not in shown.text
        assert (await reader.post(page + "/why", _CASE)).status == 200
        for to in ("/order", "/times", "/rule", "/rule/0", "/desk", "/desk/cadmi", "/why/save"):
            assert (await reader.post(page + to, {**_DESK, "do": "up"})).status == 403
    operator = await rules.house.made("Olga", Role.OPERATOR)
    assert (await operator.get(page)).status == 403
    live = await rules.carla.get("/studio/live/rules")
    assert 'name="do"' not in live.text
    assert (await rules.carla.post("/studio/live/rules/times", _TIMES)).status == 403
    assert before == await rules.files()


async def test_a_desks_file_that_cannot_be_read_is_told(rules: RulesHouse) -> None:
    """A sentence, not an error."""
    page = rules.path("rules")

    def broken(_: dict[str, str]) -> dict[str, str]:
        return {"network/desks.toml": "order = ["}

    carla = rules.house.people["Carla"]
    await rules.bench.change(rules.draft, carla, What("Prova"), broken)
    answer = await rules.carla.get(page)
    assert answer.status == 200
    assert "non si legge" in read(answer)
    tried = await rules.carla.post(page + "/why", _CASE)
    assert tried.status == 200
