"""The one error that a user can put right."""


class CommandError(Exception):
    """Something that the user can put right: printed as one message, without a traceback."""

    def __init__(self, message: str, *, fix: str | None = None) -> None:
        super().__init__(message)
        self.message = message.removesuffix(".") if fix else message
        self.fix = fix

    def __str__(self) -> str:
        return f"{self.message}; {self.fix}" if self.fix else self.message
