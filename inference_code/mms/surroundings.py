"""The environment of Java and the workers, which inherit it."""

import os
from collections.abc import Mapping
from pathlib import Path

from inference_code.cores import usable_cores
from inference_code.mms.folder import RunFolder
from inference_code.mms.lifeline import RUN_DIR
from inference_code.mms.options import Options
from inference_code.settings import Settings

TIMEOUT = "LOCKGATE_MMS_TIMEOUT_S"
LONGEST_ANSWER = "LOCKGATE_MMS_LONGEST_ANSWER_BYTES"
_OF_OTHERS = ("MMS_CONFIG_FILE", "MODEL_SERVER_HOME")
"""Variables with which Multi Model Server would take another configuration than ours."""
_PACKAGES = Path(__file__).parents[2]
"""Folder of the package inference_code."""


def surroundings(
    settings: Settings, options: Options, folder: RunFolder, environ: Mapping[str, str]
) -> dict[str, str]:
    """Return what the processes get to see.

    A worker computes with its share of the processors; Multi Model Server would allow it one.
    """
    kept = {name: value for name, value in environ.items() if name not in _OF_OTHERS}
    threads = settings.threads or max(1, usable_cores() // settings.parallel_requests)
    return {
        "OMP_NUM_THREADS": str(threads),
        **kept,
        "PYTHONPATH": python_path(settings, folder, environ),
        "PYTHONDONTWRITEBYTECODE": "1",  # the model's folder is not ours to write to
        "PYTHONUNBUFFERED": "1",
        RUN_DIR: str(folder.path),
        TIMEOUT: str(options.timeout_s),
        LONGEST_ANSWER: str(settings.max_body_bytes),
    }


def python_path(settings: Settings, folder: RunFolder, environ: Mapping[str, str]) -> str:
    """Where workers find modules: the model's code first, then the image's.

    Of many models, each worker adds the code of its own.
    """
    code = [] if settings.multi_model else [settings.model_dir.absolute() / "code"]
    paths = [*code, folder.packages, Path.cwd(), _PACKAGES]
    given = environ.get("PYTHONPATH")
    unique = dict.fromkeys([*map(str, paths), *([given] if given else [])])
    return os.pathsep.join(unique)
