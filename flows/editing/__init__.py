"""A library's files changed one thing at a time, everything else kept byte for byte.

Each operation takes the texts by file name and answers those that are others now (`None`:
the file goes); nothing is stored here, so undo is the texts of before. What cannot be done
is an `EditError`, whose sentence is meant for a coordinator.
"""

from flows.editing.bubbles import (
    ALWAYS,
    Shown,
    add_bubble,
    copy_bubble,
    move_bubble,
    remove_bubble,
    set_bubble_shown,
)
from flows.editing.choices import (
    NewChoice,
    add_choice,
    copy_choice,
    move_choice,
    remove_choice,
    set_act,
    set_choice_shown,
    set_go,
    set_remember,
)
from flows.editing.copying import copy_steps
from flows.editing.draft import Changed, applied
from flows.editing.errors import EditError
from flows.editing.names import free_step, name_for
from flows.editing.registry import (
    add_fact,
    confirm_fact,
    fact_as_written,
    fact_fields,
    remove_fact,
    set_fact,
    uses_of_fact,
)
from flows.editing.remembering import (
    add_remembered,
    remove_remembered,
    rename_remembered,
    set_remembered_values,
)
from flows.editing.renaming import move_steps, rename_step
from flows.editing.starts import add_flow, set_owner, set_start
from flows.editing.steps import (
    add_step,
    copy_step,
    move_step,
    remove_step,
    set_ask,
    set_end,
    set_numbers,
    set_show,
)
from flows.editing.units import Written, part_as_written, step_as_written
from flows.editing.words import note_of, remove_text, set_note, set_text, text_of

__all__ = [
    "ALWAYS",
    "Changed",
    "EditError",
    "NewChoice",
    "Shown",
    "Written",
    "add_bubble",
    "add_choice",
    "add_fact",
    "add_flow",
    "add_remembered",
    "add_step",
    "applied",
    "confirm_fact",
    "copy_bubble",
    "copy_choice",
    "copy_step",
    "copy_steps",
    "fact_as_written",
    "fact_fields",
    "free_step",
    "move_bubble",
    "move_choice",
    "move_step",
    "move_steps",
    "name_for",
    "note_of",
    "part_as_written",
    "remove_bubble",
    "remove_choice",
    "remove_fact",
    "remove_remembered",
    "remove_step",
    "remove_text",
    "rename_remembered",
    "rename_step",
    "set_act",
    "set_ask",
    "set_bubble_shown",
    "set_choice_shown",
    "set_end",
    "set_fact",
    "set_go",
    "set_note",
    "set_numbers",
    "set_owner",
    "set_remember",
    "set_remembered_values",
    "set_show",
    "set_start",
    "set_text",
    "step_as_written",
    "text_of",
    "uses_of_fact",
]
