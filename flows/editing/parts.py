"""Parts put into a tree, taken out of it and moved, with what stands around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.composing import compose
from flows.editing.tree import Branch, Child, Typed, Words, opened

if TYPE_CHECKING:
    from collections.abc import Sequence


def insert(branch: Branch, index: int, child: Child) -> None:
    """Put a part before the one that is now there; the branch has one at least."""
    index = min(max(index, 0), len(branch.children))
    (_into_flow if branch.is_flow else _into_block)(branch, index, child)
    branch.children.insert(index, child)


def _into_flow(branch: Branch, index: int, child: Child) -> None:
    children = branch.children
    if not children:
        child.lead = child.tail = ""
    elif index == 0:
        child.lead, child.tail = children[0].lead, ","
        children[0].lead = children[0].lead or " "
    else:
        before = children[index - 1]
        child.lead = " "
        child.tail = "," if index < len(children) else ""
        if index == len(children):
            before.tail += ","


def _into_block(branch: Branch, index: int, child: Child) -> None:
    children = branch.children
    indent = " " * branch.column
    child.lead = _comments(child.lead, indent) + indent + ("" if branch.is_mapping else "- ")
    if index == 0 and branch.is_inline:
        children[0].lead = indent + ("" if branch.is_mapping else "- ")
        child.lead = "" if child.lead.strip(" -") == "" else "\n" + child.lead
    elif index:
        end_line(children[index - 1])
    if not child.written().endswith("\n"):
        child.tail += "\n"


def _comments(lead: str, indent: str) -> str:
    """The comment lines above a part, where its new neighbours stand."""
    lines = lead.split("\n")[:-1]
    return "".join(f"{indent}{line.strip()}\n" if line.strip() else "\n" for line in lines)


def end_line(child: Child) -> None:
    """See to it that something can be written below a part."""
    if not child.written().endswith("\n"):
        last = child
        while isinstance(last.value, Branch) and not last.value.is_flow and last.value.children:
            last = last.value.children[-1]
        last.tail += "\n"


def remove(branch: Branch, index: int) -> Child:
    """Take a part out; the branch may be empty then."""
    children = branch.children
    was_inline = branch.is_inline
    child = children.pop(index)
    if not children:
        return child
    if branch.is_flow:
        if index == len(children):
            children[-1].tail = children[-1].tail.rpartition(",")[0]
        elif index == 0:
            children[0].lead = child.lead
    elif was_inline and index == 0:
        lead = children[0].lead
        children[0].lead = "\n" + lead if lead.strip() else ""
    return child


def move(branch: Branch, index: int, to: int) -> None:
    """Have a part stand at another place among its neighbours."""
    if index != to:
        insert(branch, to, remove(branch, index))


def put(branch: Branch, key: str, value: str, order: Sequence[str] = (), gap: str = ": ") -> None:
    """Give a pair of a mapping a value, adding the pair where `order` has it."""
    found = branch.find(key)
    if found is not None:
        put_value(found, value)
        return
    before = set(order[: order.index(key)]) if key in order else set(order)
    places = [number for number, each in enumerate(branch.children, 1) if each.name in before]
    index = max(places, default=0 if key in order else len(branch.children))
    insert(branch, index, Child("", key, key, gap, Words(value), ""))


def put_value(child: Child, value: str) -> None:
    """Give a part another value, on its own line."""
    if isinstance(child.value, Branch) and not child.value.is_flow:
        child.tail = "\n"
    if child.key and (not child.gap.endswith((" ", "\n")) or "\n" in child.gap):
        child.gap = ": "
    child.value = Words(value)


def drop(branch: Branch, key: str) -> bool:
    """Take a pair out of a mapping; whether it was there."""
    for number, each in enumerate(branch.children):
        if each.name == key:
            remove(branch, number)
            return True
    return False


def as_list(holder: Child, branch: Branch) -> Branch:
    """What a pair holds as a list: a single value becomes a list of one.

    `branch` is the mapping that the pair stands in.
    """
    found = opened(holder)
    if found is not None and not found.is_mapping:
        return found
    if branch.is_flow or (found is not None and found.is_flow):
        entry = Child("", "", "", "", holder.value, "")
        listed = Branch(is_mapping=False, is_flow=True, column=0, open="[", close="]")
        listed.children.append(entry)
        holder.value = listed
        return listed
    return _list_below(holder, branch.column + 2)


def _list_below(holder: Child, column: int) -> Branch:
    listed = Branch(is_mapping=False, is_flow=False, column=column)
    lead = " " * column + "- "
    if isinstance(holder.value, Branch):
        text = shifted(holder.value.written(), column + 2 - holder.value.column)
        raw = compose(text)
        above = text[: text.rfind("\n", 0, raw.start) + 1]
        entry = Child(above + lead, "", "", "", Typed(raw, text), text[raw.end :])
    else:
        entry = Child(lead, "", "", "", holder.value, holder.tail or "\n")
    holder.value, holder.gap, holder.tail = listed, ":\n", ""
    listed.children.append(entry)
    return listed


def shifted(text: str, by: int) -> str:
    """Lines that stand so much further to the right, or to the left."""
    if not by:
        return text
    lines = text.split("\n")
    if by > 0:
        return "\n".join(" " * by + line if line.strip() else line for line in lines)
    return "\n".join(line[min(-by, len(line) - len(line.lstrip(" "))) :] for line in lines)
