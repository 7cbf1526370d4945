"""Over real HTTP: one proposes, another approves, and nobody else can (P11)."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest

from storage.editions.records import Origin, State
from storage.staff.people import Role
from tests.console.studio.publishing_stage import MENU, SAID, SAYS, two_coordinators


async def test_p11_one_proposes_and_another_approves() -> None:
    """Everything shows on the way, the log tells of it, and it is live in the end."""
    async with two_coordinators() as two:
        draft = await two.draft()

        changes = await two.carla.get(f"/studio/{draft}/changes")
        told = await two.propose(draft)
        waiting = await two.dora.get("/studio")
        seen = await two.dora.get("/studio/editions/2")
        done = await two.act(two.dora, 2, "approve")

        assert "venerdì 10–14" in changes.text
        assert (303, "/studio/editions/2") == (told.status, told.headers["Location"])
        assert "Guarda che cosa cambia, e decidi" in waiting.text
        assert "venerdì 10–14" in seen.text
        assert "Approva e pubblica" in seen.text
        assert done.status == 303
        edition = await two.edition(2)
        assert (State.SCHEDULED, two.house.people["Dora"].id) == (edition.state, edition.decided_by)
        log = [(each.what, each.about) for each in await two.house.parts.audit.newest()]
        assert {("edition_proposed", "v2"), ("edition_approved", "v2")} <= set(log)


async def test_p11_nobody_approves_what_she_proposed() -> None:
    """Not on her page, not by a form of her own making, not with another passkey of hers."""
    async with two_coordinators() as two:
        await two.propose(await two.draft())
        other = await two.house.sign_in(two.house.passkeys["Carla"])

        page = await two.carla.get("/studio/editions/2")
        answers = [await two.act(browser, 2, "approve") for browser in (two.carla, other)]

        assert "la approva un'altra persona" in page.text.replace("&#39;", "'")
        assert "/studio/editions/2/approve" not in page.text
        assert [409, 409] == [answer.status for answer in answers]
        assert "deve approvarla un'altra" in answers[0].text.replace("&#39;", "'")
        assert (await two.edition(2)).state is State.PROPOSED


@pytest.mark.parametrize(
    ("roles", "node"),
    [((Role.TRANSLATOR,), ""), ((Role.KEEPER,), ""), ((Role.OPERATOR, Role.LEAD), "cadmi")],
)
async def test_p11_only_a_coordinator_approves_or_withdraws(
    roles: tuple[Role, ...], node: str
) -> None:
    """Whoever else reads along is refused by the server."""
    async with two_coordinators() as two:
        await two.propose(await two.draft())
        other = await two.house.made("Elsa", *roles, node=node or "cadmi")

        page = await other.get("/studio/editions/2")
        answers = [
            await two.act(other, 2, "approve"),
            await two.act(other, 1, "withdraw"),
            await two.act(other, 1, "back", title="x"),
        ]

        assert page.status == 200
        assert [403, 403, 403] == [answer.status for answer in answers]
        assert (await two.edition(2)).state is State.PROPOSED


async def test_p11_approving_asks_for_the_passkey_again() -> None:
    """After five minutes the page asks; nothing is approved before it is given."""
    async with two_coordinators() as two:
        await two.propose(await two.draft())
        two.house.clock.now += timedelta(minutes=6)

        asked = await two.act(two.dora, 2, "approve")
        before = (await two.edition(2)).state
        await two.house.prove_again(two.dora, two.house.passkeys["Dora"])
        await two.act(two.dora, 2, "approve")

        assert asked.heading == "Conferma che sei tu"
        assert (State.PROPOSED, State.SCHEDULED) == (before, (await two.edition(2)).state)


async def test_two_windows_propose_a_draft_once() -> None:
    """The second press is told that it is closed; one edition is there."""
    async with two_coordinators() as two:
        draft = await two.draft()
        seen = str((await two.bench.drafts.get(draft)).version)

        first = await two.propose(draft)
        second = await two.propose(draft, seen=seen)

        assert (303, 409) == (first.status, second.status)
        assert [2, 1] == [each.number for each in await two.bench.editions.all()]


async def test_what_she_did_not_see_is_not_proposed() -> None:
    """A colleague changed the draft after her page was drawn."""
    async with two_coordinators() as two:
        draft = await two.draft()

        told = await two.propose(draft, seen="1")

        assert told.status == 409
        assert "Nel frattempo la bozza è cambiata" in told.text
        assert not (await two.bench.drafts.get(draft)).is_closed


async def test_p11_a_trap_is_not_proposed() -> None:
    """A step that leads nowhere: the page says where, and the form is refused."""
    async with two_coordinators() as two:
        draft = await two.draft(MENU, "go: near.where", "go: near.nowhere")

        page = await two.carla.get(f"/studio/{draft}/changes")
        told = await two.propose(draft)

        assert "Vai al passo" in page.text
        assert "Proponi: un" not in page.text
        assert told.status == 409
        assert not (await two.bench.drafts.get(draft)).is_closed


async def test_p11_a_language_does_not_go_by_itself() -> None:
    """A new sentence leaves others untranslated: they are named, and hidden only on purpose."""
    async with two_coordinators() as two:
        draft = await two.draft(MENU, SAID, SAYS)

        page = await two.carla.get(f"/studio/{draft}/changes")
        refused = await two.propose(draft)
        told = await two.propose_hiding(draft, "en", "es", "ar")
        shown = await two.dora.get("/studio/editions/2")

        assert "nascondi l'arabo finché non è tradotto" in page.text.replace("&#39;", "'")
        assert f"/studio/{draft}/words/ar" in page.text
        assert refused.status == 409
        assert told == 303
        assert {"en", "es", "ar"} == set((await two.edition(2)).hides)
        assert (
            "l'arabo"
            in shown.text.replace("&#39;", "'").split("<strong>▲")[1].split("</strong>")[0]
        )


async def test_refused_goes_back_to_its_draft_with_the_reason() -> None:
    """Whoever made it reads why, goes on in it, and proposes again."""
    async with two_coordinators() as two:
        draft = await two.draft()
        await two.propose(draft)

        told = await two.act(two.dora, 2, "refuse", reason="words", note="Il venerdì è chiuso.")
        home = await two.carla.get("/studio")
        again = await two.propose(draft)

        assert told.status == 303
        assert (await two.edition(2)).state is State.REFUSED
        assert "Il venerdì è chiuso." in home.text
        assert "/studio/editions/3" == again.headers["Location"]


async def test_whoever_proposed_it_takes_it_back() -> None:
    """Nobody has to refuse what she thought better of; a translator cannot for another."""
    async with two_coordinators() as two:
        await two.propose(await two.draft())
        elsa = await two.house.made("Elsa", Role.TRANSLATOR)

        stranger = await two.act(elsa, 2, "refuse")
        own = await two.act(two.carla, 2, "refuse")

        assert (409, 303) == (stranger.status, own.status)
        assert (await two.edition(2)).state is State.DROPPED


async def test_back_is_proposed_and_approved_like_any_other() -> None:
    """The old files as they were, word for word."""
    async with two_coordinators() as two:
        await two.publish(await two.draft())

        page = await two.carla.get("/studio/editions/1/back")
        told = await two.carla.post("/studio/editions/1/back", {"title": "Torna", "when": "now"})
        await two.act(two.dora, 3, "approve")
        await two.go_live(3)

        assert "venerdì 10–16" in page.text
        assert "/studio/editions/3" == told.headers["Location"]
        made = await two.edition(3)
        assert (Origin.BACK, (await two.edition(1)).digest) == (made.origin, made.digest)


async def test_withdrawn_by_one_alone_and_announced_to_all() -> None:
    """The page says what happens; then the one before is live, and everybody reads of it."""
    async with two_coordinators() as two:
        await two.publish(await two.draft())

        page = await two.carla.get("/studio/editions/2/withdraw")
        told = await two.act(two.carla, 2, "withdraw")
        home = await two.dora.get("/studio")
        two.house.clock.now += timedelta(days=8)
        later = await (await two.house.sign_in(two.house.passkeys["Dora"])).get("/studio")

        assert "Torna la versione 1" in page.text
        assert told.status == 303
        assert 1 == (await two.bench.live()).number
        assert "è stata ritirata da Carla" in home.text
        assert "è stata ritirata da Carla" not in later.text
        log = [(each.what, each.about) for each in await two.house.parts.audit.newest()]
        assert ("edition_withdrawn", "v2") in log


async def test_the_first_edition_is_not_withdrawn() -> None:
    """There is nothing to go back to."""
    async with two_coordinators() as two:
        told = await two.act(two.carla, 1, "withdraw")

        assert told.status == 409
        assert 1 == (await two.bench.live()).number


async def test_a_language_that_is_complete_again_is_announced() -> None:
    """Hidden with one edition, translated in the next: women can choose it from then on."""
    async with two_coordinators() as two:
        draft = await two.draft(MENU, SAID, SAYS)
        await two.propose_hiding(draft, "en", "es", "ar")
        await two.act(two.dora, 2, "approve")
        await two.go_live(2)
        back = await two.carla.get("/studio/editions/1/back")
        await two.carla.post("/studio/editions/1/back", {"title": "Torna", "when": "now"})

        assert "può scegliere anche: l'inglese, lo spagnolo e l'arabo" in unescape(back.text)
        assert () == (await two.edition(3)).hides
