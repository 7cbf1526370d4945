"""What she does, and what somebody does who holds a phone that she left."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bot.contact.windows import written
from tests.handoff.phone import LIVING, is_telegram
from tests.handoff.play import Play
from tests.handoff.told import WORDS, Told

if TYPE_CHECKING:
    from tests.handoff.phone import Phone


class HerSide(Play):
    """Her acts."""

    async def she_opens(self, who: int, window: str, *, danger: bool) -> None:
        """Ask for a person, unless she is at one."""
        told = self.now.get(who)
        if told is not None and told.lives and told.here:
            return
        phone, number = self.phone_of(who), len(self.all)
        new = Told.begins(number, phone, self.world.clock(), danger=danger)
        await self.live(lambda: phone.ask_for_a_person(danger=danger))
        if phone.step != "handoff.nobody":
            await self.live(lambda: phone.consent(*new.sign))
            await self.live(lambda: phone.choose_window(window))
        if phone.step in {"handoff.nobody", "handoff.full"}:
            # Never silence: the numbers at once.
            assert {"1522", "112"} <= {each.shown for each in phone.view.numbers}
            return
        card = await self.world.handoffs.at(written(phone.address))
        assert card is not None, "she was told that it began"
        new.kept(card)
        new.window.choose(window, self.world.clock())
        new.queued(self.world.watch)
        self.all.append(new)
        self.now[who] = new

    async def she_writes(self, who: int) -> None:
        """Write, where she can; the same words come twice if the process dies."""
        told = self.now.get(who)
        if told is None or not told.here or not await self._is_in_chat(told):
            return
        text = f"lei-{told.number}-{len(told.hers)}"

        async def write() -> None:
            answer = await told.phone.type(text, source=text)
            assert answer.kept == told.lives, "she was told what is not so"

        await self.live(write)
        if told.lives:
            told.hers.append(text)
            told.tapped(self.world.clock())
            told.waits_since = told.waits_since or self.world.watch

    async def she_looks(self, who: int) -> None:
        """Look again."""
        told = self.now.get(who)
        if told is not None and told.here and await self._is_in_chat(told):
            label = "Torno" if told.phone.step == "handoff.emergency" else "Guardo"
            if told.phone.has(label):
                was_112 = label == "Torno"
                await self.live(lambda: told.phone.press(label))
                self._tapped(told)
                told.emergency &= not (was_112 and told.phone.step.startswith("handoff."))

    async def she_sets_the_window(self, who: int, window: str) -> None:
        """Say when it is safe; refused without a sign once the window she opened is over."""
        told = self.now.get(who)
        if told is None or not told.here or not await self._is_in_chat(told):
            return
        if not told.phone.has("Quando posso"):
            return
        await self.live(lambda: told.phone.press("Quando posso leggere"))
        if told.phone.step != "handoff.window":
            return
        now = self.world.clock()
        has_run_out = told.window.kind != "later" and not told.window.is_open(now)
        if told.lives and (window == "later" or not has_run_out):
            told.window.choose(window, now)
            told.hers_at = now
        await self.live(lambda: told.phone.choose_window(window))

    async def she_leaves(self, who: int, *, in_a_hurry: bool) -> None:
        """Leave; from the first moment nothing may be shown there."""
        told = self.now.get(who)
        if told is None or not told.here:
            return
        told.left()
        await self.live(lambda: told.phone.leave(in_a_hurry=in_a_hurry))
        assert not self.world.contact.holds(told.address)

    async def she_comes_back(self, who: int, how: str) -> None:
        """Give a sign; only the right one opens, everything else looks alike."""
        told = self.now.get(who)
        if told is None:
            return
        phone, now = self.phone_of(who), self.world.clock()
        first, second = told.sign
        third = next(word for word in WORDS if word not in told.sign)
        words = {"right": (first, second), "forced": (second, first), "wrong": (first, third)}[how]
        opens = how == "right" and told.lives and not told.is_locked(now)
        code = "" if is_telegram(phone.address) else told.code
        is_done = await self.live(lambda: phone.give_sign(*words, code), again=how == "right")
        if is_done:
            assert phone.step == ("handoff.window" if opens else "again.nothing")
        if opens:
            told.came_back(phone, now)
        elif told.lives and how != "right":
            told.alarms(now, is_wrong=how == "wrong")

    async def an_old_button_is_pressed(self, who: int, which: int, label: int) -> None:
        """Press two buttons, one after the other, where nobody may act for her."""
        phone = self._left_phone(who + which)
        if phone is None or phone.living is None:
            return
        phone.answer = phone.living
        for _ in range(2):
            buttons = [each.label for each in phone.view.buttons]
            if buttons:
                chosen = buttons[label % len(buttons)]
                await self.live(partial(phone.press, chosen))

    async def an_old_phone_is_written_on(self, who: int, which: int) -> None:
        """Type where nobody may: it goes to no operator."""
        phone = self._left_phone(who + which)
        if phone is None or phone.living is None:
            return
        phone.answer = phone.living

        async def write() -> None:
            answer = await phone.type("di qualcun altro", source="other")
            assert not answer.kept, "somebody else's words were kept as hers"

        await self.live(write)

    async def she_withdraws(self, who: int) -> None:
        """Take everything back."""
        told = self.now.get(who)
        if told is None or not told.here or not await self._is_in_chat(told):
            return
        await self.live(lambda: told.phone.press("Cancella quello che ho scritto"))
        if told.phone.step == "handoff.erase":
            await self.live(lambda: told.phone.press("Sì, cancella adesso"))
            if told.lives:
                told.withdrawn = True
                told.closed(self.world.clock())

    async def she_finishes(self, who: int) -> None:
        """End it."""
        told = self.now.get(who)
        if told is None or not told.here or not await self._is_in_chat(told):
            return
        if not told.phone.has("Ho finito"):
            return
        await self.live(lambda: told.phone.press("Ho finito"))
        if told.phone.step == "handoff.finish":
            await self.live(lambda: told.phone.press("Sì, chiudo"))
            if told.lives:
                told.closed(self.world.clock())

    async def she_answers_a_proposal(self, who: int, *, yes: bool) -> None:
        """Say yes or no, if she is asked."""
        await self.she_looks(who)
        told = self.now.get(who)
        if told is None or told.phone.step != "handoff.proposal":
            return
        asked = told.proposal is not None and not told.agreed
        await self.live(lambda: told.phone.press("Sì, va bene" if yes else "No, resto qui"))
        if asked and told.lives and told.here:
            told.agreed = yes
            told.proposal = told.proposal if yes else None
            self._tapped(told)

    async def screens_are_brought_up_to_date(self) -> None:
        """What a channel does when the bell rings."""
        for phone in self.phones:
            await self.live(partial(self._bring_up_to_date, phone))

    async def _bring_up_to_date(self, phone: Phone) -> None:
        answer = await phone.redrawn()
        if answer is not None and answer.view is not None:
            await phone.show(answer)

    async def _is_in_chat(self, told: Told) -> bool:
        """Bring her to where she writes; false when this screen leads there no more."""
        if told.phone.step in LIVING:
            return True

        async def go() -> None:
            await told.phone.to_chat()

        await self.live(go)
        self._tapped(told)
        return told.phone.step in LIVING

    def _tapped(self, told: Told) -> None:
        if told.lives and told.here and told.phone.step.startswith("handoff."):
            told.tapped(self.world.clock())

    def _left_phone(self, which: int) -> Phone | None:
        left = [phone for phone in self.phones if self.hers_at(phone) is None]
        return left[which % len(left)] if left else None
