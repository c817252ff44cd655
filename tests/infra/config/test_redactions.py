from pydantic import TypeAdapter

from infra.config.environment import Environment
from infra.config.redactions import as_variable, redactions_of
from tests.infra.config.samples import environment, serverless_endpoint, small_endpoint

READ = TypeAdapter(Environment)
CAPTURED = {"percent": 100, "redact": {"patterns": ["é+"], "drop_keys": ["user"]}}


def test_only_endpoints_that_redact_are_told_of() -> None:
    endpoints = {
        "chat": small_endpoint(capture=CAPTURED),
        "open": small_endpoint(capture={"percent": 100}),
        "plain": small_endpoint(),
        "draft": serverless_endpoint(),
    }
    found = redactions_of("dev", READ.validate_python(environment(endpoints=endpoints)))
    assert found == {"dev-chat": {"patterns": ["é+"], "drop_keys": ["user"]}}


def test_variable_is_short() -> None:
    assert as_variable({"dev-chat": {"patterns": ["é+"]}}) == '{"dev-chat":{"patterns":["é+"]}}'
