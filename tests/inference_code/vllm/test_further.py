import pytest

from inference_code.settings import SettingsError
from inference_code.vllm.further import DECIDED, ELSEWHERE, FORBIDDEN, further_flags, known_flags


@pytest.mark.parametrize(
    ("name", "value", "flags"),
    [
        ("SM_VLLM_ENFORCE_EAGER", "true", ["--enforce-eager"]),
        ("SM_VLLM_ENABLE_PREFIX_CACHING", "false", ["--no-enable-prefix-caching"]),
        ("SM_VLLM_DISABLE_LOG_STATS", "true", ["--disable-log-stats"]),
        ("SM_VLLM_DISABLE_LOG_STATS", "false", []),
        ("SM_VLLM_DTYPE", "bfloat16", ["--dtype=bfloat16"]),
        ("SM_VLLM_SPECULATIVE_CONFIG", '{"method": "x"}', ['--speculative-config={"method": "x"}']),
        ("SM_VLLM_CUDAGRAPH_CAPTURE_SIZES", "1 2", ["--cudagraph-capture-sizes", "1", "2"]),
        ("SM_VLLM_TENSOR_PARALLEL_SIZE", "2", []),
        ("SM_MODEL_DIR", "/opt/ml/model", []),
    ],
)
def test_variable_becomes_a_flag(name: str, value: str, flags: list[str]) -> None:
    assert further_flags({name: value}) == flags


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("SM_VLLM_ENFORCE_EGER", "true", "has no flag --enforce-eger; did you mean --enforce-e"),
        ("SM_VLLM_ENFORCE_EAGER", "yes", "is 'yes'; write true or false"),
        ("SM_VLLM_MAX_MODEL_LEN", "1", "--max-model-len comes from LOCKGATE_CONTEXT_LENGTH; set"),
        ("SM_VLLM_ENABLE_LOG_REQUESTS", "true", "prompts must not come into the log; remove it"),
        ("SM_VLLM_ALLOWED_MEDIA_DOMAINS", "a.b", "comes from LOCKGATE_MEDIA_HOSTS; set that"),
        ("SM_VLLM_LOG_ERROR_STACK", "true", "parts of requests that are refused must not come"),
        ("SM_VLLM_CONFIG", "a.yaml", "flags of a file would pass by all checks: write each as"),
        ("SM_VLLM_IGNORE_PATTERNS", "it's", 'is "it\'s": No closing quotation; put quotes in'),
        ("SM_VLLM_IGNORE_PATTERNS", " ", "is empty; write values separated by spaces, or remo"),
        ("SM_VLLM_IGNORE_PATTERNS", "x --config=a", "'--config=a' would be a flag of its own; wr"),
        ("SM_VLLM_API_KEY", "secret", "^SM_VLLM_API_KEY is set, and SageMaker sends none: IAM dec"),
    ],
)
def test_variable_that_is_no_flag_or_has_another_place_is_refused(
    name: str, value: str, message: str
) -> None:
    with pytest.raises(SettingsError, match=message):
        further_flags({name: value})


def test_names_in_the_rules_are_flags_of_the_pinned_version() -> None:
    kinds = known_flags()
    flags = {*kinds["switch"], *kinds["bare"], *kinds["one"], *kinds["many"], "model"}
    assert flags >= DECIDED.keys() | FORBIDDEN.keys() | ELSEWHERE
