"""Every step can be reached and left, and help is near (P1, P8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.checks.graph import MOST_BITS

if TYPE_CHECKING:
    from small_library import Checked

LEAD_ON = """
start:
  say: "Avanti."
  choices: [{id: "on", label: "Avanti", go: far}]
far:
  say: "Ancora."
  choices: [{id: "back", label: "Indietro", go: start}]
"""


def test_sound_library_has_no_issue(checked: Checked) -> None:
    """The small library that the other tests break is whole."""
    assert [] == checked.issues()


def test_step_reached_from_nowhere(checked: Checked) -> None:
    """A step that no button leads to is named."""
    lonely = 'start: {say: "Fine.", end: true}\nlonely: {say: "Fine.", end: true}'

    assert ["step 'b.lonely' is reached from nowhere"] == checked.says(lonely)


def test_circle_of_steps_is_fine(checked: Checked) -> None:
    """Two steps that lead to each other are left through the machine's buttons."""
    assert [] == checked.says(LEAD_ON)


def test_dead_end_says_what_to_do(checked: Checked) -> None:
    """Place, what is wrong, what to do."""
    issues = checked.issues('start: {say: "Fine."}')

    expected = "b.yaml:4: step 'b.start' has no way out. Add a choice, or 'end: true'."
    assert [expected] == [str(issue) for issue in issues]


def test_dead_end_for_some(checked: Checked) -> None:
    """A step whose only choice is shown to some only is a dead end for the others."""
    sometimes = """
    start:
      say: "Avanti."
      choices: [{id: "on", label: "Avanti", go: a.person, if: {alone: "yes"}}]
    """

    expected = "step 'b.start' has no way out when none of its choices is shown"
    assert [expected] == checked.says(sometimes)


def test_dead_end_on_one_channel(checked: Checked) -> None:
    """A choice that only the web has leaves Telegram without a way out."""
    web = """
    start:
      say: "Avanti."
      choices: [{id: "on", label: "Avanti", go: a.person, on: web}]
    """
    both = web.replace("on: web}]", "on: web}, {id: 'b', label: 'Indietro', go: a.start}]")

    assert 1 == len(checked.says(web))
    assert [] == checked.says(both)


def test_picking_and_asking_lead_on(checked: Checked) -> None:
    """A list of centres and a question are ways out."""
    shown = """
    start: {say: "Ecco.", show: centres, pick: one, nothing: "Qui non so chi c'è."}
    one: {say: "Ecco.", end: true}
    """

    assert [] == checked.says(shown)


def test_step_for_places_not_known_is_reached(checked: Checked) -> None:
    """What follows a place nobody knows is reached by typing."""
    again = 'start: {say: "Fine.", end: true}\nagain: {say: "Ancora.", end: true}'
    flow = checked.flow().replace("unknown: person", "unknown: b.again")

    assert [] == checked.says(again, flow=flow)


def test_memory_has_a_budget(checked: Checked) -> None:
    """What is remembered must fit in a button, with the last bit."""
    names = [f"answer_{number}" for number in range(MOST_BITS)]
    said = '  alone: ["yes", "no"]\n'
    one_bit = "".join(f'  {name}: ["yes"]\n' for name in names[: MOST_BITS - 17])
    library = checked.library().replace(said, one_bit)

    assert [] == checked.says(library=library)
    assert ["with 'alone' the conversation remembers 130 bits, and a button carries 128"] == (
        checked.says(library=library.replace(one_bit, one_bit + said))
    )


def test_too_many_ways_are_refused(checked: Checked) -> None:
    """A step that could look in thousands of ways cannot be checked, so it is not used."""
    names = [f"answer_{number}" for number in range(10)]
    said = '  alone: ["yes", "no"]\n'
    remembers = "".join(f'  {name}: ["yes", "no"]\n' for name in names)
    bubbles = "".join(f"\n    - {{if: {{{name}: 'yes'}}, say: 'Una.'}}" for name in names)

    told = checked.says(
        f"start:\n  end: true\n  say:{bubbles}",
        library=checked.library().replace(said, remembers),
    )
    assert ["step 'b.start' can look in 1024 ways, more than anybody can read"] == told


def test_p1_danger_step_tells_both_numbers(checked: Checked) -> None:
    """112 and 1522 stand on the step that is one press from everywhere."""
    without = checked.flow().replace("Oppure il {1522}.", "")
    first = checked.says(flow=without)[0]

    assert "step 'a.danger' is one press from everywhere and does not always tell 1522" == first


def test_p1_numbers_to_call_count(checked: Checked) -> None:
    """Numbers shown before everything else are told as well."""
    numbers = 'say: "Respira."\n    numbers: ["112", "1522"]'
    flow = checked.flow().replace('say: "Chiama il {112}, se puoi. Oppure il {1522}."', numbers)

    assert [] == checked.says(flow=flow)


def test_p1_number_must_not_hang_on_a_condition(checked: Checked) -> None:
    """112 in a bubble for one channel is not told on the others."""
    hidden = 'say: [{on: web, say: "Chiama il {112}."}, "Chiama il {1522}."]'
    flow = checked.flow().replace('say: "Chiama il {112}, se puoi. Oppure il {1522}."', hidden)

    expected = "step 'a.danger' is one press from everywhere and does not always tell 112"
    assert [expected] == checked.says(flow=flow)


def test_p1_number_must_not_lapse_with_a_fact(checked: Checked) -> None:
    """A bubble that an expired fact hides does not always tell 112."""
    hidden = 'say: ["Chiama il {1522}.", {fact: rule, say: "Chiama il {112}."}]'
    flow = checked.flow().replace('say: "Chiama il {112}, se puoi. Oppure il {1522}."', hidden)

    expected = "step 'a.danger' is one press from everywhere and does not always tell 112"
    assert [expected] == checked.says(flow=flow, facts=checked.fact("rule"))


def test_p1_help_in_two_actions(checked: Checked) -> None:
    """A step from which no two presses lead to a person or 1522 is named."""
    nowhere = checked.flow().replace("Oppure il {1522}.", "")
    nowhere = nowhere.replace("go: person}", "go: b.start}").replace("go: where}", "go: b.start}")
    nowhere = nowhere.replace("found: person", "found: b.start")

    far = "from step 'b.far' a person or 1522 is more than 2 actions away"
    assert far in checked.says(LEAD_ON, flow=nowhere)
    # Home, and then its button to a person: two.
    assert far not in checked.says(LEAD_ON, flow=checked.flow().replace("Oppure il {1522}.", ""))


def test_p1_help_in_three_actions_is_far(checked: Checked) -> None:
    """Home, its button, and one more: three."""
    nowhere = checked.flow().replace("Oppure il {1522}.", "")
    nowhere = nowhere.replace("go: person}", "go: b.start}").replace("go: where}", "go: b.start}")
    nowhere = nowhere.replace("found: person", "found: b.start")
    steps = """
    start:
      say: "Avanti."
      choices: [{id: "p", label: "Persona", go: a.person}, {id: "on", label: "Avanti", go: far}]
    far:
      say: "Ancora."
      choices: [{id: "back", label: "Indietro", go: a.start}]
    """

    told = checked.says(steps, flow=nowhere)
    assert "from step 'b.far' a person or 1522 is more than 2 actions away" in told
    assert "from step 'a.start' a person or 1522 is more than 2 actions away" not in told


def test_p8_no_level_is_remembered(checked: Checked) -> None:
    """The conversation carries what she chose, never a level or a score."""
    level = checked.library().replace("alone:", 'danger: ["low", "now"]\n  alone:')
    score = checked.library().replace("alone:", 'risk_score: ["one"]\n  alone:')
    chosen = checked.library().replace("alone:", 'danger: ["now"]\n  alone:')

    assert ["the conversation remembers 'danger', a score or a level"] == checked.says(
        library=level
    )
    assert 1 == len(checked.says(library=score))
    assert [] == checked.says(library=chosen)
