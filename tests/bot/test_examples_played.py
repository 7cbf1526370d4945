"""Examples played on the simulated phone: what holds, what does not, and how it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.editions.examples import (
    Holds,
    Played,
    Press,
    Type,
    WalkExample,
    coverage_of,
    play_all,
    with_example,
)
from bot.editions.paths import EXAMPLES, FLOWS, NETWORK, part, put
from bot.editions.phone import Setting
from bot.editions.reading import read
from bot.settings import Mode, Settings
from bot.simulator import Phones
from flows.definition import Channel
from flows.editing import rename_step
from storage.editions.records import applied
from tests.dialogue import TUESDAY
from tests.editions import open_bench, shipped_files, shipped_gazetteer

if TYPE_CHECKING:
    from collections.abc import Mapping

NEAR = f"{FLOWS}near.yaml"
TO_A_CENTRE = WalkExample(
    name="Un centro",
    channel=Channel.TELEGRAM,
    setting=Setting(TUESDAY.replace(tzinfo=None)),
    start="near.where",
    walk=(
        Press("near.where", "work"),
        Type("20161"),
        Press("near.centres", "@centre=telefono-donna"),
        Press("near.centre", "address"),
    ),
    holds=Holds(step="near.address", centres=("telefono-donna",)),
)


def phones(mode: Mode = Mode.DEMO) -> Phones:
    """What makes phones on a Tuesday."""
    return Phones(Settings(mode=mode), shipped_gazetteer(), lambda: TUESDAY)


def played(*examples: WalkExample, changed: Mapping[str, str | None] | None = None) -> Played:
    """What comes of these examples, some files in others' place."""
    text = ""
    for each in examples:
        text = with_example(text, each)
    files = applied({**shipped_files(), EXAMPLES: text}, changed or {})
    return play_all(read(files), phones())


def sentences(result: Played) -> list[str]:
    """What differs."""
    return [str(each) for outcome in result.outcomes for each in outcome.differs]


def in_near(old: str, new: str) -> dict[str, str]:
    """The flow `near` with something else in one place."""
    text = shipped_files()[NEAR]
    assert old in text
    return {NEAR: text.replace(old, new, 1)}


def test_the_shipped_examples_hold() -> None:
    """All of those that are installed with the program."""
    result = play_all(read(shipped_files()), phones())

    assert [] == [str(each) for each in result.sentences]
    assert not any(each.is_skipped for each in result.outcomes)


def test_in_service_mode_those_on_sample_data_are_skipped() -> None:
    """No desk is confirmed there; the others hold all the same."""
    result = play_all(read(shipped_files()), phones(Mode.SERVICE))
    skipped = {each.example.name for each in result.outcomes if each.is_skipped}

    assert result.is_green
    assert "Chi esce subito non vede più niente" not in skipped
    assert "Un CAP di Milano porta ai centri vicini" in skipped


def test_a_walk_holds_across_renamed_steps_and_reordered_choices() -> None:
    """Names that a step had are its names; the order of buttons means nothing."""
    sources = part(shipped_files(), FLOWS)
    renamed = put(FLOWS, rename_step(sources, "near.centre", "uno"))
    text = str(renamed.get(NEAR) or shipped_files()[NEAR])
    work = next(line for line in text.splitlines(keepends=True) if "{id: work," in line)
    far = next(line for line in text.splitlines(keepends=True) if "{id: far," in line)
    result = played(TO_A_CENTRE, changed={**renamed, NEAR: text.replace(work + far, far + work)})

    assert [] == sentences(result)
    assert "near.uno" in result.outcomes[0].steps


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (
            in_near("go: work}", "go: far}"),
            "Alla 3ª mossa (il centro «Telefono Donna»)",
        ),
        (
            in_near("{id: work,", "{id: job,"),
            "Alla 1ª mossa: in «Chi può aiutarti» la scelta «work» non c'è più.",
        ),
        (
            in_near("go: work}", "go: work, on: web}"),
            "Alla 1ª mossa: in «Chi può aiutarti» adesso non si vede «Vicino al lavoro",
        ),
        (
            in_near("go: address}", "go: where}"),
            "Alla fine si aspettava il passo «Dove si trova», ora si arriva a «Chi può aiutarti».",
        ),
    ],
)
def test_what_differs_is_told_in_words(changed: dict[str, str], sentence: str) -> None:
    """At which move, what was expected, and what is there now."""
    (first,) = sentences(played(TO_A_CENTRE, changed=changed))

    assert first.startswith(sentence)


def test_a_centre_that_is_gone_is_told_by_the_directory_alone() -> None:
    """The flows are as they were: it is the network that changed."""
    path = next(
        path
        for path, text in part(shipped_files(), NETWORK).items()
        if 'id = "telefono-donna"' in text
    )
    text = shipped_files()[f"{NETWORK}{path}"].replace('"telefono-donna"', '"altro-centro"')
    result = played(TO_A_CENTRE, changed={f"{NETWORK}{path}": text})

    assert sentences(result)
    assert "Alla 3ª mossa" in sentences(result)[0]


def test_hours_alone_change_what_holds() -> None:
    """The desk opens an hour later: the example says so."""
    desks = shipped_files()[f"{NETWORK}desks.toml"].replace("Mo-Fr 09:30", "Mo-Fr 10:30")
    files = {**shipped_files(), f"{NETWORK}desks.toml": desks}
    told = [str(each) for each in play_all(read(files), phones()).sentences]

    assert any(
        "Si aspettava che rispondessero da: 2026-11-30 09:30. Ora: 2026-11-30 10:30." in each
        for each in told
    )


def test_what_is_gone_is_told() -> None:
    """She left; and the other way round."""
    leaves = WalkExample(
        name="Esce",
        start="near.where",
        walk=(Press("near.where", "@exit"),),
        holds=Holds(step="near.where"),
    )
    stays = WalkExample(name="Resta", start="near.where", holds=Holds(is_gone=True))
    late = WalkExample(
        name="Dopo", start="near.where", walk=(*leaves.walk, Type("x")), holds=Holds(is_gone=True)
    )

    assert [
        "Alla fine lo schermo è vuoto: è uscita.",
        "Si aspettava lo schermo vuoto, perché è uscita; ora si vede «Chi può aiutarti».",
        "Alla 2ª mossa (scrive «x») lo schermo è già vuoto: è uscita.",
    ] == sentences(played(leaves, stays, late))


def test_a_conversation_that_cannot_be_walked_fails_them_all() -> None:
    """With the reason, and no error."""
    result = played(TO_A_CENTRE, changed={NEAR: "flow: near\nsteps: 7\n"})

    assert not result.is_green
    assert "finché ha un errore di scrittura: file" in sentences(result)[0]


def test_coverage_tells_what_no_example_walks() -> None:
    """By flow, in their order."""
    library = read(shipped_files()).library
    assert library is not None
    covers = coverage_of(library, played(TO_A_CENTRE).outcomes)
    near = next(each for each in covers.flows if each.flow == "near")

    assert ("near.where_again", "near.far", "near.far_centres") == near.missing
    assert 5 == covers.walked
    assert 100 * 5 // len(library.steps) == covers.percent


def test_fifty_examples_are_all_played() -> None:
    """How long they take: tests/load/studio_bench."""
    text = with_example("", TO_A_CENTRE)
    fifty = "".join(text.replace("Un centro", f"Un centro {number}") for number in range(50))
    reading = read({**shipped_files(), EXAMPLES: fifty})
    result = play_all(reading, phones())

    assert result.is_green
    assert 50 == len(result.outcomes)


async def test_the_bench_plays_them_in_a_thread() -> None:
    """What is live, a draft, once for the same files."""
    bench = await open_bench()
    first, again = await bench.examples("live"), await bench.examples("live")

    assert first.is_green
    assert first is again
