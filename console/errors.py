"""What the console refuses, each with its own sentence. None of them carries what was sent."""

from __future__ import annotations


class ConsoleError(Exception):
    """Something is refused at the staff's door."""


class PasskeyRefusedError(ConsoleError):
    """A passkey's answer does not prove who is there."""

    def __init__(self, why: str) -> None:
        # `why` is a word of ours from a short list, never what the browser sent.
        super().__init__(f"The passkey's answer was refused: {why}.")
        self.why = why


class TooManyTriesError(ConsoleError):
    """Somebody tries again and again from the same place."""

    def __init__(self) -> None:
        super().__init__("Too many failed tries from one place. Wait five minutes.")


class FormRefusedError(ConsoleError):
    """A form is not one of ours, or it is too old."""

    def __init__(self) -> None:
        super().__init__("A form that was not made for this session was refused.")
