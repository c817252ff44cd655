import pytest
from starlette.datastructures import Headers

from inference_code.errors import MediaTypeError, NotAcceptableError
from inference_code.server.media_types import check_media_types


def check(*, content_type: str | None = "application/json", accept: str | None = None) -> None:
    given = {"content-type": content_type, "accept": accept}
    check_media_types(Headers({name: value for name, value in given.items() if value is not None}))


@pytest.mark.parametrize(
    ("content_type", "message"),
    [
        ("text/plain", "the Content-Type is 'text/plain'; send application/json"),
        (None, "the Content-Type is missing; send application/json"),
        ("application/json; charset=latin-1", "the charset of the body is latin-1; send UTF-8"),
    ],
)
def test_body_that_is_not_declared_as_json_is_refused(
    content_type: str | None, message: str
) -> None:
    with pytest.raises(MediaTypeError) as raised:
        check(content_type=content_type)
    assert raised.value.message == message


@pytest.mark.parametrize(
    "content_type",
    ["Application/JSON", 'application/json; charset="UTF-8"', "application/json;profile=x"],
)
def test_json_may_be_declared_in_any_spelling(content_type: str) -> None:
    check(content_type=content_type)


def test_client_that_accepts_neither_form_is_refused() -> None:
    with pytest.raises(NotAcceptableError, match="the client accepts image/png only"):
        check(accept="image/png")


@pytest.mark.parametrize(
    "accept", [None, "", "Application/JSON", "text/html, application/json;q=0.9", "text/*", "*/*"]
)
def test_client_that_accepts_one_of_the_forms_is_served(accept: str | None) -> None:
    check(accept=accept)
