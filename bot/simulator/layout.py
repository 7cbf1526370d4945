"""A view as its channel lays it out: the blocks and the rows of buttons of a simulated screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from bot.channels.telegram.screens import draw as draw_message
from bot.channels.webchat.pages import keep_numbers_whole
from bot.channels.webchat.words import words_in
from bot.editions.phone import Block, Key
from flows.definition import Channel
from locales.languages import SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.channels.webchat.words import Say
    from bot.editions.phone import KeyKind
    from bot.view import Button, CallNumber, View

#: What stands on a screen, and its rows of buttons.
Laid = tuple[list[Block], list[tuple[Key, ...]]]
#: Tells by a token what pressing it is.
Names = Callable[[str], str]


def laid_out(channel: Channel, view: View, say: Say, names: Names) -> Laid:
    """Lay a view out; `names` tells what pressing a button is, by its token."""
    if channel is Channel.TELEGRAM:
        return _as_message(view, names)
    return _as_page(view, say, names)


def _as_page(view: View, say: Say, names: Names) -> Laid:
    """As the web chat's page has it, in its order."""
    words = words_in(view.language or SOURCE, say)

    def calls(numbers: Iterable[CallNumber]) -> Iterator[Block]:
        for number in numbers:
            draft = f" ({words.draft})" if number.is_draft else ""
            yield Block("number", number.shown, f"{number.label or words.call}{draft}")

    def key(kind: KeyKind, button: Button) -> Key:
        return Key(kind, button.label, button.token, button.language, names(button.token))

    blocks = [Block("title", keep_numbers_whole(view.title))] if view.title else []
    blocks += calls(view.numbers)
    blocks += [Block("words", keep_numbers_whole(text)) for text in view.paragraphs]
    blocks += [Block("said", keep_numbers_whole(text)) for text in view.said]
    rows: list[tuple[Key, ...]] = []
    for item in view.items:
        blocks.append(Block("name", item.name))
        blocks += [Block("line", keep_numbers_whole(text)) for text in item.lines]
        blocks += calls(item.numbers)
        if item.button:
            rows.append((key("more", item.button),))
    if view.small_print:
        blocks.append(Block("small", keep_numbers_whole(view.small_print)))
    rows += [(key("choice", choice),) for choice in view.choices]
    rows.append((key("exit", view.exit), key("danger", view.danger)))
    rows.append(tuple(key(kind, button) for kind, button in _around(view)))
    return blocks, rows


def _as_message(view: View, names: Names) -> Laid:
    """As the one message on Telegram has it: its own drawing, read back."""
    message = draw_message(view)
    blocks = _runs(message["text"], message.get("entities", []))
    kinds: dict[str, KeyKind] = {view.exit.token: "exit", view.danger.token: "danger"}
    kinds.update({item.button.token: "more" for item in view.items if item.button})
    kinds.update({button.token: kind for kind, button in _around(view)})
    languages = {choice.token: choice.language for choice in view.choices}

    def key(button: dict[str, str]) -> Key:
        token = button.get("callback_data", "")
        if not token:
            return Key("copy", button["text"])
        kind = kinds.get(token, "choice")
        return Key(kind, button["text"], token, languages.get(token, ""), names(token))

    keyboard = message["reply_markup"]["inline_keyboard"]
    return blocks, [tuple(key(button) for button in row) for row in keyboard]


def _runs(text: str, entities: list[dict[str, Any]]) -> list[Block]:
    """The message's text in runs; Telegram counts in UTF-16 units."""
    units = text.encode("utf-16-le")
    blocks, at = [], 0
    for entity in entities:
        start, end = 2 * entity["offset"], 2 * (entity["offset"] + entity["length"])
        blocks.append(Block("plain", units[at:start].decode("utf-16-le")))
        kind = entity["type"]
        blocks.append(
            Block("bold" if kind == "bold" else "said", units[start:end].decode("utf-16-le"))
        )
        at = end
    blocks.append(Block("plain", units[at:].decode("utf-16-le")))
    return [block for block in blocks if block.text]


def _around(view: View) -> Iterator[tuple[KeyKind, Button]]:
    if view.home:
        yield "home", view.home
    if view.languages:
        yield "language", view.languages
