"""Why a change cannot be made, each error writing its own sentence."""

from __future__ import annotations

from flows.errors import FlowError
from flows.sentences import S_, Sentence


class EditError(FlowError):
    """A change that cannot be made as it is asked for."""

    def __init__(self, text: str, **values: object) -> None:
        self.sentence = Sentence(text, values)
        super().__init__(str(self.sentence))


class UnknownStepError(EditError):
    """No flow has this step."""

    def __init__(self, step: str) -> None:
        super().__init__(S_("Non c'è un passo '{step}'. Forse qualcuno l'ha tolto."), step=step)


class UnknownFlowError(EditError):
    """The library has no such flow."""

    def __init__(self, flow: str) -> None:
        super().__init__(S_("Non c'è un flusso '{flow}'."), flow=flow)


class UnknownPartError(EditError):
    """The step is there, and has no such bubble, choice or field."""

    def __init__(self, step: str, part: str) -> None:
        super().__init__(
            S_("Il passo '{step}' non ha '{part}'. Forse qualcuno l'ha tolto."),
            step=step,
            part=part,
        )


class NameTakenError(EditError):
    """Two things would be called the same."""

    def __init__(self, name: str) -> None:
        super().__init__(S_("'{name}' c'è già. Scegli un altro nome."), name=name)


class FormerNameError(EditError):
    """A step was called so until lately, and people may be on it."""

    def __init__(self, name: str, step: str) -> None:
        super().__init__(
            S_("'{name}' era il nome di '{step}', e qualcuna può esserci. Scegline un altro."),
            name=name,
            step=step,
        )


class StillUsedError(EditError):
    """What is to go is needed somewhere."""

    def __init__(self, name: str, step: str) -> None:
        super().__init__(
            S_("'{name}' serve ancora nel passo '{step}'. Prima toglilo da lì."),
            name=name,
            step=step,
        )


class PermanentFactError(EditError):
    """112 and 1522 are always there."""

    def __init__(self, fact: str) -> None:
        super().__init__(
            S_("Il {fact} non si toglie: è il numero che resta quando altro manca."), fact=fact
        )


class LedToError(EditError):
    """Others lead to a step that is to go."""

    def __init__(self, step: str) -> None:
        super().__init__(
            S_("Altri passi portano a '{step}': scegli dove devono portare adesso."), step=step
        )


class BadNameError(EditError):
    """A name that could be mistaken for another, or that no file can be called."""

    def __init__(self, name: str) -> None:
        super().__init__(
            S_("'{name}' non può essere un nome: lettere minuscole senza accenti, cifre e _."),
            name=name,
        )


class NoWordsError(EditError):
    """A sentence is needed and none is given."""

    def __init__(self) -> None:
        super().__init__(S_("Qui servono delle parole."))


class UnwritableError(EditError):
    """Characters that nobody types and no screen shows."""

    def __init__(self) -> None:
        super().__init__(S_("Qui c'è un carattere invisibile. Scrivi di nuovo la frase a mano."))


class TooLongError(EditError):
    """Text that would make the file larger than a flow may be."""

    def __init__(self, file: str) -> None:
        super().__init__(
            S_("Così {file} è più grande di un megabyte. Sposta dei passi in un altro flusso."),
            file=file,
        )


class UnreadableSourceError(EditError):
    """The file is not one that can be understood, so nothing in it can be changed."""

    def __init__(self, file: str, line: int, why: str) -> None:
        super().__init__(
            S_("{file}, riga {line}: il file non si legge ({why}). Va corretto a mano."),
            file=file,
            line=line,
            why=why,
        )


class LayoutError(EditError):
    """The file is valid and so unusual that a change could damage what stands beside it."""

    def __init__(self, file: str) -> None:
        super().__init__(
            S_("{file} è scritto in un modo insolito: qui si può cambiare solo a mano."), file=file
        )
