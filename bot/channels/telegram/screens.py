"""A view laid out as one Telegram message: plain text, bold names, buttons below.

No markup language: a name with a `<` or an `_` in it can neither break a screen nor
be refused. Numbers stand in the text, and on a button that copies them, because
Telegram refuses `tel:` buttons and protected content cannot be selected.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.view import Button, CallNumber, Item, View

#: What Telegram takes, in UTF-16 units: the stricter of the two ways to count.
MOST_TEXT: Final = 4096
#: Labels up to this long stand two in a row.
_SHORT: Final = 16
_MOST_COPIES: Final = 8
_MOST_ROWS: Final = 90
_DIGITS: Final = re.compile(r"\+?\d(?:[\d\s./:–-]*\d)?")
_ISOLATE, _END, _RTL_MARK = "\u2066", "\u2069", "\u200f"

#: Fields a server may refuse without the screen being worth less than none, the
#: least missed first.
OPTIONAL: Final = (
    "style",
    "copy_text",
    "entities",
    "link_preview_options",
    "disable_notification",
    "protect_content",
)


class _Block(NamedTuple):
    """Lines that are shown together or not at all."""

    text: str
    #: How much of its beginning is a name, in bold.
    name: str = ""
    #: A person wrote it to her: it stands apart, and is never the one left out.
    is_hers: bool = False


def draw(view: View, without: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Return what `sendMessage` and `editMessageText` share for this view."""
    text, entities = _text(view)
    if not text.strip():
        # Telegram takes no empty message: where languages are chosen, their names are the text.
        text = " · ".join([button.label for button in view.choices or (view.exit,)])
    drawn: dict[str, Any] = {
        "text": text,
        "reply_markup": {"inline_keyboard": _keyboard(view, without)},
    }
    if entities and "entities" not in without:
        drawn["entities"] = entities
    if "link_preview_options" not in without:
        drawn["link_preview_options"] = {"is_disabled": True}
    return drawn


def _text(view: View) -> tuple[str, list[dict[str, Any]]]:
    blocks = _fitting(view)
    entities = []
    at = 0
    for text, name, is_hers in blocks:
        if name:
            entities.append({"type": "bold", "offset": at, "length": _units(name)})
        if is_hers:
            entities.append({"type": "blockquote", "offset": at, "length": _units(text)})
        at += _units(text) + 2
    return "\n\n".join([block.text for block in blocks]), entities


def _fitting(view: View) -> list[_Block]:
    """Return the blocks in reading order; what does not fit is left out whole."""
    rtl = view.direction == "rtl"
    title = [_named([_plain(view.title, rtl=rtl)])] if view.title else []
    words = [_Block(_plain(paragraph, rtl=rtl)) for paragraph in view.paragraphs]
    said = [_Block(line, is_hers=True) for line in view.said]
    numbers = (
        [_Block("\n".join([_number(number, rtl=rtl) for number in view.numbers]))]
        if view.numbers
        else []
    )
    items = [_item(item, rtl=rtl) for item in view.items]
    small = [_Block(_plain(view.small_print, rtl=rtl))] if view.small_print else []
    # Numbers before the words about them: she may have time for one glance (LOOK).
    blocks = [*title, *numbers, *words, *said, *items, *small]
    if 2 * sum([len(block.text) + 2 for block in blocks]) <= MOST_TEXT:
        return blocks
    # What a person wrote counts as read once it was drawn: it has its room before all else.
    room = MOST_TEXT
    kept = set()
    for block in (*said, *blocks):
        size = _units(block.text) + 2
        if size <= room and id(block) not in kept:
            room -= size
            kept.add(id(block))
    return [block for block in blocks if id(block) in kept]


def _item(item: Item, *, rtl: bool) -> _Block:
    lines = [_plain(line, rtl=rtl) for line in (item.name, *item.lines)]
    return _named([*lines, *[_number(number, rtl=rtl) for number in item.numbers]])


def _named(lines: list[str]) -> _Block:
    return _Block("\n".join(lines), lines[0])


def _number(number: CallNumber, *, rtl: bool) -> str:
    mark = " (?)" if number.is_draft else ""
    label = f"  {number.label}" if number.label else ""
    if rtl:
        return f"{_RTL_MARK}{_ISOLATE}{number.shown}{_END}{mark}{label}"
    return f"{number.shown}{mark}{label}"


def _plain(text: str, *, rtl: bool) -> str:
    """Keep a number in one piece between words that run the other way: 1522 never reads 2251."""
    if not rtl or _ISOLATE in text:
        return text
    isolated = _DIGITS.sub(lambda found: f"{_ISOLATE}{found[0]}{_END}", text)
    return f"{_RTL_MARK}{isolated}" if isolated.startswith(_ISOLATE) else isolated


def _units(text: str) -> int:
    """Count as Telegram does: an emoji outside the basic plane is two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def _keyboard(view: View, without: frozenset[str]) -> list[list[dict[str, Any]]]:
    rows = [[_press(item.button)] for item in view.items if item.button]
    rows += _paired([_press(choice) for choice in view.choices])
    if "copy_text" not in without:
        rows += _paired([_copy(number) for number in _numbers(view)])
    leave = [_press(view.exit), _press(view.danger)]
    if "style" not in without:
        leave[0]["style"] = "danger"
    rows = [*rows[:_MOST_ROWS], leave]
    around = [_press(button) for button in (view.home, view.languages) if button]
    return [*rows, around] if around else rows


def _press(button: Button) -> dict[str, Any]:
    return {"text": button.label, "callback_data": button.token}


def _copy(number: CallNumber) -> dict[str, Any]:
    return {"text": f"📋 {number.shown}", "copy_text": {"text": number.dial}}


def _numbers(view: View) -> Iterable[CallNumber]:
    """Return every number on the screen once."""
    seen: dict[str, CallNumber] = {}
    for number in (*view.numbers, *(number for item in view.items for number in item.numbers)):
        seen.setdefault(number.dial, number)
    return list(seen.values())[:_MOST_COPIES]


def _paired(buttons: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Put neighbours with short labels in one row."""
    rows: list[list[dict[str, Any]]] = []
    for button in buttons:
        last = rows[-1] if rows else None
        fits = last is not None and len(last) == 1 and _is_short(last[0]) and _is_short(button)
        if fits and last is not None:
            last.append(button)
        else:
            rows.append([button])
    return rows


def _is_short(button: dict[str, Any]) -> bool:
    return len(button["text"]) <= _SHORT
