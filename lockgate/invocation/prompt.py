"""What an endpoint is asked: an argument, or standard input."""

import sys

from lockgate.errors import CommandError


def read_prompt(argument: str | None) -> str:
    """Return the prompt of the command line, or of standard input less its last line break.

    Raises:
        CommandError: it is empty, is no text, or nobody would ever type it.
    """
    if argument is None and sys.stdin.isatty():
        raise CommandError("there is no prompt", fix="give it as an argument, or pipe it in")
    try:
        prompt = sys.stdin.read() if argument in {None, "-"} else argument or ""
        prompt.encode()  # bytes that are no text may also have been read as lone surrogates
    except UnicodeError:
        raise CommandError("the prompt is not UTF-8 text", fix="convert it with iconv") from None
    if not prompt.strip():
        raise CommandError("the prompt is empty", fix="give it as an argument, or pipe it in")
    return prompt if argument == prompt else prompt.removesuffix("\n")
