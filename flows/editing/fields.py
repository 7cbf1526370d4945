"""The order in which the fields of a step, a choice and a bubble are written."""

STEP_ORDER = (
    "title",
    "numbers",
    "say",
    "ask",
    "label",
    "send",
    "found",
    "unclear",
    "unknown",
    "show",
    "wish",
    "far",
    "pick",
    "nothing",
    "another",
    "choices",
    "end",
    "was",
)
CHOICE_ORDER = ("id", "label", "act", "go", "otherwise", "remember", "if", "on", "only")
BUBBLE_ORDER = ("if", "on", "only", "fact", "say")
