"""Any order of editions and of taps: nobody meets an error, a missing step, or withdrawn words.

Each edition says its own number on every screen, so that it shows which one somebody reads.
"""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from storage.editions.records import NewEdition, Origin, State
from storage.errors import NothingBeforeError
from storage.keyring import Keyring
from storage.vault import Vault
from tests.flows.libraries import TALK
from tests.living import Kept, Process, Visitor, revision_of, small_files

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from typing import Any

    from bot.view import View

Result = TypeVar("Result")

TALK_FILE = "flows/talk.yaml"
_MARK = re.compile(r"versione (\d+)")
_LATER = '      - {id: later, label: "Più tardi", go: later, if: {alone: "no"}}\n'
_LATER_STEP = '  later:\n    say: "Puoi tornare."\n    end: true\n'
_TERM = '      - {id: term, label: "Il termine", go: term}\n'
_TERM_STEP = (
    '  term:\n    say: ["Entro {months} mesi.", "Una bozza dice {draft}."]\n    end: true\n'
)

#: What a coordinator may do to the conversation; each leaves one that passes the checks.
EDITS = {
    "words": (),
    "without later": ((_LATER, ""), (_LATER_STEP, "")),
    "without term": ((_TERM, ""), (_TERM_STEP, "")),
    "later renamed": (
        ("go: later,", "go: afterwards,"),
        (
            '  later:\n    say: "Puoi tornare."',
            '  afterwards:\n    was: [later]\n    say: "Torna."',
        ),
    ),
    "one choice more": (
        (_TERM, _TERM + '      - {id: more, label: "Altro", go: more}\n'),
        (_TERM_STEP, _TERM_STEP + '  more:\n    say: "Altre cose."\n    end: true\n'),
    ),
}
_EDIT = st.sampled_from(sorted(EDITS))
_WOMAN = st.integers(0, 1)
_WORDS = st.sampled_from(["1", "2", "9", "20158", "112", "boh"])
#: What happens, the more often the more it is named.
_DEEDS = (
    "publish", "publish", "publish", "schedule", "publish_a_dead_end", "withdraw", "withdraw",
    "back", "time_passes", "restart", "she_comes_anew", "she_comes_anew", "she_comes_anew",
    "she_presses", "she_presses", "she_presses", "she_presses", "she_types",
)  # fmt: skip


def talk(number: int, edit: str) -> str:
    """The talk of an edition, with its number on every screen of it."""
    text = TALK
    for old, new in EDITS[edit]:
        assert old in text, old
        text = text.replace(old, new)
    # One sentence in front of each step's own: a step without words has none.
    marked = re.sub(r'    say: "', f'    say: "Della versione {number}. ', text)
    marked = marked.replace('    say: ["', f'    say: ["Della versione {number}. ')
    return marked.replace('    say:\n      - "', f'    say:\n      - "Della versione {number}. ')


class Editions(RuleBasedStateMachine):
    """Coordinators, time, restarts, and two women who press whatever they were ever shown."""

    def __init__(self) -> None:
        super().__init__()
        self._loop = asyncio.new_event_loop()
        self._folder = TemporaryDirectory()
        self.kept = Kept(Path(self._folder.name) / "keys")
        self._run(self._begin())

    async def _begin(self) -> None:
        await self.kept.begin({**small_files(), TALK_FILE: talk(1, "words")})
        self.process = await Process(self.kept).start()
        self.women = [self.process.woman(key) for key in ("anna", "berta")]
        self.tokens: list[list[str]] = [[], []]
        self.taken_back: set[str] = set()
        self._note()

    def _run(self, work: Coroutine[Any, Any, Result]) -> Result:
        return self._loop.run_until_complete(work)

    def _marks(self, number: int) -> set[str]:
        """What the screens of an edition say of themselves."""
        return set(_MARK.findall(self._run(self.kept.editions.files(number))[TALK_FILE]))

    def _note(self) -> None:
        """Her phone keeps every button it was ever shown."""
        for woman, tokens in zip(self.women, self.tokens, strict=True):
            if woman.answer.view is not None:
                tokens += [each for each in _tokens(woman.view) if each not in tokens]

    async def _approve(self, edit: str, later: timedelta | None = None) -> None:
        number = len(await self.kept.editions.all()) + 1
        moment = self.kept.utc() + later if later else None
        await self.kept.approve({TALK_FILE: talk(number, edit)}, live_from=moment)
        await self.process.live.look()

    # One rule for all: of many, some would be left out for a whole run at a time.
    @rule(what=st.sampled_from(_DEEDS), data=st.data())
    def goes_on(self, what: str, data: st.DataObject) -> None:
        """Somebody does something, or time passes."""
        getattr(self, what)(data)

    def publish(self, data: st.DataObject) -> None:
        """One proposes, another approves, and it is live."""
        self._run(self._approve(data.draw(_EDIT)))

    def schedule(self, data: st.DataObject) -> None:
        """It is to be live in three hours; another edition meanwhile sends it back."""
        self._run(self._approve(data.draw(_EDIT), timedelta(hours=3)))

    def publish_a_dead_end(self, _data: st.DataObject) -> None:
        """Somebody found a way to approve what leads nowhere: it is refused at its moment."""
        broken = talk(0, "words").replace("go: term}", "go: nowhere}")
        self._run(self.kept.approve({TALK_FILE: broken}))
        self._run(self.process.live.look())
        assert self.process.live.now.edition.number != len(self._run(self.kept.editions.all()))

    def withdraw(self, _data: st.DataObject) -> None:
        """What is live does harm: the one before is live, and nobody reads this one any more."""
        try:
            self._run(self.kept.withdraw())
        except NothingBeforeError:
            return
        self.taken_back |= self._marks(self.process.live.now.edition.number)
        self._run(self.process.live.look())

    def back(self, data: st.DataObject) -> None:
        """An earlier edition is live again."""
        past = [each for each in self._run(self.kept.editions.all()) if each.state is State.PAST]
        if not past:
            return
        number = data.draw(st.sampled_from([each.number for each in past]))
        files = self._run(self.kept.editions.files(number))
        live = self.process.live.now.edition.number
        new = NewEdition(
            revision=revision_of(files), origin=Origin.BACK, title="Indietro", base=live
        )
        self._run(self.kept.editions.begin(new, files, self.kept.utc()))
        self._run(self.process.live.look())

    def time_passes(self, data: st.DataObject) -> None:
        """Hours go by; the service looks after its keys and revisions."""
        self.kept.clock.now += timedelta(hours=data.draw(st.sampled_from([1, 4, 23])))
        keyring = Keyring.open(self.kept.keys, self.kept.utc())
        keyring.tend(self.kept.utc())
        self.kept.vault = Vault(keyring)
        self._run(self.kept.revisions.retire(self.kept.utc()))
        self._restart()

    def restart(self, _data: st.DataObject) -> None:
        """The process ends as in a power cut, and another begins."""
        self._restart()

    def _restart(self) -> None:
        self.process = self._run(Process(self.kept).start())
        self._run(self.process.live.look())
        for woman in self.women:
            woman.process = self.process

    def she_comes_anew(self, data: st.DataObject) -> None:
        """She begins once more, in what is live now; her old buttons are still there."""
        who = data.draw(_WOMAN)
        woman = self.women[who]
        woman.answer = self.process.talk.begin(woman.address)
        self._run(woman.presses("Italiano", "No"))
        self._see(who)

    def she_presses(self, data: st.DataObject) -> None:
        """Any button that was ever on her phone."""
        who = data.draw(_WOMAN)
        token = data.draw(st.sampled_from(self.tokens[who]))
        self._run(self.women[who].taps(token))
        self._see(who)

    def she_types(self, data: st.DataObject) -> None:
        """A number of the list she sees, a place, help, or anything."""
        who = data.draw(_WOMAN)
        woman, words = self.women[who], data.draw(_WORDS)
        heard = self.process.talk.typed(woman.address, words, position=woman.answer.position)
        self._run(woman.see(heard))
        self._see(who)

    def _see(self, who: int) -> None:
        """She left, or reads a screen of an edition that nobody took back."""
        woman = self.women[who]
        if woman.answer.exits:
            woman.answer = self.process.talk.begin(woman.address)
        assert woman.answer.view is not None, "nothing stands before her"
        assert woman.view.exit.label
        shown = set(_MARK.findall(woman.reads))
        assert not shown & self.taken_back, f"{shown} is read, {self.taken_back} were withdrawn"
        assert len(shown) < 2, f"a screen of several editions: {shown}"
        self._note()

    @invariant()
    def what_is_live_is_what_is_kept_as_live(self) -> None:
        """One edition is live, and this process speaks out of it."""
        live = self._run(self.kept.editions.live())
        assert live is not None
        assert live.number == self.process.live.now.edition.number
        # Taken back once, and approved again since.
        self.taken_back -= self._marks(live.number)

    @invariant()
    def who_comes_now_reads_what_is_live(self) -> None:
        """The first screen of a new visit is of the live edition."""
        woman = Visitor(self.process, self.women[0].address)
        self._run(woman.presses("Italiano"))
        assert set(_MARK.findall(woman.reads)) == self._marks(self.process.live.now.edition.number)

    def teardown(self) -> None:
        """Leave nothing."""
        self._loop.close()
        self._folder.cleanup()


def _tokens(view: View) -> list[str]:
    around = (view.home, view.languages, view.danger, view.exit)
    return [each.token for each in (*view.buttons, *(one for one in around if one)) if each.token]


TestEditions = Editions.TestCase
TestEditions.settings = settings(
    max_examples=6,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
