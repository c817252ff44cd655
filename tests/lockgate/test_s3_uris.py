import pytest

from lockgate.s3_uris import S3Uri, parse_s3_uri


def test_bucket_and_key_are_told_apart() -> None:
    assert parse_s3_uri("s3://ours/a/b") == S3Uri("ours", "a/b")


def test_it_is_written_as_it_is_read() -> None:
    assert str(parse_s3_uri("s3://ours/a/b/")) == "s3://ours/a/b/"


@pytest.mark.parametrize("prefix", ["s3://ours/a", "s3://ours/a/"])
def test_object_lies_under_a_prefix_with_or_without_its_slash(prefix: str) -> None:
    assert str(parse_s3_uri(prefix).under("x.json")) == "s3://ours/a/x.json"


def test_object_lies_in_a_bucket_itself() -> None:
    assert parse_s3_uri("s3://ours/").under("x").key == "x"


@pytest.mark.parametrize("text", ["ours/a", "s3://ours", "s3:///a", "https://ours/a"])
def test_other_forms_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no place in S3"):
        parse_s3_uri(text)
