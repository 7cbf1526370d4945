"""Two people change the same edition: nothing of either is lost, and clashes are told."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.editions.paths import EXAMPLES, FLOWS, NETWORK
from bot.editions.pieces import cuts_of
from bot.editions.rebasing import rebase
from tests.editions import shipped_files

BASE = shipped_files()
NODES = f"{NETWORK}nodes.toml"
MENU = f"{FLOWS}menu.yaml"
ARABIC = "locales/ar/flows.po"

#: Changes that have nothing to do with each other: path, what is there, what is to be.
APART = (
    (NODES, "Fr 10:00-16:00", "Fr 10:00-15:00"),
    (NODES, "+390255015519", "+390255015510"),
    (NODES, 'name = "Cerchi d\'Acqua"', 'name = "Cerchi d\'Acqua, Milano"'),
    (f"{NETWORK}desks.toml", "ladder = 2", "ladder = 1"),
    (f"{NETWORK}desks.toml", "claim_minutes = 5", "claim_minutes = 6"),
    (MENU, "Scegli da dove partire.", "Scegli da dove vuoi partire."),
    (MENU, "Sono straniera", "Vengo da un altro paese"),
)


def changed(*changes: tuple[str, str, str]) -> dict[str, str]:
    """What is shipped, with these words in others' place."""
    files = dict(BASE)
    for path, before, after in changes:
        assert before in files[path]
        files[path] = files[path].replace(before, after, 1)
    return files


@pytest.mark.parametrize(
    "path", [path for path in BASE if cuts_of(path)], ids=lambda path: path.replace("/", "-")
)
def test_every_file_is_the_sum_of_its_pieces(path: str) -> None:
    """Cutting a shipped file and putting it together again changes not a letter."""
    pieces = cuts_of(path)[0](BASE[path])

    assert pieces is not None
    assert BASE[path] == "".join(pieces.values())


@given(mine=st.sets(st.sampled_from(APART)), theirs=st.sets(st.sampled_from(APART)))
@settings(max_examples=40, deadline=None)
def test_what_only_one_changed_stays_as_she_has_it(
    mine: set[tuple[str, str, str]], theirs: set[tuple[str, str, str]]
) -> None:
    """Changes in different places come together, whoever made which, and none is lost."""
    both = rebase(BASE, changed(*mine), changed(*theirs))

    assert () == both.clashes
    assert changed(*mine, *(theirs - mine)) == dict(both.files)


def test_the_same_place_twice_is_a_clash_with_both_versions() -> None:
    """Hers stays until she says otherwise; then it is the other's."""
    mine = changed((NODES, "Fr 10:00-16:00", "Fr 10:00-15:00"))
    theirs = changed((NODES, "Fr 10:00-16:00", "Fr 10:00-14:00"))

    both = rebase(BASE, mine, theirs)
    clash = both.clashes[0]
    settled = rebase(BASE, mine, theirs, as_theirs=[clash.id])

    assert (1, mine) == (len(both.clashes), dict(both.files))
    assert "Fr 10:00-15:00" in (clash.mine or "")
    assert "Fr 10:00-14:00" in (clash.theirs or "")
    assert theirs == dict(settled.files)


def test_two_translations_of_one_sentence_are_a_clash_of_that_sentence() -> None:
    """The rest of the language is as both have it."""
    first = next(line for line in BASE[ARABIC].splitlines() if line.startswith('msgstr "ا'))
    mine = changed((ARABIC, first, 'msgstr "أ"'))
    theirs = changed((ARABIC, first, 'msgstr "ب"'))

    clash = rebase(BASE, mine, theirs).clashes

    assert 1 == len(clash)
    assert 'msgstr "أ"' in (clash[0].mine or "")
    assert 'msgstr "ب"' in (clash[0].theirs or "")


def test_where_a_sentence_stands_in_a_file_is_no_clash() -> None:
    """Only the note of its place differs, in both: nobody has to decide anything."""
    remark = next(line for line in BASE[ARABIC].splitlines() if line.startswith("#: "))
    both = rebase(BASE, changed((ARABIC, remark, "#: a:1")), changed((ARABIC, remark, "#: b:2")))

    assert () == both.clashes


def test_a_centre_taken_out_and_changed_is_told_whole() -> None:
    """No half of it is left under the name of its neighbour."""
    block = BASE[NODES][BASE[NODES].index('[[node]]\nid = "cadmi"') :]
    block = block[: block.index("[[node]]", 1)]
    gone = changed((NODES, block, ""))
    theirs = changed((NODES, "Fr 10:00-16:00", "Fr 10:00-14:00"))

    both = rebase(BASE, gone, theirs)
    back = rebase(BASE, gone, theirs, as_theirs=[each.id for each in both.clashes])

    assert 1 == len(both.clashes)
    ids = [each["id"] for each in tomllib.loads(both.files[NODES])["node"]]
    assert "cadmi" not in ids
    assert "cadmi" in [each["id"] for each in tomllib.loads(back.files[NODES])["node"]]


def test_a_flow_nobody_can_read_is_one_persons_as_a_whole() -> None:
    """A broken file raises nothing and is told as a clash of files."""
    mine, theirs = changed((MENU, "steps:", "steps: [")), changed((MENU, "partire", "andare"))

    both = rebase(BASE, mine, theirs)

    assert [MENU] == [each.path for each in both.clashes]
    assert mine[MENU] == both.files[MENU]


def test_examples_are_joined_one_by_one() -> None:
    """Each adds one of her own: both are there."""
    text = BASE[EXAMPLES].rstrip("\n") + "\n"
    one, other = (f"- name: {name}\n  case: {{}}\n  holds: {{node: nobody}}\n" for name in "ab")
    both = rebase(
        {**BASE, EXAMPLES: text}, {**BASE, EXAMPLES: text + one}, {**BASE, EXAMPLES: text + other}
    )

    assert () == both.clashes
    assert 1 == both.files[EXAMPLES].count(one)
    assert 1 == both.files[EXAMPLES].count(other)
