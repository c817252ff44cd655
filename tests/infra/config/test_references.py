import pytest

from infra.config.references import ReleaseReference, parse_reference


def test_reference_names_model_and_release() -> None:
    assert parse_reference("llama-3.1-8b@12") == ReleaseReference("llama-3.1-8b", 12)
    assert str(ReleaseReference("qwen3-8b", 1)) == "qwen3-8b@1"


@pytest.mark.parametrize(
    "text", ["qwen3-8b", "qwen3-8b@0", "qwen3-8b@", "Qwen@1", "@1", 5, "a@1\n"]
)
def test_text_that_names_no_release(text: object) -> None:
    with pytest.raises(ValueError, match="does not name a release; write MODEL@NUMBER"):
        parse_reference(text)
