"""Which bodies the server reads, and which answers it writes."""

from starlette.datastructures import Headers

from inference_code.errors import MediaTypeError, NotAcceptableError

_UTF_8 = {"utf-8", "utf8"}
_WRITTEN = {"*/*", "application/*", "application/json", "text/*", "text/event-stream"}


def check_media_types(headers: Headers) -> None:
    """Refuse a body that is not JSON, and a client that takes neither JSON nor events.

    Raises:
        MediaTypeError: the body is declared to be something else, or in another charset.
        NotAcceptableError: all types that the client accepts are others.
    """
    _check_content_type(headers.get("content-type", ""))
    _check_accept(headers.get("accept", ""))


def _check_content_type(declared: str) -> None:
    sent, *options = [part.strip() for part in declared.split(";")]
    if sent.lower() != "application/json":
        given = f"is {sent!r}" if sent else "is missing"
        raise MediaTypeError(f"the Content-Type {given}; send application/json")
    for option in options:
        name, _, value = option.partition("=")
        if name.lower() == "charset" and value.strip('"').lower() not in _UTF_8:
            raise MediaTypeError(f"the charset of the body is {value}; send UTF-8")


def _check_accept(accepted: str) -> None:
    types = {part.split(";")[0].strip().lower() for part in accepted.split(",")}
    if types != {""} and not types & _WRITTEN:
        raise NotAcceptableError(
            f"the client accepts {accepted} only; "
            "this server writes application/json and text/event-stream"
        )
