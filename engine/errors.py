"""The error family: one class for each cause that a caller treats differently."""


class DisclosureError(Exception):
    """Something the person can be told: the message is a Chinese sentence that says what to do next."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class RuleViolation(DisclosureError):
    """The law or an internal rule forbids this; `article` names it, `field` the input it concerns."""

    def __init__(self, message: str, article: str = "", *, field: str | None = None) -> None:
        super().__init__(message, field=field)
        self.article = article


class NotPermitted(DisclosureError):
    """This actor may not do this."""


class NotFound(DisclosureError):
    """It is not there, or it is not this actor's to see; both are answered alike."""


STEP_GONE = "这一步骤已经办结或不再需要办理，请返回待办查看最新情况。"


class TaskNotReady(DisclosureError):
    """The step is not open: somebody else, or a timer, was quicker; or another comes first, by `article`."""

    def __init__(self, message: str = STEP_GONE, article: str = "") -> None:
        super().__init__(message)
        self.article = article


class Unwritable(DisclosureError):
    """The database takes nothing: the disk is full, or it may only be read. Nothing was saved, nothing is lost."""


class Conflict(DisclosureError):
    """Somebody changed the case in between; nothing was saved."""
