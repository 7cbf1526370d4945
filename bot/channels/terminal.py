"""The conversation in a terminal, with what is under each screen: for authors, not for women."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.panel import Panel
from rich.text import Text

from bot.conversation import Address

if TYPE_CHECKING:
    from rich.console import Console

    from bot.contact import Contact
    from bot.conversation import Conversation
    from bot.view import Answer, View
    from flows.definition import Channel

#: Telegram's limit for what a button carries, in bytes.
_ROOM = 64

_HELP = "A number chooses; words are heard as typed; :h home, :d 112, :l language, :x leaves."


class Terminal:
    """Plays one conversation with whoever sits at the terminal."""

    def __init__(
        self,
        conversation: Conversation,
        contact: Contact,
        console: Console,
        channel: Channel,
        *,
        explains: bool,
    ) -> None:
        """Play as women read it on that channel."""
        self._conversation = conversation
        self._contact = contact
        self._console = console
        self._explains = explains
        self._address = Address(channel, "terminal")
        self._sent = 0

    async def play(self, *, language: str = "", step: str = "") -> None:
        """Show screens and read answers until she leaves or the input ends.

        Nobody else is here: what waits for the input may stop everything.

        With a language, or a step (then in Italian), the list of languages is skipped.
        """
        answer = self._conversation.begin(self._address)
        if language or step:
            answer = self._conversation.at(self._address, language, step)
        answer = await self._drawn(answer)
        while answer.view is not None:
            self._show(answer.view, answer)
            line = self._read()
            if line is None:
                return
            answer = await self._drawn(self._heard(line, answer))
        await self._contact.left(self._address, in_a_hurry=True)
        self._console.print("(the screen is empty)", style="dim")

    async def _drawn(self, answer: Answer) -> Answer:
        """What belongs to a handoff is done first, as on every channel."""
        if answer.errand is None:
            return answer
        self._sent += 1
        source = f"terminal|{self._sent}"
        return await self._contact.carry_out(self._address, answer.errand, source=source)

    def _read(self) -> str | None:
        try:
            return self._console.input("> ").strip()
        except (EOFError, KeyboardInterrupt):
            self._console.print()
            return None

    def _heard(self, line: str, answer: Answer) -> Answer:
        view = answer.view
        assert view is not None
        controls = {
            ":h": view.home,
            ":d": view.danger,
            ":l": view.languages,
            ":x": view.exit,
        }
        pressed = controls.get(line)
        if line.isdecimal() and 0 < int(line) <= len(view.buttons):
            pressed = view.buttons[int(line) - 1]
        if pressed:
            return self._conversation.press(self._address, pressed.token)
        return self._conversation.typed(self._address, line, position=answer.position)

    def _show(self, view: View, answer: Answer) -> None:
        lines: list[Text] = [
            Text(f"{number.shown}  {number.label}", "bold") for number in view.numbers
        ]
        lines += [Text(paragraph) for paragraph in view.paragraphs]
        lines += [Text(said, "italic") for said in view.said]
        for item in view.items:
            lines.append(Text(item.name, "bold"))
            lines += [Text(f"  {line}") for line in item.lines]
            lines += [Text(f"  {number.shown} {number.label}") for number in item.numbers]
        lines += [
            Text(f"[{number}] {button.label}", "cyan")
            for number, button in enumerate(view.buttons, start=1)
        ]
        if view.small_print:
            lines.append(Text(view.small_print, "dim"))
        if view.ask:
            lines.append(Text(f"{view.ask.label}: …", "cyan"))
        self._console.print(Panel(Group(*lines), title=view.title or None, title_align="left"))
        if self._explains:
            self._explain(view, answer)
        self._console.print(_HELP, style="dim")

    def _explain(self, view: View, answer: Answer) -> None:
        opened = self._conversation.position_of(self._address, view.exit.token)
        if opened is None:
            return
        where, _ = opened
        longest = max(len(button.token) for button in (*view.buttons, view.exit, view.danger))
        self._console.print(
            f"{where.step}  language {where.language or '-'}  facts {where.facts}  "
            f"position {len(answer.position)} bytes, longest button {longest} of {_ROOM}",
            style="dim",
        )
        for reason in answer.reasons:
            if reason:
                self._console.print(f"because: {reason}", style="dim")
