"""Over real HTTP: drafts begun, called, put away, gone back over, carried on and scheduled."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest

from storage.editions.records import State
from storage.staff.people import Role
from tests.console.studio.publishing_stage import (
    IS_OPEN,
    MENU,
    NODES,
    SAID,
    SAYS,
    WAS_OPEN,
    Two,
    two_coordinators,
)


async def begun(two: Two, **fields: str) -> str:
    """Where the form that begins a draft leads."""
    return str((await two.carla.post("/studio/drafts", fields)).headers["Location"])


async def test_a_draft_begins_under_the_day_and_where_she_was() -> None:
    """From a page of what is live she comes to the same page of her draft."""
    async with two_coordinators() as two:
        home = await two.carla.get("/studio")
        led = await begun(two, back="/studio/live/network/cadmi")
        draft = (await two.bench.drafts.all())[0]

        assert "Modifiche del 24 novembre" in home.text
        assert "Modifiche del 24 novembre" == draft.title
        assert f"/studio/{draft.id}/network/cadmi" == led


@pytest.mark.parametrize(
    "back",
    [
        "https://elsewhere.example/studio/live",
        "//elsewhere.example",
        "/desk",
        "/studio",
        "/studio/live/../../desk",
    ],
)
async def test_a_form_leads_nowhere_else(back: str) -> None:
    """Whatever it says, the way leads into the draft."""
    async with two_coordinators() as two:
        led = await begun(two, title="Prova", back=back)

        assert f"/studio/{(await two.bench.drafts.all())[0].id}/flows" == led


async def test_a_draft_is_put_away_and_taken_up_again() -> None:
    """It leaves the list, waits below it for a month, and comes back as it was."""
    async with two_coordinators() as two:
        draft = await two.draft()

        await two.carla.post(f"/studio/{draft}/away")
        away = await two.dora.get("/studio")
        await two.dora.post(f"/studio/{draft}/again")
        back = await two.dora.get("/studio")

        assert f"/studio/{draft}/flows" not in away.text
        assert f"/studio/{draft}/again" in away.text
        assert f"/studio/{draft}/flows" in back.text
        assert IS_OPEN in (await two.bench.files(draft))[NODES]


async def test_a_draft_that_waits_for_approval_is_not_taken_up_beside_it() -> None:
    """What was proposed stays what it was."""
    async with two_coordinators() as two:
        draft = await two.draft()
        await two.propose(draft)

        told = await two.carla.post(f"/studio/{draft}/again")

        assert told.status == 409
        assert (await two.bench.drafts.get(draft)).is_closed


async def test_a_translator_leaves_others_drafts_alone() -> None:
    """She may neither rename nor put away what is not hers; a coordinator may."""
    async with two_coordinators() as two:
        draft = await two.draft()
        elsa = await two.house.made("Elsa", Role.TRANSLATOR)

        hers = [
            (await elsa.post(f"/studio/{draft}/title", {"title": "Mia"})).status,
            (await elsa.post(f"/studio/{draft}/away")).status,
        ]
        await two.dora.post(f"/studio/{draft}/title", {"title": "Venerdì"})

        assert [409, 409] == hers
        assert "Venerdì" == (await two.bench.drafts.get(draft)).title


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        (Role.TRANSLATOR, MENU, 409),
        (Role.TRANSLATOR, "locales/en/flows.po", 303),
        (Role.LEAD, MENU, 409),
        (Role.LEAD, NODES, 303),
    ],
)
async def test_each_proposes_what_her_role_may_change(role: Role, path: str, status: int) -> None:
    """Words for whoever translates, the network for who leads a node, and nothing beyond."""
    async with two_coordinators() as two:
        text = (await two.bench.files("live"))[path]
        line = next(row for row in text.splitlines() if row.startswith("#"))
        draft = await two.draft(path, line, f"{line} (vista)")
        extra = (Role.OPERATOR,) if role is Role.LEAD else ()
        elsa = await two.house.made("Elsa", role, *extra)

        assert status == (await two.propose(draft, elsa)).status


async def test_undo_and_redo_lead_back_and_pass_over_notes() -> None:
    """A refusal noted in the history is no step of its own to take back."""
    async with two_coordinators() as two:
        draft = await two.draft()
        await two.propose(draft)
        await two.act(two.dora, 2, "refuse", reason="words")
        seen = str((await two.bench.drafts.get(draft)).version)

        told = await two.carla.post(
            f"/studio/{draft}/undo", {"seen": seen, "back": f"/studio/{draft}/network"}
        )
        undone = (await two.bench.files(draft))[NODES]
        seen = str((await two.bench.drafts.get(draft)).version)
        await two.carla.post(f"/studio/{draft}/redo", {"seen": seen})

        assert f"/studio/{draft}/network" == told.headers["Location"]
        assert WAS_OPEN in undone
        assert IS_OPEN in (await two.bench.files(draft))[NODES]


async def test_an_undo_from_an_older_page_is_refused_in_a_sentence() -> None:
    """A colleague changed something since it was drawn: her change is not taken away."""
    async with two_coordinators() as two:
        draft = await two.draft()

        told = await two.carla.post(f"/studio/{draft}/undo", {"seen": "1"})

        assert told.status == 409
        assert "Nel frattempo la bozza è cambiata" in told.text


async def test_live_at_a_time_and_taken_back_before_it() -> None:
    """Scheduled in the network's time; until then anybody who coordinates can stop it."""
    async with two_coordinators() as two:
        draft = await two.draft()
        told = await two.propose(draft, when="later", day="2026-11-25", time="09:00")
        await two.act(two.dora, 2, "approve")
        home = await two.dora.get("/studio")
        early = await two.bench.editions.due(two.house.clock())
        await two.act(two.dora, 2, "refuse")

        assert told.status == 303
        assert "25/11/2026, 09:00" in home.text
        assert early is None
        assert (await two.edition(2)).state is State.REFUSED
        assert not (await two.bench.drafts.get(draft)).is_closed


async def test_a_moment_that_is_past_is_refused_in_a_sentence() -> None:
    """Nothing is proposed; she reads why."""
    async with two_coordinators() as two:
        draft = await two.draft()

        told = await two.propose(draft, when="later", day="2020-01-01", time="09:00")
        empty = await two.propose(draft, when="later")

        assert (409, 409) == (told.status, empty.status)
        assert "già passato" in told.text
        assert "Scrivi il giorno" in empty.text


async def test_a_draft_on_an_older_edition_is_carried_before_it_is_proposed() -> None:
    """What the other published stays, and what she did; then she proposes."""
    async with two_coordinators() as two:
        hers = await two.draft()
        await two.publish(await two.draft(NODES, "+390255015519", "+390255015510"))

        late = await two.propose(hers)
        page = await two.carla.get(f"/studio/{hers}/changes")
        seen = str((await two.bench.drafts.get(hers)).version)
        await two.carla.post(f"/studio/{hers}/changes/carry", {"seen": seen})
        files = await two.bench.files(hers)

        assert late.status == 409
        assert "Nel frattempo è stata pubblicata la versione 2" in page.text
        assert IS_OPEN in files[NODES]
        assert "+390255015510" in files[NODES]
        assert (await two.propose(hers)).status == 303


async def test_a_clash_has_to_be_decided() -> None:
    """Both changed the same sentence: without an answer nothing happens, with one it is hers."""
    async with two_coordinators() as two:
        hers = await two.draft()
        other = WAS_OPEN.replace("16:00", "15:00")
        await two.publish(await two.draft(NODES, WAS_OPEN, other))
        page = await two.carla.get(f"/studio/{hers}/changes")
        box = page.text.split('name="side-')[1].split('"')[0]
        seen = str((await two.bench.drafts.get(hers)).version)
        path = f"/studio/{hers}/changes/carry"

        undecided = await two.carla.post(path, {"seen": seen})
        decided = await two.carla.post(path, {"seen": seen, f"side-{box}": "theirs"})

        assert (409, 303) == (undecided.status, decided.status)
        assert other in (await two.bench.files(hers))[NODES]


async def test_p11_an_edition_that_another_overtook_is_not_approved() -> None:
    """It would take the other's changes away again."""
    async with two_coordinators() as two:
        first, second = await two.draft(), await two.draft(NODES, "+390255015519", "+390255015510")
        await two.propose(first)
        await two.propose(second)
        await two.act(two.dora, 3, "approve")
        await two.go_live(3)

        page = await two.dora.get("/studio/editions/2")
        told = await two.act(two.dora, 2, "approve")

        assert "/studio/editions/2/approve" not in page.text
        assert told.status == 409
        assert (await two.edition(2)).state is State.PROPOSED


async def test_files_of_a_newer_program_are_offered_as_a_draft() -> None:
    """What the studio made live stays; the new words come into a draft."""
    newer: dict[str, str] = {}

    async def installed() -> dict[str, str] | None:
        return newer or None

    async with two_coordinators(installed=installed) as two:
        await two.publish(await two.draft())
        first = await two.bench.files("v1")
        newer.update({**first, MENU: first[MENU].replace(SAID, SAYS)})

        home = await two.carla.get("/studio")
        told = await two.carla.post("/studio/installed")
        draft = told.headers["Location"].split("/")[2]
        files = await two.bench.files(draft)

        assert "/studio/installed" in home.text
        assert IS_OPEN in files[NODES]
        assert SAYS in files[MENU]


async def test_a_lead_is_told_of_her_own_rows_only() -> None:
    """What only others can settle is not put before her."""
    async with two_coordinators() as two:
        lead = await two.house.made("Lea", Role.OPERATOR, Role.LEAD)

        minded = (await lead.get("/studio")).text.split('id="mind"')[1]

        assert "/studio/live/network/cadmi" in minded
        assert "/studio/live/network/cerchi-dacqua" not in minded
        assert "/studio/live/facts" not in minded


async def test_what_somebody_typed_stays_text() -> None:
    """A title or a reason is never part of the page."""
    async with two_coordinators() as two:
        draft = await two.draft()
        await two.propose(draft, title="<script>alert(1)</script>")
        shown = await two.dora.get("/studio/editions/2")
        await two.act(two.dora, 2, "refuse", reason="other", note="<img src=x onerror=alert(1)>")
        home = await two.carla.get("/studio")

        assert "<script>alert" not in shown.text
        assert "<script>alert(1)</script>" in unescape(shown.text)
        assert "<img" not in home.text


async def test_the_pages_speak_english() -> None:
    """She switches once; nothing of the frame stays Italian."""
    async with two_coordinators() as two:
        await two.carla.post("/language", {"language": "en"})
        draft = await two.draft(MENU, SAID, SAYS)

        changes = await two.carla.get(f"/studio/{draft}/changes")

        assert changes.status == 200
        assert 'lang="en"' in changes.text
        assert "Scegli da dove vuoi partire." in changes.text
        assert "It says" in changes.text


async def test_proposals_that_changed_nothing_are_refused() -> None:
    """An empty draft, and a change that was taken back."""
    async with two_coordinators() as two:
        draft = await two.draft()
        await two.change(draft, NODES, IS_OPEN, WAS_OPEN)

        told = await two.propose(draft)

        assert told.status == 409
        assert "Non cambia niente" in told.text


async def test_a_scheduled_edition_is_still_due_after_its_moment() -> None:
    """A service that slept through it finds it when it wakes."""
    async with two_coordinators() as two:
        await two.propose(await two.draft(), when="later", day="2026-11-25", time="09:00")
        await two.act(two.dora, 2, "approve")
        two.house.clock.now += timedelta(days=3)

        due = await two.bench.editions.due(two.house.clock())

        assert due is not None
        assert 2 == due.number
