"""What every configuration model shares."""

from pydantic import BaseModel, ConfigDict


class ConfigModel(BaseModel):
    """An immutable piece of configuration; unknown keys are errors, never ignored.

    Values are taken as they are written: `"5"` is not a number, and `1` is not a text. Models say
    what can be written. What may be deployed (limits, existence, fit) is said by the rules in
    `infra.config.rules`, so that all violations are found at once.
    """

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        allow_inf_nan=False,
        use_attribute_docstrings=True,
    )
