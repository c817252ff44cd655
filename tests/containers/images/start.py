"""What the platform starts is what the local AWS starts."""

import re
import tempfile
from pathlib import Path

from lockgate.local.containers.files import link_files
from tests.containers.images.definition import Definition

OURS = re.compile(r"LOCKGATE_\w+|SAGEMAKER_\w+")
OTHERS = {
    "PATH": "the shell",
    "PYTHONPATH": "Python",
    "PYTHONUNBUFFERED": "Python, so that a log line is seen when it is written",
    "PYTHONDONTWRITEBYTECODE": "Python",
    "HF_HUB_OFFLINE": "huggingface_hub",
    "HF_HUB_DISABLE_TELEMETRY": "huggingface_hub",
    "HF_HUB_DISABLE_PROGRESS_BARS": "huggingface_hub",
    "TRANSFORMERS_VERBOSITY": "transformers",
    "TOKENIZERS_PARALLELISM": "tokenizers",
    "TEMP": "Multi Model Server",
    "LD_LIBRARY_PATH": "the dynamic linker",
    "NVIDIA_VISIBLE_DEVICES": "NVIDIA's container runtime",
    "NVIDIA_DRIVER_CAPABILITIES": "NVIDIA's container runtime",
}
"""Variables that are not read by our code, and who reads them."""


def not_a_module_of_ours(found: Definition) -> list[str]:
    """An entry point through a shell, which signals do not reach, or of what is not copied."""
    match found.image.entrypoint or ():
        case ("/bin/sh", "-c", str(line)):
            return [f"ENTRYPOINT {line} runs in a shell; write it as a JSON list"]
        case ("python" | "python3", "-m", str(module)) if _is_copied(found, module):
            return []
        case words:
            return [f"ENTRYPOINT {' '.join(words)} is no module that the image holds"]


def _is_copied(found: Definition, module: str) -> bool:
    """Whether the files that the local AWS lays out have the module in the working folder."""
    with tempfile.TemporaryDirectory() as folder:
        workdir = link_files(found.image, context=found.root, root=Path(folder))
        path = workdir.joinpath(*module.split("."))
        return (path / "__main__.py").is_file() or path.with_suffix(".py").is_file()


def unknown_variables(found: Definition) -> list[str]:
    """ENV that nobody reads, such as a misspelt one."""
    read = {
        name
        for path in (found.root / "inference_code").rglob("*.py")
        for name in OURS.findall(path.read_text(encoding="utf-8"))
    }
    names = found.image.environment.keys() - read - OTHERS.keys()
    return [f"nobody reads the variable {name}" for name in sorted(names)]


def wrong_port(found: Definition) -> list[str]:
    """An image that does not say the port of SageMaker."""
    ports = [each.value for each in found.last if each.keyword == "EXPOSE"]
    return [] if ports == ["8080"] else [f"EXPOSE is {ports}; SageMaker asks port 8080"]


def another_user(found: Definition) -> list[str]:
    """A user other than root: SageMaker may fail to start it (decision 13)."""
    users = [each.value for each in found.last if each.keyword == "USER"]
    return [f"USER {user}: SageMaker expects root" for user in users]
