"""A session that ends while she writes: what she wrote is handed back, not dropped (P6)."""

from __future__ import annotations

from storage.staff.people import Role
from tests.console.studio.stage import draft_in, open_studio_house

_TYPED = "Parole scritte <b>piano</b> e mai salvate."


async def test_p6_what_she_wrote_is_shown_when_her_session_is_over() -> None:
    """Escaped, with the way in; nothing of it was kept."""
    async with open_studio_house() as house:
        carla = await house.made("Carla", Role.COORDINATOR)
        draft = await draft_in(house)
        cookie, csrf = carla.cookie, carla.csrf
        await carla.post("/sign-out")
        carla.cookie, carla.csrf = cookie, csrf

        answer = await carla.post(f"/studio/{draft}/title", {"title": _TYPED})

        assert answer.status == 401
        assert "Parole scritte &lt;b&gt;piano&lt;/b&gt; e mai salvate." in answer.text
        assert (await house.parts.bench.drafts.get(draft)).title == "Prova"  # type: ignore[union-attr]


async def test_p6_a_form_that_is_too_old_gives_her_words_back() -> None:
    """Another window signed in anew: the token of this one holds no more."""
    async with open_studio_house() as house:
        carla = await house.made("Carla", Role.COORDINATOR)
        draft = await draft_in(house)
        carla.csrf = "x" * 32

        answer = await carla.post(f"/studio/{draft}/title", {"title": _TYPED})

        assert answer.status == 403
        assert "e mai salvate." in answer.text


async def test_the_desk_shows_nothing_twice() -> None:
    """What is written to a woman is on no page of somebody who is not signed in."""
    async with open_studio_house() as house:
        browser = house.browser()

        answer = await browser.post("/people/invite", {"name": _TYPED})

        assert answer.status == 303
        assert "mai salvate" not in answer.text
