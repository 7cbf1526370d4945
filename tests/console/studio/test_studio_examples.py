"""Saved examples in the studio: a walk recorded, a change that breaks it, what no example walks."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest
from multidict import MultiDict

from bot.editions.examples import Holds, read_examples
from bot.editions.paths import EXAMPLES, FLOWS, part, put
from bot.settings import Mode, Settings
from console.studio.examples.told import key_of
from flows.editing import set_text
from storage.editions.records import What
from storage.staff.people import Role
from tests.console.studio.stage import LIBRARY
from tests.console.studio.test_studio_phone import hand_on, why
from tests.dialogue import shipped_content

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.editions.bench import Workbench
    from bot.editions.examples import Example
    from storage.editions.records import Changed
    from tests.console.door.office import Answer, Browser, House

NAME = "Municipio 9, in arabo"
_BOX = re.compile(r'name="hold" value="([^"]+)"( checked)?')


def told(page: Answer) -> str:
    """What is read on a page."""
    text = page.text.partition("<main")[2]
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", text).split()))


def entry_of(page: Answer, name: str = NAME) -> str:
    """What the list says of one example."""
    return told(page).partition("Vai al telefono")[2].partition(name)[2][:500]


async def recorded(browser: Browser, draft: str, name: str = NAME) -> Answer:
    """Walk to a place near her in Arabic, on a Sunday at night, and save it."""
    hand = await hand_on(browser, "near", "near.where", at=draft, language="ar")
    await hand.do(put="1", channel="web", language="ar", when="at", moment="2026-11-29T02:00")
    await hand.type("Municipio 9")
    (new,) = re.findall(r'href="(/studio/[0-9a-f]{12}/examples/new\?phone=\w+)"', hand.page.text)
    page = await browser.get(new)
    boxes = [html.unescape(key) for key, is_on in _BOX.findall(page.text) if is_on]
    fields = [("phone", new.partition("=")[2]), ("name", name), ("demo", "1")]
    return await sent(browser, new.partition("?")[0], fields, boxes)


async def sent(
    browser: Browser, path: str, fields: list[tuple[str, str]], boxes: list[str]
) -> Answer:
    """Send a form with boxes ticked, and open the page it leads to."""
    told = MultiDict([("csrf", browser.csrf), *fields, *(("hold", each) for each in boxes)])
    answer = await browser._ask("POST", path, told, {"Origin": browser.origin})  # type: ignore[arg-type]
    return await browser.get(answer.headers["Location"]) if answer.status == 303 else answer


async def examples_of(house: House, at: str) -> list[str]:
    """The names in the file."""
    return [each.name for each in await shelf_of(house, at)]


async def test_a_walk_becomes_an_example(house: House, coordinator: Browser, draft: str) -> None:
    """With its channel, its language and its moment; it is listed, holds, and can be undone."""
    before = await examples_of(house, draft)
    page = await recorded(coordinator, draft)
    entry = entry_of(page)
    stands = await bench_of(house).drafts.get(draft)

    assert 200 == page.status
    assert [*before, NAME] == await examples_of(house, draft)
    assert "✓ vale" in entry
    assert "العربية · domenica 29 novembre 2026, ore 02:00" in entry
    assert stands.undoes is not None
    assert NAME == stands.undoes.what.values["name"]


async def test_a_change_that_breaks_it_is_told_in_words(
    house: House, coordinator: Browser, draft: str
) -> None:
    """A step that leads elsewhere now: which step was expected, and which comes."""
    await recorded(coordinator, draft)
    await broken(house, draft)
    page = await coordinator.get(f"/studio/{draft}/examples")
    marks = re.findall(r'<li class="example (\w+)"', page.text)

    assert sorted(marks) == marks, "those that fail come first"
    assert (
        "Alla fine si aspettava il passo «Ecco chi puoi chiamare», "
        "ora si arriva a «Non conosco questo posto»." in entry_of(page)
    )


async def test_it_is_brought_up_to_date_on_purpose(
    house: House, coordinator: Browser, draft: str
) -> None:
    """Only where she says so: then it holds as it is now."""
    await recorded(coordinator, draft)
    await broken(house, draft)
    page = await coordinator.get(f"/studio/{draft}/examples")
    fields = {"act": "accept", "from": "list", "seen": seen_in(page, NAME)}
    page = await coordinator.press(path_of(draft, NAME), fields)
    entry = entry_of(page)

    assert "✓ vale" in entry
    assert "near.where_again" == await holds_step(house, draft)


async def test_it_is_renamed_and_asks_for_less(
    house: House, coordinator: Browser, draft: str
) -> None:
    """Name and boxes are one form; the rest of the file is as it was."""
    await recorded(coordinator, draft)
    page = await coordinator.get(path_of(draft, NAME))
    fields = [("seen", seen_in(page, "")), ("act", "save"), ("name", "Un altro nome")]
    await sent(coordinator, path_of(draft, NAME), fields, ["step"])
    (example,) = [each for each in await shelf_of(house, draft) if each.name == "Un altro nome"]

    assert Holds(step="near.centres") == example.holds
    assert "# L'esempio da cui è nato lo studio" in (await bench_of(house).files(draft))[EXAMPLES]


async def test_it_is_taken_out(house: House, coordinator: Browser, draft: str) -> None:
    """It alone."""
    before = await examples_of(house, draft)
    await recorded(coordinator, draft)
    page = await coordinator.get(path_of(draft, NAME))
    await coordinator.press(path_of(draft, NAME), {"act": "remove", "seen": seen_in(page, "")})

    assert before == await examples_of(house, draft)


async def test_what_somebody_changed_meanwhile_is_not_written_over(
    house: House, coordinator: Browser, draft: str
) -> None:
    """She is told, and sees how it stands."""
    await recorded(coordinator, draft)
    page = await coordinator.get(path_of(draft, NAME))
    seen = seen_in(page, "")
    await sent(
        coordinator,
        path_of(draft, NAME),
        [("seen", seen), ("act", "save"), ("name", NAME)],
        ["step"],
    )
    late = await coordinator.post(path_of(draft, NAME), {"act": "remove", "seen": seen})

    assert 409 == late.status
    assert "Qualcuna ha cambiato questo esempio mentre lo guardavi" in told(late)
    assert NAME in await examples_of(house, draft)


async def test_it_is_walked_on_the_phone_move_by_move(coordinator: Browser, draft: str) -> None:
    """The phone stands where it begins, tells the next move, and makes it."""
    await recorded(coordinator, draft)
    page = await coordinator.press(path_of(draft, NAME) + "/walk")
    began = told(page)
    (held,) = re.findall(r'data-phone="(\w+)"', page.text)
    page = await coordinator.press(
        f"/studio/{draft}/flows/near/phone", {"phone": held, "beside": "ar", "next": "1"}
    )

    assert "Nell'esempio adesso viene: scrive «Municipio 9»" in began
    assert "domenica 29 novembre 2026, ore 02:00" in began
    assert "Ecco chi puoi chiamare" in why(page)
    assert "Nell'esempio adesso viene" not in told(page)


async def test_what_no_example_walks_is_told_with_a_link(coordinator: Browser) -> None:
    """By flow, and how much of all steps."""
    page = await coordinator.get("/studio/live/examples")

    assert re.search(
        r"Passi provati da almeno un esempio: \d+ su \d+, cioè \d+ su cento", told(page)
    )
    assert 'href="/studio/live/flows/danger?step=danger.dying"' in page.text
    assert "step=danger.now" not in page.text


async def test_what_is_live_is_read_only(house: House, coordinator: Browser) -> None:
    """No form changes it; a walk on it is saved in a draft."""
    page = await coordinator.get("/studio/live/examples")
    hand = await hand_on(coordinator, "near", "near.where")
    await hand.press("Vicino al lavoro")
    (new,) = re.findall(r'href="(/studio/live/examples/new\?phone=\w+)"', hand.page.text)
    offered = await coordinator.get(new)
    begun = await coordinator.press("/studio/drafts", {"back": new, "title": "Con un esempio"})
    refused = await coordinator.post("/studio/live/examples/new", {"name": "x"})

    assert 'value="accept"' not in page.text
    assert "«Vicino al lavoro, non a casa»" in told(begun)
    assert 'name="hold"' in begun.text
    assert "Comincia una bozza e salva lì" in told(offered)
    assert 404 == refused.status


@pytest.mark.parametrize("role", [Role.TRANSLATOR, Role.LEAD, Role.KEEPER])
async def test_others_only_read_them(
    house: House, coordinator: Browser, draft: str, role: Role
) -> None:
    """They see what holds; recording is the coordinators'."""
    await recorded(coordinator, draft)
    other = await house.made("Dora", role)
    page = await other.get(f"/studio/{draft}/examples")
    refused = await other.post(path_of(draft, NAME), {"act": "remove"})

    assert 200 == page.status
    assert NAME in told(page)
    assert 403 == refused.status


async def test_a_broken_draft_still_has_its_page(
    house: House, coordinator: Browser, draft: str
) -> None:
    """The phone says in a sentence why it cannot play; the list says it of each example."""
    await spoiled(house, draft, f"{FLOWS}near.yaml", "flow: near\nsteps: 7\n")
    page = await coordinator.get(f"/studio/{draft}/examples")

    assert 200 == page.status
    assert "La conversazione non si può provare finché ha un errore di scrittura" in told(page)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("- &a [1, *a]\n", "Riga 1: Il file degli esempi non si legge: usa un'ancora"),
        ("- name: x\n  holds: {step: 7}\n  nope: 1\n", "Riga 3: «nope» qui non vuol dire niente"),
        ("- 7\n", "Riga 1: Qui ci vogliono delle voci"),
    ],
)
async def test_a_hostile_file_is_answered_with_a_sentence(
    house: House, coordinator: Browser, draft: str, text: str, sentence: str
) -> None:
    """Its line, and what is wrong; the page stands."""
    await spoiled(house, draft, EXAMPLES, text)
    page = await coordinator.get(f"/studio/{draft}/examples")

    assert 200 == page.status
    assert sentence in told(page)


async def test_at_another_moment_the_phone_makes_the_same_walk(coordinator: Browser) -> None:
    """Sunday night, in Arabic, nobody on shift: the same moves, and then who answers when."""
    hand = await hand_on(coordinator, "handoff", "handoff.want")
    await hand.press("Parlare con chi ascolta")
    await hand.press("No, adesso no")
    await hand.type("Municipio 9")
    await hand.press("Vicino va bene")
    await hand.do(
        put="1",
        channel="telegram",
        language="ar",
        when="at",
        moment="2026-11-29T02:00",
        who="ticked",
    )

    assert "Chi ti può rispondere" in why(hand.page)
    assert 'class="glass telegram"' in hand.page.text
    assert 'lang="ar" dir="rtl"' in hand.page.text
    assert "نوفمبر" in hand.page.text


async def test_a_ticked_shift_is_there(coordinator: Browser) -> None:
    """Somebody who speaks Arabic, at night: she answers now."""
    hand = await hand_on(coordinator, "handoff", "handoff.want", language="ar")
    for move in ("handoff.want:listening", "handoff.danger:unsaid", "handoff.place:unsaid"):
        await hand.press(label_of(move))
    fields = {"put": "1", "channel": "web", "language": "ar", "when": "at", "who": "ticked"}
    await hand.do(**fields, moment="2026-11-29T02:00", shift="cadmi:ar")

    assert "CADMI" in hand.page.text
    assert 'name="shift" value="cadmi:ar" checked' in hand.page.text


async def test_the_phone_goes_on_in_the_new_words(
    house: House, coordinator: Browser, draft: str
) -> None:
    """A sentence changes beside it: the same step, what it remembers, the new words."""
    hand = await hand_on(coordinator, "handoff", "handoff.privacy", at=draft)
    await hand.press("No, nessuno")
    await changed(
        house, draft, lambda flows: set_text(flows, "handoff.about.title", "Un titolo nuovo")
    )
    await hand.do(again="1")

    assert "Un titolo nuovo" in hand.page.text.partition('id="glass"')[2]
    assert "alone «No, nessuno»" in why(hand.page)


def label_of(move: str) -> str:
    """What a choice says in Arabic."""
    step, _, choice = move.partition(":")
    label = next(each.label for each in LIBRARY.steps[step].choices if each.id == choice)
    catalogues = shipped_content(Settings(mode=Mode.DEMO)).catalogues
    return catalogues.translation(label.context, label.source, "ar") or ""


def bench_of(house: House) -> Workbench:
    """The bench of a house."""
    assert house.parts.bench is not None
    return house.parts.bench


async def shelf_of(house: House, at: str) -> tuple[Example, ...]:
    """The examples in the file."""
    return read_examples((await bench_of(house).files(at))[EXAMPLES]).examples


async def holds_step(house: House, at: str) -> str:
    """The step that the recorded example asks for."""
    return next(each.holds.step for each in await shelf_of(house, at) if each.name == NAME)


def path_of(at: str, name: str) -> str:
    """The page of an example."""
    return f"/studio/{at}/examples/{key_of(name)}"


def seen_in(page: Answer, name: str) -> str:
    """What the form of an example carries."""
    return re.findall(r'name="seen" value="([0-9a-f]{16})"', page.text[page.text.find(name) :])[0]


async def changed(house: House, at: str, make: Callable[[dict[str, str]], Changed]) -> None:
    """Change the flows of a draft."""
    who = house.people["Carla"]
    await bench_of(house).change(
        at, who, What("Prova"), lambda files: put(FLOWS, make(part(files, FLOWS)))
    )


async def broken(house: House, at: str) -> None:
    """Have a known place lead to where an unknown one does."""

    def make(flows: dict[str, str]) -> Changed:
        text = flows["near.yaml"].replace("found: centres", "found: where_again", 1)
        return {"near.yaml": text}

    await changed(house, at, make)


async def spoiled(house: House, at: str, path: str, text: str) -> None:
    """Put a text in the place of a file."""
    who = house.people["Carla"]
    await bench_of(house).change(at, who, What("Prova"), lambda _: {path: text})
