"""What the environment says about Multi Model Server, beyond the server's own settings."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass

from inference_code.settings import SettingsError

TIMEOUT_MINUTES = "SAGEMAKER_MODEL_SERVER_TIMEOUT"
TIMEOUT_SECONDS = "SAGEMAKER_MODEL_SERVER_TIMEOUT_SECONDS"
VMARGS = "SAGEMAKER_MODEL_SERVER_VMARGS"
WORKERS = "SAGEMAKER_MODEL_SERVER_WORKERS"


@dataclass(frozen=True, kw_only=True)
class Options:
    """The variables of sagemaker-inference that mean something here."""

    timeout_s: int
    """Seconds that a handler may take for one request; then its worker is ended and started anew.

    SAGEMAKER_MODEL_SERVER_TIMEOUT_SECONDS, or SAGEMAKER_MODEL_SERVER_TIMEOUT, which counts minutes.
    Default: 60 minutes, the toolkit's own."""
    vmargs: tuple[str, ...]
    """Arguments of Java, after ours (SAGEMAKER_MODEL_SERVER_VMARGS)."""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Options":
        """Read the options.

        Raises:
            SettingsError: a value is wrong, or belongs to a setting of ours.
        """
        if (workers := environ.get(WORKERS)) is not None:
            raise SettingsError(
                f"{WORKERS} is {workers!r}, and is not read here; the number of workers is "
                "LOCKGATE_PARALLEL_REQUESTS (in a model card: settings.parallel_requests)"
            )
        minutes = _whole(environ, TIMEOUT_MINUTES, 60)
        return cls(
            timeout_s=_whole(environ, TIMEOUT_SECONDS, minutes * 60),
            vmargs=tuple(shlex.split(environ.get(VMARGS, ""))),
        )


def _whole(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name, str(default))
    if not text.isdecimal() or int(text) < 1:
        raise SettingsError(f"{name} is {text!r}; write a whole number, at least 1")
    return int(text)
