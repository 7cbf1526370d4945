"""The registry over HTTP: found, changed, confirmed, added, taken out; nothing is lost."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from flows.registered import FactStatus
from storage.staff.people import Role
from tests.console.studio.rules_stage import read, rules_house, seen_on

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.console.studio.rules_stage import RulesHouse

_FACT = "svsed_sexual"
_FIELDS = {
    "kind": "number",
    "value": "02 5503 2489",
    "says": "SVSeD: violenza sessuale, giorno e notte.",
    "source": "Telefonata al centralino",
    "owner": "svsed",
}
_NEW = {**_FIELDS, "id": "prova", "owner": "rete"}


@pytest.fixture
async def registry() -> AsyncIterator[RulesHouse]:
    """A draft, and a coordinator in front of its facts."""
    async with rules_house() as each:
        yield each


async def test_every_fact_is_told_with_its_state_and_where_it_is_used(
    registry: RulesHouse,
) -> None:
    """In words, with a link to the step."""
    answer = await registry.carla.get(registry.path("facts"))
    said = read(answer)

    assert answer.status == 200
    assert all(name in answer.text for name in (await registry.library()).facts)
    assert "Nel servizio le sue frasi sono nascoste: al suo posto c'è il 1522" in said
    assert "Non si nasconde mai. Va verificato di nuovo entro il 22 febbraio 2027" in said
    assert f'href="{registry.path("flows", "harm")}#s-hospital"' in answer.text


async def test_facts_are_found_by_state_and_by_words_that_stay_out_of_addresses(
    registry: RulesHouse,
) -> None:
    """What is typed travels in the body."""
    drafts = await registry.carla.get(registry.path("facts") + "?state=draft")
    found = await registry.carla.post(
        registry.path("facts", "find", "words"), {"words": "MANGIAGALLI 2489"}
    )

    assert "Emergenza infanzia" in drafts.text
    assert "anonimo" not in read(drafts).partition("Aggiungi un dato")[0]
    assert found.status == 200
    assert "Dati trovati: 1 su" in read(found)
    assert registry.path("facts", _FACT) in found.text


async def test_p10_a_corrected_number_waits_for_somebody_to_check_it(
    registry: RulesHouse,
) -> None:
    """Unchecked it is a draft; checked it holds three months, with who checked it."""
    page = registry.path("facts", _FACT)
    done = await registry.send(registry.carla, page, "save", {**_FIELDS, "value": "02 5503 8585"})
    fact = (await registry.library()).facts[_FACT]
    assert done.status == 303
    assert (fact.value, fact.status) == ("02 5503 8585", FactStatus.DRAFT)

    told = {**_FIELDS, "value": "02 5503 2489", "checked": "yes", "who": "SVSeD"}
    assert (await registry.send(registry.carla, page, "save", told)).status == 303
    fact = (await registry.library()).facts[_FACT]
    assert (fact.value, fact.status) == ("02 5503 2489", FactStatus.CONFIRMED)
    assert (fact.checked_by, fact.expires_on) == ("SVSeD", date(2027, 2, 24))


async def test_p10_who_checked_it_today_is_noted(registry: RulesHouse) -> None:
    """Nobody named, nothing confirmed."""
    page = registry.path("facts", _FACT)
    refused = await registry.send(registry.carla, page, "confirm", {"who": "  "})
    assert refused.status == 422
    assert "Scrivi qualcosa in «Chi l'ha verificato»" in read(refused)

    done = await registry.send(registry.carla, page, "confirm", {"who": "SVSeD"})
    fact = (await registry.library()).facts[_FACT]
    assert done.status == 303
    assert (fact.status, fact.checked_on) == (FactStatus.CONFIRMED, date(2026, 11, 24))
    assert "Vale fino al 24 febbraio 2027" in read(await registry.carla.get(page))


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"value": "339 218 2840"}, "cellulare di una persona"),
        ({"says": "Il numero dell'avvocata Rossi"}, "cellulare di una persona"),
        ({"value": "02 55"}, "non si può chiamare"),
        ({"value": ""}, "non si può chiamare"),
        ({"kind": "law", "value": "dodici"}, "è un numero da solo"),
        ({"kind": "other", "value": "x" * 61}, "più lungo di 60"),
        ({"kind": "shelter"}, "Scegli che cos'è"),
        ({"source": ""}, "Fonte"),
        ({"says": "a\u202eb"}, "carattere invisibile"),
    ],
)
async def test_what_cannot_be_a_fact_is_refused_and_stays_in_the_form(
    registry: RulesHouse, fields: dict[str, str], why: str
) -> None:
    """P9: a person's mobile is never published; nothing typed is lost."""
    before = await registry.files()
    page = registry.path("facts", _FACT)
    told = {**_FIELDS, "owner": "uno sportello", **fields}
    answer = await registry.send(registry.carla, page, "save", told)

    assert answer.status == 422
    assert why in read(answer)
    assert "uno sportello" in answer.text
    assert before == await registry.files()


async def test_two_who_change_one_fact_see_each_other(registry: RulesHouse) -> None:
    """Hers stays in the form, the other's stands beside it, and she decides."""
    page = registry.path("facts", _FACT)
    seen = seen_on(await registry.carla.get(page), "save")
    nina = await registry.house.made("Nina", Role.COORDINATOR)
    await registry.send(nina, page, "save", {**_FIELDS, "source": "Il sito"})
    mine = {**_FIELDS, "source": "Una telefonata", "do": "save"}
    both = await registry.carla.post(page, {**mine, "seen": seen})

    assert both.status == 409
    assert "Intanto una collega l'ha cambiato" in read(both)
    assert 'value="Una telefonata"' in both.text
    assert "Adesso c'è: Il sito" in read(both)
    assert (await registry.library()).facts[_FACT].source == "Il sito"

    again = await registry.carla.post(page, {**mine, "seen": seen_on(both, "save")})
    assert again.status == 303
    assert (await registry.library()).facts[_FACT].source == "Una telefonata"


async def test_a_fact_is_added_and_taken_out_only_while_nothing_tells_it(
    registry: RulesHouse,
) -> None:
    """As it was to the byte."""
    before = await registry.files()
    added = await registry.carla.post(registry.path("facts"), _NEW)
    assert added.headers["Location"] == registry.path("facts", "prova")
    assert not (await registry.library()).facts["prova"].is_current(date(2026, 11, 24))

    twice = await registry.carla.post(registry.path("facts"), _NEW)
    assert "'prova' c'è già" in read(twice)
    page = registry.path("facts", "prova")
    assert (await registry.send(registry.carla, page, "remove", {})).status == 303
    assert before == await registry.files()

    used = registry.path("facts", _FACT)
    seen = seen_on(await registry.carla.get(used), "save")
    refused = await registry.carla.post(used, {"do": "remove", "seen": seen})
    assert refused.status == 422
    assert "serve ancora nel passo 'harm.hospital'" in read(refused)
    fixed = registry.path("facts", "112")
    seen = seen_on(await registry.carla.get(fixed), "save")
    refused = await registry.carla.post(fixed, {"do": "remove", "seen": seen})
    assert "non si toglie" in read(refused)
    assert before == await registry.files()


async def test_p8_the_two_numbers_cannot_be_made_others(registry: RulesHouse) -> None:
    """Whatever a form says, 112 stays 112 and is shown."""
    told = {**_FIELDS, "value": "02 5503 2489", "kind": "other"}
    done = await registry.send(registry.carla, registry.path("facts", "112"), "save", told)
    fact = (await registry.library()).facts["112"]

    assert done.status == 303
    assert (fact.value, fact.kind, fact.permanent) == ("112", "number", True)
    assert fact.is_current(date(2030, 1, 1))


async def test_a_fact_with_markup_is_shown_as_it_is_typed(registry: RulesHouse) -> None:
    """A fact is words, on every page."""
    script = "<script>alert(1)</script> \"x\" '{{ 7 * 7 }}'"
    await registry.carla.post(registry.path("facts"), {**_NEW, "says": script, "source": script})
    for page in ("facts", "facts/prova"):
        answer = await registry.carla.get(registry.path(page))
        assert "<script>alert" not in answer.text
        assert "49" not in answer.text.partition("&lt;script&gt;")[2][:120]
        assert script in read(answer) or "<script>alert(1)</script>" in read(answer)


async def test_others_read_the_registry_and_change_nothing(registry: RulesHouse) -> None:
    """Translators, leads and keepers see it, operators do not; nobody changes what is live."""
    before = await registry.files()
    page = registry.path("facts", _FACT)
    for name, role in (("Tea", Role.TRANSLATOR), ("Lia", Role.LEAD), ("Kim", Role.KEEPER)):
        reader = await registry.house.made(name, role)
        shown = await reader.get(page)
        assert shown.status == 200
        assert 'name="do"' not in shown.text
        assert (await reader.post(page, {"do": "confirm", "who": "x"})).status == 403
        assert (await reader.post(registry.path("facts"), _NEW)).status == 403
    operator = await registry.house.made("Olga", Role.OPERATOR)
    assert (await operator.get(page)).status == 403
    live = f"/studio/live/facts/{_FACT}"
    assert (await registry.carla.get(live)).status == 200
    assert (await registry.carla.post(live, {"do": "confirm", "who": "x"})).status == 403
    assert (await registry.carla.get(registry.path("facts", "nessuno"))).status == 404
    assert before == await registry.files()
