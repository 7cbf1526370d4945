"""Another edition goes live while people talk: nobody meets an error or a missing step (P11)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.errors import EditionUnusableError
from bot.settings import Content, Settings
from flows.reader import shipped_library
from storage.editions.records import Origin, State
from storage.errors import StorageUnavailableError
from storage.memory.editions import MemoryEditions
from storage.staff.audit import Deed
from tests.editions import shipped_files
from tests.flows.libraries import FACTS, TALK
from tests.handoffs import NODE
from tests.living import Kept, Process, small_files

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from storage.editions.records import Edition

OLD_WORDS, NEW_WORDS = "Scegli da dove partire.", "Da dove vuoi partire?"
TALK_FILE, FACTS_FILE = "flows/talk.yaml", "flows/facts.yaml"
#: From the first words to her place in the queue, on Telegram.
TO_WAITING = (
    "Ho capito", "Sì, posso", "Avanti", "Voglio parlare con una persona",
    "Scrivo qui a un'operatrice", "No, nessuno", "Avanti", "Avanti", "Avanti",
    "Parlare con chi ascolta", "No, adesso no", "Preferisco non dirlo", "Sì, voglio scrivere",
    "Mare", "Pane", "Ho capito", "Resto qui adesso",
)  # fmt: skip


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    """What outlives the processes of a test."""
    return Kept(tmp_path / "keys")


async def service(kept: Kept) -> Process:
    """A process over a small library that came from the studio."""
    await kept.begin(small_files())
    return await Process(kept).start()


def other(old: str, new: str) -> dict[str, str]:
    """The small library's talk with other words in one place."""
    assert old in TALK
    return {TALK_FILE: TALK.replace(old, new)}


def _other_handoff() -> dict[str, str]:
    """The shipped handoff with other words where she waits."""
    path = "flows/handoff.yaml"
    text = shipped_files()[path]
    assert "anche poche parole" in text
    return {path: text.replace("anche poche parole", "anche una parola")}


async def test_who_began_in_one_edition_finishes_it(kept: Kept) -> None:
    """Her words stay as they were to the end; who begins now meets the others."""
    process = await service(kept)
    anna = process.woman("1")
    await anna.presses("Italiano", "Sì")
    await kept.approve(other(OLD_WORDS, NEW_WORDS))
    await process.live.look()
    await anna.presses("Il termine", "Torna all'inizio")
    berta = process.woman("2")
    await berta.presses("Italiano", "Sì")

    assert OLD_WORDS in anna.reads
    assert NEW_WORDS not in anna.reads
    assert NEW_WORDS in berta.reads


async def test_p10_a_corrected_number_reaches_everybody(kept: Kept) -> None:
    """Also who walks an older edition reads the fact as it is today."""
    process = await service(kept)
    anna = process.woman()
    await anna.presses("Italiano", "Sì")
    await kept.approve(
        {
            **other(OLD_WORDS, NEW_WORDS),
            FACTS_FILE: FACTS.replace('kind: law, value: "12"', 'kind: law, value: "18"'),
        }
    )
    await process.live.look()
    await anna.presses("Il termine")

    assert "Entro 18 mesi." in anna.reads


async def test_a_step_that_was_removed_goes_on_for_who_is_on_it(kept: Kept) -> None:
    """She presses a choice of a step that is no more, and arrives where it led."""
    process = await service(kept)
    anna = process.woman()
    await anna.presses("Italiano", "No")
    removed = TALK.replace(
        '      - {id: later, label: "Più tardi", go: later, if: {alone: "no"}}\n', ""
    ).replace('  later:\n    say: "Puoi tornare."\n    end: true\n', "")
    await kept.approve({TALK_FILE: removed})
    await process.live.look()
    await anna.presses("Più tardi")

    assert "Puoi tornare." in anna.reads


async def test_p11_a_withdrawn_sentence_is_left_at_the_next_tap(kept: Kept) -> None:
    """The same step in the words that are live again; what she pressed is forgotten."""
    process = await service(kept)
    await kept.approve(other(OLD_WORDS, NEW_WORDS))
    await process.live.look()
    anna = process.woman()
    await anna.presses("Italiano", "Sì")
    assert NEW_WORDS in anna.reads
    await kept.withdraw()
    await process.live.look()
    await anna.presses("Il termine")

    assert OLD_WORDS in anna.reads
    assert "Ricominciamo da qui." in anna.reads
    await anna.presses("Il termine")
    assert "Entro 12 mesi." in anna.reads


async def test_p11_a_step_only_the_withdrawn_edition_had_leads_home(kept: Kept) -> None:
    """Where the step is not there any more she begins again at home."""
    process = await service(kept)
    more = TALK.replace('go: later, if: {alone: "no"}}', "go: fresh}").replace(
        '  later:\n    say: "Puoi tornare."\n    end: true',
        '  fresh:\n    say: "Una cosa nuova."\n    end: true',
    )
    await kept.approve({TALK_FILE: more})
    await process.live.look()
    anna = process.woman()
    await anna.presses("Italiano", "Sì", "Più tardi")
    assert "Una cosa nuova." in anna.reads
    await kept.withdraw()
    await process.live.look()
    await anna.types("2")

    assert OLD_WORDS in anna.reads
    assert "Ricominciamo da qui." in anna.reads


@pytest.mark.parametrize("way", ["pressed", "typed"])
async def test_p11_the_way_out_opens_from_a_withdrawn_screen(kept: Kept, way: str) -> None:
    """Pressed or typed, it is no press of that screen: it leads out, at once."""
    process = await service(kept)
    await kept.approve(other(OLD_WORDS, NEW_WORDS))
    await process.live.look()
    anna = process.woman()
    await anna.presses("Italiano", "Sì")
    await kept.withdraw()
    await process.live.look()
    if way == "typed":
        await anna.see(process.talk.typed(anna.address, "esci", position=anna.answer.position))
    else:
        await anna.taps(anna.view.exit.token)

    assert anna.answer.exits


async def test_p11_112_opens_from_a_withdrawn_screen(kept: Kept) -> None:
    """Danger is no press of that screen either."""
    process = await service(kept)
    await kept.approve(other(OLD_WORDS, NEW_WORDS))
    await process.live.look()
    anna = process.woman()
    await anna.presses("Italiano", "Sì")
    await kept.withdraw()
    await process.live.look()
    await anna.taps(anna.view.danger.token)

    assert "Il 112 risponde subito." in anna.reads


async def test_p11_what_was_withdrawn_stays_so_after_a_restart(kept: Kept) -> None:
    """The next process knows it, too."""
    process = await service(kept)
    await kept.approve(other(OLD_WORDS, NEW_WORDS))
    await process.live.look()
    anna = process.woman()
    await anna.presses("Italiano", "Sì")
    await kept.withdraw()
    anna.process = await Process(kept).start()
    await anna.presses("Il termine")

    assert OLD_WORDS in anna.reads
    assert anna.process.talk.is_withdrawn(anna.answer.position) is False


async def test_p11_a_withdrawn_number_leaves_a_screen_that_is_walked_on(kept: Kept) -> None:
    """Only a fact was other, and the revision is the same: its screens are drawn anew, too."""
    process = await service(kept)
    revision = process.live.now.edition.revision
    await kept.approve(
        {FACTS_FILE: FACTS.replace('kind: law, value: "12"', 'kind: law, value: "1"')}
    )
    await process.live.look()
    anna = process.woman()
    await anna.presses("Italiano", "Sì", "Il termine")
    assert "Entro 1 mesi." in anna.reads
    await kept.withdraw()
    await process.live.look()
    asked = await process.contact.redraw(anna.address, anna.answer.position)
    redrawn = await process.contact.redraw(anna.address, anna.answer.position, whatever_it_is=True)

    assert (revision, None) == (process.live.now.taken_back, asked)
    assert redrawn is not None
    assert redrawn.view is not None
    assert any("Entro 12 mesi." in each for each in redrawn.view.paragraphs)


async def test_what_was_withdrawn_and_is_published_again_is_walked(kept: Kept) -> None:
    """The same words a second time, approved again, are nobody's harm."""
    process = await service(kept)
    await kept.approve(other(OLD_WORDS, NEW_WORDS))
    await process.live.look()
    await kept.withdraw()
    await process.live.look()
    await kept.approve(other(OLD_WORDS, NEW_WORDS))
    await process.live.look()
    anna = process.woman()
    await anna.presses("Italiano", "Sì")
    await kept.approve(other(OLD_WORDS, "Un'altra frase."))
    await process.live.look()
    await anna.presses("Il termine", "Torna all'inizio")

    assert NEW_WORDS in anna.reads


async def test_a_language_that_is_hidden_stays_for_who_reads_it(kept: Kept) -> None:
    """Spanish lags behind a new sentence: who reads it finishes, who comes is not offered it."""
    await kept.begin(shipped_files())
    process = await Process(kept).start()
    maria = process.woman("1")
    await maria.presses("Español", "Entendido")
    before = maria.reads
    menu = "flows/menu.yaml"
    changed = shipped_files()[menu].replace("Che cosa ti serve?", "Di che cosa hai bisogno?")
    await kept.approve({menu: changed}, hides=("en", "es", "ar"))
    await process.live.look()
    newcomer = process.woman("2")
    await maria.presses("Idioma", "Español")

    assert before == maria.reads
    assert ["it"] == [each.language for each in newcomer.view.choices]


@pytest.mark.parametrize("is_withdrawn", [False, True])
async def test_p6_a_talk_goes_on_over_a_change(kept: Kept, *, is_withdrawn: bool) -> None:
    """What she writes to a person arrives, whatever became of the screen she wrote it on."""
    await kept.begin(shipped_files())
    kept.desks.stand(NODE)
    process = await Process(kept).start()
    if is_withdrawn:
        await kept.approve(_other_handoff(), hides=("en", "es", "ar"))
        await process.live.look()
    anna = process.woman("one")
    await anna.presses("Italiano", *TO_WAITING)
    await (
        kept.withdraw()
        if is_withdrawn
        else kept.approve(_other_handoff(), hides=("en", "es", "ar"))
    )
    await process.live.look()
    await anna.types("Sono qui.")
    (handoff,) = await kept.handoffs.all()

    assert 1 == handoff.written
    assert anna.answer.kept
    assert "Messaggi che hai scritto: 1. Sono arrivati." in anna.reads
    assert "anche poche parole" in anna.reads


async def test_an_edition_waits_for_its_moment(kept: Kept) -> None:
    """Approved for later it is not live before, and is live then, by itself."""
    process = await service(kept)
    later = kept.utc() + timedelta(hours=2)
    scheduled = await kept.approve(other(OLD_WORDS, NEW_WORDS), live_from=later)
    await process.live.look()
    before = process.live.now.edition.number
    kept.clock.now += timedelta(hours=2)
    await process.live.look()

    assert (1, scheduled.number) == (before, process.live.now.edition.number)
    entry = (await kept.audit.newest())[0]
    assert (Deed.EDITION_LIVE, f"v{scheduled.number}") == (entry.what, entry.about)


async def test_what_does_not_pass_at_its_moment_is_refused(kept: Kept) -> None:
    """Nobody meets it, it is noted, and its draft is open again with the reason."""
    process = await service(kept)
    draft = await kept.drafts.open("Prova", "a" * 32, 1, kept.utc())
    await kept.drafts.close(draft.id, kept.utc())
    scheduled = await kept.approve(other("go: term}", "go: nowhere}"), draft=draft.id)
    await process.live.look()

    assert 1 == process.live.now.edition.number
    assert State.REFUSED is (await kept.editions.get(scheduled.number)).state
    entry = (await kept.audit.newest())[0]
    assert (Deed.EDITION_REFUSED, "checks") == (entry.what, entry.why)
    assert not (await kept.drafts.get(draft.id)).is_closed
    assert ["Non approvata. {why}"] == [
        each.what.text for each in await kept.drafts.history(draft.id)
    ]


async def test_a_replica_follows(kept: Kept) -> None:
    """What one process put live, the other speaks at its next look."""
    one = await service(kept)
    two = await Process(kept).start()
    await kept.approve(other(OLD_WORDS, NEW_WORDS))
    await one.live.look()
    await two.live.look()
    anna = two.woman()
    await anna.presses("Italiano", "Sì")

    assert NEW_WORDS in anna.reads


async def test_installed_files_are_the_first_edition(kept: Kept) -> None:
    """Nothing was ever live: what came with the program is, and the next start adds nothing."""
    process = await Process(kept).start()
    await Process(kept).start()

    assert (1, Origin.FILES) == (process.live.now.edition.number, process.live.now.edition.origin)
    assert 1 == len(await kept.editions.all())


async def test_other_installed_files_are_another_edition(kept: Kept, tmp_path: Path) -> None:
    """The keeper changed the files: at the next start they are live."""
    first = (await Process(kept).start()).live.now.edition
    process = await Process(kept, _own_flows(tmp_path)).start()

    assert (first.number + 1, Origin.FILES) == (
        process.live.now.edition.number,
        process.live.now.edition.origin,
    )


async def test_the_studio_is_what_is_live_whatever_the_files_say(
    kept: Kept, tmp_path: Path
) -> None:
    """Other files than before are offered, not put live behind anybody's back."""
    first = await Process(kept).start()
    await kept.approve({"examples.yaml": "[]\n"})
    await first.live.look()
    same = await Process(kept).start()
    changed = await Process(kept, _own_flows(tmp_path)).start()

    assert 2 == changed.live.now.edition.number
    assert await same.live.installed_changes() is None
    offered = await changed.live.installed_changes()
    assert offered is not None
    assert "Nuovo" in offered["flows/menu.yaml"]


async def test_installed_files_that_were_withdrawn_do_not_come_back(
    kept: Kept, tmp_path: Path
) -> None:
    """A restart does not undo what a coordinator took back."""
    await Process(kept).start()
    await Process(kept, _own_flows(tmp_path)).start()
    await kept.withdraw()
    process = await Process(kept, _own_flows(tmp_path)).start()

    assert 1 == process.live.now.edition.number


async def test_what_the_studio_put_live_and_cannot_be_used_stops_the_start(kept: Kept) -> None:
    """The keeper is told how to have an earlier one."""
    await kept.begin({**small_files(), **other("go: term}", "go: nowhere}")})

    with pytest.raises(EditionUnusableError, match="soglia edition back"):
        await Process(kept).start()


async def test_a_storage_that_rests_changes_nothing(tmp_path: Path) -> None:
    """What is live here stays so, and nothing is raised."""
    editions = _Resting()
    process = await service(Kept(tmp_path / "keys", editions=editions))
    await process.kept.approve(other(OLD_WORDS, NEW_WORDS))
    editions.rests = True
    await process.live.look()
    anna = process.woman()
    await anna.presses("Italiano", "Sì")

    assert OLD_WORDS in anna.reads


class _Resting(MemoryEditions):
    """Editions that cannot be asked for a while."""

    rests = False

    async def due(self, now: datetime) -> Edition | None:
        """Rest, or answer."""
        if self.rests:
            raise StorageUnavailableError
        return await super().due(now)


def _own_flows(folder: Path) -> Settings:
    """Settings that name a library whose first screen has another title."""
    own = folder / "library"
    own.mkdir(exist_ok=True)
    for name, text in shipped_library().items():
        changed = text.replace("Che cosa ti serve?", "Nuovo: che cosa ti serve?")
        (own / name).write_text(changed, encoding="utf-8")
    return Settings(content=Content(flows=own))
