"""A form that could not be kept: what she typed stays in it, with the reason why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.editions.errors import TooBusyError
from bot.editions.paths import seen
from console.here import fields_of
from console.studio.conflict import ChangedMeanwhileError
from locales.phrase import S_, Phrase
from routing.network.editing.errors import NetworkEditError
from storage.errors import DraftClosedError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from aiohttp import web

    from console.forms import Fields

_CLOSED = Phrase(S_("Questa bozza è chiusa: nessuna la cambia più. Cominciane un'altra."))
_BUSY = Phrase(S_("In questo momento altre cambiano la bozza. Riprova."))
_LONG = 2000


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as she sent it; without one, every form shows what stands in the data."""

    #: Which of the page's forms.
    form: str = ""
    fields: Fields | None = None
    #: Why it was refused.
    why: Phrase | None = None
    #: Somebody else changed it meanwhile.
    is_conflict: bool = False

    @property
    def status(self) -> int:
        """The answer's status."""
        if self.is_conflict:
            return 409
        return 422 if self.why else 200

    def is_here(self, form: str) -> bool:
        """Whether it is this form."""
        return bool(self.form) and self.form == form

    def one(self, form: str, name: str, stands: str) -> str:
        """A field: what she typed, else what stands in the data."""
        if not self.is_here(form) or self.fields is None:
            return stands
        return self.fields.one(name, _LONG)

    def all(self, form: str, name: str, stand: Sequence[str]) -> Sequence[str]:
        """Boxes: those she ticked, else those that stand in the data."""
        if not self.is_here(form) or self.fields is None:
            return stand
        return self.fields.all(name)


async def tried(
    request: web.Request,
    form: str,
    act: Callable[[], Awaitable[None]],
    show: Callable[[Filled], Awaitable[web.StreamResponse]],
    after: Callable[[], web.StreamResponse],
) -> web.StreamResponse:
    """Do what a form asks for; refused, show it again with what she typed and the reason."""
    fields = fields_of(request)
    try:
        await act()
    except ChangedMeanwhileError:
        return await show(Filled(form, fields, is_conflict=True))
    except NetworkEditError as refusal:
        return await show(Filled(form, fields, why=refusal.phrase))
    except DraftClosedError:
        return await show(Filled(form, fields, why=_CLOSED))
    except TooBusyError:
        return await show(Filled(form, fields, why=_BUSY))
    return after()


def see_same(before: str, stands: str) -> None:
    """See that what she changes is still what she saw.

    Raises:
        ChangedMeanwhileError: it is not.
    """
    if before != seen(stands):
        raise ChangedMeanwhileError("", stands)
