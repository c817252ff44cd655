import pytest

from lockgate.local.sagemaker.asynchronous.locations import Location, parse


@pytest.mark.parametrize(
    ("uri", "bucket", "key"),
    [
        ("s3://data/in/one.json", "data", "in/one.json"),
        ("s3://data", "data", ""),
        ("s3://data/a b?c#d", "data", "a b?c#d"),
        ("https://data.s3.eu-west-1.amazonaws.com/in/a%20b", "data", "in/a b"),
        ("https://data.s3.amazonaws.com/in", "data", "in"),
        ("https://my.data.s3-eu-west-1.amazonaws.com/in", "my.data", "in"),
        ("https://s3.eu-west-1.amazonaws.com/data/in/one", "data", "in/one"),
        ("https://data.s3.cn-north-1.amazonaws.com.cn/in", "data", "in"),
    ],
)
def test_locations_are_read(uri: str, bucket: str, key: str) -> None:
    assert parse(uri) == Location(bucket, key)


@pytest.mark.parametrize(
    "uri", ["s3:///key", "https://example.com/data", "https://s3.amazonaws.com/"]
)
def test_what_names_no_bucket_is_refused(uri: str) -> None:
    with pytest.raises(ValueError, match="is no S3 location; write s3://BUCKET/KEY"):
        parse(uri)


@pytest.mark.parametrize("key", ["out", "out/", ""])
def test_a_name_below_a_prefix_has_one_slash(key: str) -> None:
    assert (Location("data", key) / "one").key == ("out/one" if key else "one")
