"""What can be wrong with a place, a node or a contact."""

from __future__ import annotations

from locales.phrase import S_


class RoutingError(Exception):
    """Who answers cannot be told from what was given."""


class UnknownAreaError(RoutingError):
    """A number or a code stands for no municipio and no comune."""

    def __init__(self) -> None:
        # Without the value: an area comes out of a visitor's position.
        super().__init__(
            "This is no area: a municipio is 1 to 9, a comune its six-digit ISTAT code."
        )


class GazetteerError(RoutingError):
    """The gazetteer shipped with the project cannot be read."""

    def __init__(self, file: str) -> None:
        super().__init__(
            f"{file} is not a gazetteer. Make it again: python -m routing.gazetteer.build FOLDER."
        )


class HoursError(RoutingError):
    """Opening hours are not written in OpenStreetMap syntax."""

    def __init__(self, expression: str) -> None:
        super().__init__(
            f"'{expression}' are no opening hours. Write them as in 'Mo-Fr 09:00-18:00; PH off'."
        )
        self.expression = expression


class NaiveMomentError(RoutingError):
    """A moment was given without its time zone."""

    def __init__(self) -> None:
        super().__init__("A moment needs its time zone to be looked up on a clock.")


class NetworkError(RoutingError):
    """The folder of a network cannot be used."""

    def __init__(self, first: str, count: int) -> None:
        more = f" ({count - 1} more)" if count > 1 else ""
        super().__init__(f"{first}{more}")


class HoursNotUnderstoodError(RoutingError):
    """Hours written in Italian are not a schedule we can read."""

    def __init__(self, written: str) -> None:
        super().__init__(f"'{written}' is not a schedule we can read.")
        self.written = written


class HandoffError(RoutingError):
    """An act on a handoff cannot be done; the sentence is for the page (Italian, translatable)."""

    sentence = S_("Questo non si può fare adesso.")

    def __init__(self) -> None:
        # Without a name or an id: what stands on a page may end in a log.
        super().__init__(self.sentence)


class NotNowError(HandoffError):
    """The act has no meaning where the handoff stands."""


class OverError(HandoffError):
    """The handoff is closed."""

    sentence = S_("Questo contatto è chiuso.")


class AlreadyClaimedError(HandoffError):
    """A colleague answers already."""

    sentence = S_("Una collega risponde già a questo contatto.")


class NotYoursError(HandoffError):
    """Only the operator who claimed it may do this."""

    sentence = S_("Non sei tu a rispondere: il contatto è in coda o lo ha una collega.")


class NotForYouError(HandoffError):
    """She must not see this one: a conflict of interest was told."""

    sentence = S_("Questo contatto non è per te: hai segnalato un conflitto di interesse.")


class WindowClosedError(HandoffError):
    """Nothing may be shown on her screen now (P3, P4)."""

    sentence = S_("Adesso non si può mostrare niente sul suo schermo.")


class SignNeededError(HandoffError):
    """The window she opened is over, or she left: only her sign opens another (P4)."""

    sentence = S_("Serve di nuovo il suo segno.")


class SignRefusedError(HandoffError):
    """After three wrong signs the right one opens nothing for an hour."""

    sentence = S_("Il segno per ora non apre.")


class NodeExcludedError(HandoffError):
    """It cannot be referred there: she does not want that centre, or it is there already."""

    sentence = S_(
        "Non si può proporre questo centro: lei non lo vuole, oppure il contatto è già lì."
    )


class NotAgreedError(HandoffError):
    """She has not said yes to the referral."""

    sentence = S_("Lei non ha ancora detto di sì.")
