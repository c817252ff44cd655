import pytest

from inference_code.errors import MediaTypeError, NotAcceptableError
from inference_code.mms.request_headers import accepted_types, media_type, only

JSON = "application/json"


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ("application/json", JSON),
        ("Application/JSON; charset=utf-8", JSON),
        ('text/csv; header=present; charset="UTF-8"', "text/csv"),
    ],
)
def test_media_type_has_no_parameters(given: str, kind: str) -> None:
    assert media_type({"Content-Type": given}) == kind


def test_missing_media_type_is_empty() -> None:
    assert media_type({}) == ""


def test_other_charset_is_refused() -> None:
    with pytest.raises(MediaTypeError, match="the charset of the body is latin-1; send UTF-8"):
        media_type({"content-type": "text/csv; charset=latin-1"})


@pytest.mark.parametrize(
    ("given", "accepted"),
    [
        ({}, JSON),
        ({"Accept": "*/*"}, JSON),
        ({"accept": "text/csv;q=0.9, */*;q=0.1"}, f"text/csv,{JSON}"),
        ({"Accept": "image/png"}, "image/png"),
        ({"Accept": "image/png,\ttext/csv"}, "image/png,text/csv"),
    ],
)
def test_any_type_becomes_the_default(given: dict[str, str], accepted: str) -> None:
    assert accepted_types(given, default=JSON) == accepted


@pytest.mark.parametrize("given", ["é/ö", "a\tb"])
def test_accept_of_what_is_no_type_is_refused(given: str) -> None:
    with pytest.raises(NotAcceptableError, match="which is no media type"):
        accepted_types({"Accept": given}, default=JSON)


def test_body_is_handed_over_as_bytes() -> None:
    assert only([{"body": bytearray(b"1")}]) == b"1"


def test_form_is_refused() -> None:
    with pytest.raises(MediaTypeError, match=r"forms .* are not taken; send the bare body"):
        only([{"a": "1"}])
