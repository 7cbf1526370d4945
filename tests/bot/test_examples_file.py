"""`examples.yaml` read and written: by hand, by the studio, and by whoever means harm."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.editions.examples import (
    CannotWriteError,
    CaseExample,
    Example,
    Holds,
    Press,
    Type,
    WalkExample,
    read_examples,
    with_example,
    with_holds,
    with_name,
    without,
)
from bot.editions.phone import Setting, Shift
from flows.definition import Channel
from routing.handoff import Case, Want
from tests.editions import shipped_files

BY_HAND = """\
# Gli esempi della rete.

# Il primo: lo ha scritto una collega.
- {name: "Vicino al lavoro", from: a.b,   walk: [press: "near.where:work"], holds: {step: a.b}}

# Il secondo.
- name: 'Di notte'   # con un commento
  at: 2026-11-29 02:00
  on_shift: [nobody]
  language: ar
  walk:
    - press: "opening.leave:next"
    - type: Municipio 9
  holds:
    step: opening.alone
    numbers: ["1522"]
"""

words = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "Zs"), exclude_characters="\ufeff"),
    min_size=1,
    max_size=30,
).map(lambda text: " ".join(text.split()))
said = words.filter(bool)
names = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
steps = st.builds("{}.{}".format, names, names)
tags = st.sampled_from(["it", "ar", "zh-Hans", "fil"])
moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)).map(  # noqa: DTZ001
    lambda moment: moment.replace(second=0, microsecond=0)
)
shifts = st.builds(Shift, names, st.lists(tags, min_size=1, max_size=3, unique=True).map(tuple))
settings = st.builds(
    Setting, st.none() | moments, st.none() | st.lists(shifts, max_size=3).map(tuple)
)
asked = st.builds(
    Holds,
    step=st.just("") | steps,
    is_gone=st.booleans(),
    says=st.lists(said, max_size=2).map(tuple),
    numbers=st.lists(said, max_size=2).map(tuple),
    centres=st.none() | st.lists(names, max_size=3).map(tuple),
    node=st.just("") | names,
    ladder=st.none() | st.lists(names, max_size=2).map(tuple),
    opens=st.sampled_from(["", "now", "2026-11-30 10:00"]),
).filter(lambda holds: not holds.is_empty)
moves = st.builds(Press, steps, names | st.just("@exit") | st.just("@centre=cadmi")) | st.builds(
    Type, said
)
walks = st.builds(
    WalkExample,
    name=said,
    channel=st.sampled_from(Channel),
    language=tags,
    setting=settings,
    start=st.just("") | steps,
    walk=st.lists(moves, max_size=5).map(tuple),
    holds=asked,
    is_demo=st.booleans(),
)
cases = st.builds(
    CaseExample,
    name=said,
    case=st.builds(
        Case,
        channel=st.just(Channel.WEB),
        language=tags,
        want=st.sampled_from(Want),
        far=st.booleans(),
        danger=st.booleans(),
        avoid=st.lists(names, max_size=2).map(tuple),
    ),
    place=st.just("") | said,
    setting=settings,
    holds=st.builds(Holds, node=names, opens=st.sampled_from(["", "now"])),
)
examples = walks | cases


def bare(example: Example) -> Example:
    """An example, wherever it stands."""
    fields = {name: getattr(example, name) for name in example.__dataclass_fields__}
    return type(example)(**fields | {"line": 0})


@given(examples)
def test_what_is_written_reads_back(example: Example) -> None:
    """Whatever its name, its words, its moment."""
    text = with_example("", example)

    assert () == read_examples(text).flaws
    assert [example] == [bare(each) for each in read_examples(text).examples]


@given(st.lists(examples, max_size=4, unique_by=lambda each: each.name), asked, said)
def test_one_change_leaves_the_others_alone(kept: list[Example], holds: Holds, name: str) -> None:
    """Added, asked for something else, renamed, taken out: the file is as it was to the byte."""
    mine = WalkExample(name="§", holds=Holds(step="a.b"))
    before = BY_HAND
    for each in kept:
        before = with_example(before, each)
    added = with_example(before, mine)
    renamed = with_name(with_holds(added, "§", holds), "§", f"§ {name}")
    (new,) = read_examples(renamed).examples[-1:]

    assert added.startswith(before)
    assert renamed.startswith(before)
    assert (f"§ {name}", holds) == (new.name, new.holds)
    assert before == without(renamed, f"§ {name}")


def test_what_is_written_by_hand_is_understood() -> None:
    """In braces or lines, with comments, moments without quotes."""
    first, second = read_examples(BY_HAND).examples

    assert isinstance(first, WalkExample)
    assert (Press("near.where", "work"),) == first.walk
    assert isinstance(second, WalkExample)
    assert Setting(datetime(2026, 11, 29, 2), ()) == second.setting  # noqa: DTZ001
    assert Type("Municipio 9") == second.walk[1]
    assert (4, 7) == (first.line, second.line)


def test_comments_stay_where_they_are() -> None:
    """A change in the one touches nothing of the other; one taken out takes its comment along."""
    changed = with_holds(BY_HAND, "Di notte", Holds(step="menu.menu"))
    renamed = with_name(changed, "Vicino al lavoro", "Al lavoro")
    gone = without(BY_HAND, "Vicino al lavoro")

    assert BY_HAND.partition("    step")[0] == changed.partition("    step")[0]
    assert '- {name: "Al lavoro", from: a.b,   walk' in renamed
    assert "# con un commento" in renamed
    assert "lo ha scritto una collega" not in gone
    assert gone.startswith("# Gli esempi della rete.")
    assert gone.endswith(BY_HAND.partition("# Il secondo.")[2])


def test_the_last_one_taken_out_leaves_an_empty_list() -> None:
    """And the first one can be added again, below what was written on top."""
    first, other = (WalkExample(name=name, holds=Holds(step="a.b")) for name in "ab")
    empty = without(with_example("# In cima.\n[]\n", first), "a")

    assert () == read_examples(empty).examples
    assert "# In cima." in with_example(empty, other)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda text: with_name(text, "Di notte", "Vicino al lavoro"), "C'è già un esempio"),
        (lambda text: with_name(text, "Di notte", "  "), "Scrivi un nome"),
        (lambda text: with_name(text, "Di notte", "a\x00b"), "Scrivi un nome"),
        (lambda text: without(text, "Mai visto"), "L'esempio «Mai visto» non c'è più"),
        (lambda text: with_holds(text, "Di notte", Holds()), "Scegli almeno una cosa"),
        (lambda _: with_name("- &a 1", "x", "y"), "Prima va corretto il file degli esempi"),
    ],
)
def test_what_cannot_be_written_is_said(change: object, sentence: str) -> None:
    """In a sentence; nothing is written."""
    with pytest.raises(CannotWriteError) as refused:
        change(BY_HAND)  # type: ignore[operator]

    assert str(refused.value.why).startswith(sentence)


BILLION = "a: &a [x,x]\n" + "\n".join(f"b{n}: &b{n} [*a,*a]" for n in range(9))


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        (BILLION, 1, "usa un'ancora"),
        ("- name: x\n" * 1_100_000, 1, "è più lungo di un megabyte"),
        ("[" * 5000, 1, "una cosa sta dentro l'altra troppe volte"),
        ("- " * 5000, 1, "una cosa sta dentro l'altra troppe volte"),
        ("".join(f"{' ' * n}a:\n" for n in range(900)), 1, "troppe volte"),
        ("- name: x\n  name: y\n", 2, "la stessa voce è scritta due volte"),
        ("examples: 7\n", 1, "si scrivono come un elenco"),
        ("- [1, 2]\n", 1, "Qui ci vogliono delle voci"),
        ("- name: {a: b}\n  holds: {step: a.b}\n", 1, "«name» dev'essere una parola"),
        ("- name: x\n", 1, "non dice che cosa deve valere"),
        ("- name: x\n  at: ieri\n  holds: {step: a.b}\n", 2, "«ieri» non è un momento"),
        ("- name: x\n  language: klingon\n  holds: {step: a.b}\n", 2, "«klingon» non va bene"),
        ("- name: x\n  channel: fax\n  holds: {step: a.b}\n", 2, "«fax» non va bene per «channel»"),
        ("- name: x\n  walk: [7]\n  holds: {step: a.b}\n", 2, "Una mossa è «press: passo:scelta»"),
        ("- name: x\n  demo: forse\n  holds: {step: a.b}\n", 2, "«demo» dev'essere"),
        ("- name: x\n  holds: {numbers: {a: b}}\n", 2, "«numbers» dev'essere un elenco"),
        ("- name: x\n  nаme: y\n  holds: {step: a.b}\n", 2, "non vuol dire niente"),
        ("- name: x\n  holds: {step: a.b}\n" * 2, 3, "Due esempi si chiamano «x»"),
        ("".join(f"- name: x{n}\n  holds: {{step: a.b}}\n" for n in range(501)), 1, "più di 500"),
        ("{{ 7 * 7 }}", 1, "non si legge"),
        ("!!python/object/apply:os.system [ls]", 1, "Qui ci vogliono delle voci"),
    ],
)
def test_a_wrong_or_hostile_file_is_answered_with_a_sentence(
    text: str, line: int, sentence: str
) -> None:
    """With its line, and nothing of it is run."""
    flaws = read_examples(text).flaws

    assert line == flaws[0].line
    assert sentence in str(flaws[0].phrase)


@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error(text: str) -> None:
    """Whatever stands in the file, there is an answer."""
    shelf = read_examples(text)

    assert isinstance(shelf.examples, tuple)


def test_the_shipped_file_has_no_flaw() -> None:
    """And holds walks and cases."""
    shelf = read_examples(shipped_files()["examples.yaml"])

    assert () == shelf.flaws
    assert {WalkExample, CaseExample} == {type(each) for each in shelf.examples}
