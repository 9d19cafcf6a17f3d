"""What an action refuses, as a sentence for the person who asked."""


class ActionError(Exception):
    """An act that cannot be done. `message` is shown to the person, in their language."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(ActionError):
    """This person may not do this (who); views answer 404 or this sentence, never the object."""


class WrongState(ActionError):
    """The thing is not in a state where this can be done (when)."""


class StaleVersion(ActionError):
    """What the person saw has changed since."""


class LimitReached(ActionError):
    """A bound that protects people or the service."""
