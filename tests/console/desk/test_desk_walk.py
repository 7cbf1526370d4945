"""An operator at her desk, without scripts: from the queue to the close."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.staff.people import Role
from tests.console.desks import NODE, OTHER_NODE

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.console.desks import Desk, Network

    Sits = Callable[..., Awaitable[Desk]]

PRIVACY = "¿alguien puede ver esta pantalla"


async def test_a_row_says_why_she_came_here(network: Network, sits: Sits) -> None:
    """Place, language, want, danger and the reasons, in words; nothing she wrote."""
    anna = await sits("Anna")
    await network.woman("mi ha chiuso fuori", danger=True)
    network.clock.forward(minutes=14)

    page = await anna.look()

    assert "Municipio 3" in page
    assert "Español" in page
    assert "Ha detto: pericolo adesso" in page
    assert "da 14 min" in page
    assert "è il vostro territorio" in page
    assert "mi ha chiuso fuori" not in page
    assert "<title>(1) Sportello</title>" in page


async def test_her_words_open_in_the_session_and_it_is_noted(network: Network, sits: Sits) -> None:
    """Opening is written down once, without content."""
    anna = await sits("Anna")
    await network.woman("mi ha chiuso fuori")

    await anna.open()
    await anna.look()

    assert "mi ha chiuso fuori" in anna.page
    notes = [entry.what for entry in await network.audit.newest()]
    assert notes.count("opened") == 1
    assert "mi ha chiuso fuori" not in str(await network.audit.newest())


async def test_whoever_takes_over_begins_with_the_privacy_question(
    network: Network, sits: Sits
) -> None:
    """HL-1: in her language, in the box, not sent; gone after the first reply."""
    anna = await sits("Anna")
    woman = await network.woman("hola")
    await anna.open()
    assert PRIVACY not in anna.page.split("Frasi pronte")[0]

    await anna.post("claim")
    assert PRIVACY in anna.page.split("Frasi pronte")[0]
    assert [] == await network.handoffs.held(woman.id)

    await anna.reply("Hola, soy Anna")
    assert PRIVACY not in anna.page.split("Frasi pronte")[0]


async def test_a_reply_tells_what_became_of_it(network: Network, sits: Sits) -> None:
    """Waiting for her, on its way while she is here, shown."""
    anna = await sits("Anna")
    woman = await network.woman("hola")
    await anna.open()
    await anna.post("claim")

    await anna.reply("Estoy aquí")
    assert "in attesa: tornerà lei" in anna.page

    await woman.stays()
    assert "sta arrivando" in await anna.look()

    await woman.sees_replies()
    assert "mostrata" in await anna.look()


async def test_her_state_is_a_sentence(network: Network, sits: Sits) -> None:
    """Where she is, from the window she opened to the way out and the other sign."""
    anna = await sits("Anna")
    woman = await network.woman("hola")
    assert "Tornerà lei: le risposte aspettano." in await anna.open()

    await woman.stays()
    assert "È qui adesso." in await anna.look()

    await woman.leaves()
    assert "È uscita in fretta: le risposte aspettano." in await anna.look()

    await woman.forced()
    assert "È tornata con l'altro segno" in await anna.look()


async def test_p4_a_reply_to_who_left_is_held(network: Network, sits: Sits) -> None:
    """She leaves while the operator types: the reply waits, and the page says so."""
    anna = await sits("Anna")
    woman = await network.woman("hola")
    await woman.stays()
    await anna.open()
    await anna.post("claim")
    await woman.leaves()

    await anna.reply("¿Sigues ahí?")

    assert "È uscita in fretta" in anna.page
    assert "in attesa: tornerà lei" in anna.page
    assert [False] == [line.shown for line in await network.handoffs.held(woman.id)]


async def test_p6_the_same_reply_sent_twice_is_one_line(network: Network, sits: Sits) -> None:
    """A connection that broke after the commit makes no second line."""
    anna = await sits("Anna")
    woman = await network.woman("hola")
    await anna.open()
    await anna.post("claim")

    await anna.reply("Estoy aquí", once="a" * 32)
    await anna.reply("Estoy aquí", once="a" * 32)

    assert ["Estoy aquí"] == [line.text for line in await network.handoffs.held(woman.id)]


async def test_of_two_who_claim_one_gets_it(network: Network, sits: Sits) -> None:
    """The other reads who has it, and may not write."""
    anna, bea = await sits("Anna"), await sits("Bea")
    woman = await network.woman("hola")
    await anna.open()
    await bea.open()

    await anna.post("claim")
    page = await bea.post("claim")

    assert "Una collega risponde già a questo contatto." in page
    assert "risponde Anna" in page
    assert "hola" not in page
    assert "Non sei tu a rispondere" in await bea.reply("ciao")
    assert [] == await network.handoffs.held(woman.id)


async def test_a_claim_that_lapsed_is_told(network: Network, sits: Sits) -> None:
    """Away too long, she reads that the contact went back, once."""
    anna = await sits("Anna")
    woman = await network.woman("hola")
    await anna.open()
    await anna.post("claim")
    network.clock.forward(minutes=6)
    await woman.time_passes()

    assert "Un contatto è tornato in coda" in await anna.look()
    assert "Un contatto è tornato in coda" not in await anna.look()


async def test_notes_are_for_the_desk_alone(network: Network, sits: Sits) -> None:
    """A note is kept sealed and never waits for her."""
    anna = await sits("Anna")
    woman = await network.woman("hola")
    await anna.open()
    await anna.post("claim")

    page = await anna.post("note", text="Sentire il medico", once="b" * 32)

    assert "Sentire il medico" in page
    assert "nota, solo per voi" in page
    assert [] == await network.handoffs.held(woman.id)


async def test_closing_warns_of_replies_she_has_not_seen(network: Network, sits: Sits) -> None:
    """Unless the operator says that she knows."""
    anna = await sits("Anna")
    woman = await network.woman("hola")
    await anna.open()
    await anna.post("claim")
    await anna.reply("Estoy aquí")
    assert "non ha ancora visto: 1" in anna.page

    assert "segna la casella" in await anna.post("close", outcome="answered")
    assert "talking" == (await woman.handoff()).stage

    await anna.post("close", outcome="answered", knows="yes")
    assert "closed" == (await woman.handoff()).stage
    assert "non consegnata" in await anna.open()


async def test_who_waits_can_be_moved_up_with_a_reason(network: Network, sits: Sits) -> None:
    """RK-5: by a reason of the list, noted without content; never down."""
    anna = await sits("Anna")
    await network.woman("primera")
    network.clock.forward(minutes=1)
    second = await network.woman("segunda")
    await anna.open(1)
    assert "segunda" in anna.page

    assert "Scegli dalla lista." in await anna.post("up", reason="score")
    page = await anna.post("up", reason="children")

    assert "l'ha fatta passare avanti: ci sono bambini" in page
    assert (await second.handoff()).moved_up
    assert "segunda" in await anna.open(0)


async def test_conflict_of_interest_hides_it_from_her_alone(network: Network, sits: Sits) -> None:
    """She never sees it again; colleagues do, without whose conflict it was."""
    anna, bea = await sits("Anna"), await sits("Bea")
    await network.woman("hola")
    await anna.open()

    await anna.post("conflict")
    assert "hola" not in anna.page
    assert "Nessuna in attesa." in anna.page

    page = await bea.open()
    assert "Una collega ha segnalato un conflitto di interesse" in page
    assert "Anna" not in page.split("Righe")[1]


async def test_112_goes_before_her_inside_her_window_only(network: Network, sits: Sits) -> None:
    """Otherwise the act is refused with a sentence."""
    anna = await sits("Anna")
    woman = await network.woman("hola")
    await anna.open()
    await anna.post("claim")
    assert "Adesso non si può mostrare niente" in await anna.post("112", shows="yes")

    await woman.stays()
    assert "Sul suo schermo c'è il 112." in await anna.post("112", shows="yes")
    assert (await woman.handoff()).emergency

    assert "Sul suo schermo c'è il 112." not in await anna.post("112")


async def test_a_referral_waits_for_her_yes(network: Network, sits: Sits) -> None:
    """Keys are wrapped only then; what she did not agree to is destroyed, notes too."""
    anna, zoe = await sits("Anna"), await sits("Zoe", node=OTHER_NODE)
    woman = await network.woman("dilo", "esto no")
    await anna.open()
    await anna.post("claim")
    await anna.post("note", text="nota nostra", once="c" * 32)
    await anna.post("refer", node=OTHER_NODE, line=["1"], text="Hay otro centro", once="d" * 32)
    assert "aspetta il suo sì" in anna.page
    assert await network.handoffs.wrap(woman.id, OTHER_NODE) is None
    assert "Nessuna in attesa" in await zoe.look("/desk")

    await woman.agrees()
    page = await anna.look()
    assert "Ha detto di sì: il contatto è passato a CADMI" in page
    assert "dilo" not in page
    assert await network.handoffs.wrap(woman.id, NODE) is None

    page = await zoe.open()
    assert "dilo" in page
    assert "esto no" not in page
    assert "nota nostra" not in page
    assert "Una riga che non è passata a voi" in page
    assert "01/01" not in page
    assert "un altro centro vi ha passato il contatto" in page


async def test_what_she_said_no_to_stays_here(network: Network, sits: Sits) -> None:
    """The other node reads that she came with her yes, not what was proposed and refused before."""
    anna, zoe = await sits("Anna"), await sits("Zoe", node=OTHER_NODE)
    woman = await network.woman("dilo")
    await anna.open()
    await anna.post("claim")
    await anna.post("refer", node=OTHER_NODE, line=["1"])
    await woman.refuses()
    assert "Ha detto di no: resta con voi." in await anna.look()
    await anna.post("refer", node=OTHER_NODE, line=["1"])
    await woman.agrees()
    await anna.look()

    page = await zoe.open()

    assert "dilo" in page
    assert "Ha detto di sì." in page
    assert "Ha detto di no" not in page
    assert "le ha proposto un altro centro" not in page


async def test_a_referral_to_a_desk_that_is_gone_can_be_withdrawn(
    network: Network, sits: Sits
) -> None:
    """She said yes, but nobody there can answer any more: she stays, and it is said."""
    anna, zoe = await sits("Anna"), await sits("Zoe", node=OTHER_NODE)
    woman = await network.woman("dilo")
    await anna.open()
    await anna.post("claim")
    await anna.post("refer", node=OTHER_NODE, line=["1"])
    await network.staff.remove(zoe.session.person.id, network.clock())
    await woman.agrees()

    assert "quel centro adesso non può rispondere" in await anna.look()

    page = await anna.post("refer/withdraw")
    assert "dilo" in page
    assert "aspetta il suo sì" not in page
    assert NODE == (await woman.handoff()).node


async def test_off_shift_only_hers_remain(network: Network, sits: Sits) -> None:
    """The queue belongs to a shift; the lead sees it always."""
    anna, lead = await sits("Anna"), await sits("Lea", Role.LEAD)
    await network.woman("hola")
    await anna.open()
    at = anna.at

    await anna.post("/desk/shift", state="off")
    assert "Fuori turno" in anna.page
    assert "La coda si vede quando sei in turno." in await anna.look("/desk")
    assert "hola" not in await anna.look(at)

    await lead.post("/desk/shift", state="off")
    assert "Municipio 3" in await lead.look("/desk")


async def test_off_shift_nobody_is_claimed(network: Network, sits: Sits) -> None:
    """Also by a number remembered from before."""
    anna = await sits("Anna")
    woman = await network.woman("hola")
    await anna.open()
    at = anna.at
    await anna.post("/desk/shift", state="off")
    anna.at = at

    page = await anna.post("claim")

    assert "Questo contatto non è più qui." in page
    assert "waiting" == (await woman.handoff()).stage


async def test_a_shift_speaks_what_she_ticks(network: Network, sits: Sits) -> None:
    """At least one language; a pause is not on shift."""
    anna = await sits("Anna")
    assert "Segna almeno una lingua" in await anna.post("/desk/shift", state="on")

    await anna.post("/desk/shift", state="on", language=["it", "ar", "xx"])
    assert ("it", "ar") == (await network.shifts.now(network.clock()))[0].languages

    assert "In pausa" in await anna.post("/desk/shift", state="pause")


async def test_p13_what_she_withdrew_is_gone_from_the_desk(network: Network, sits: Sits) -> None:
    """The operator reads only that it was withdrawn."""
    anna = await sits("Anna")
    woman = await network.woman("olvidalo")
    await anna.open()
    await anna.post("claim")

    await woman.withdraws()

    page = await anna.look()
    assert "Lei ha cancellato quello che aveva scritto" in page
    assert "olvidalo" not in page


async def test_a_rehearsal_is_marked_and_in_no_count(network: Network, sits: Sits) -> None:
    """It brings a sign and a code, and the title does not count it."""
    anna = await sits("Anna")

    page = await anna.post("/desk/practice")

    assert "Sono già stata qui" in page
    assert "Mare, poi Pane" in page
    assert "https://chat.example.org/" in page
    assert "<title>Sportello</title>" in page
    assert "Prova" in page.split('id="queue"')[1]
    (handoff,) = await network.handoffs.of_node(NODE)
    assert handoff.case.rehearsal
    digits = f"{handoff.code[:4]} {handoff.code[4:8]} {handoff.code[8:]}"
    assert digits in page
    assert digits not in await anna.post("/desk/practice/put-away")


async def test_ready_replies_stand_beside_the_italian(network: Network, sits: Sits) -> None:
    """Chosen without scripts, one comes into the box to be changed."""
    anna = await sits("Anna")
    await network.woman("hola")
    await anna.open()
    await anna.post("claim")

    page = await anna.look(f"{anna.at}?words=hello")

    box = page.split('<textarea id="text"')[1].split("</textarea>")[0]
    assert "Hola, estoy aquí." in box
    assert "Ciao, sono qui." in page
    assert "bozza" in page
