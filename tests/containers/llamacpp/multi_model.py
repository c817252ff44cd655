"""What the platform does with a multi-model container: folders of models, and requests."""

from pathlib import Path
from typing import Any

import httpx
import orjson

from tests.containers.container import Container
from tests.containers.log import PATIENCE_S
from tests.containers.process_tree import children

CHAT: dict[str, Any] = {
    "messages": [{"role": "user", "content": "Name three colours."}],
    "max_tokens": 16,
    "temperature": 0,
}


class Host:
    """Unpacks archives below a folder, and speaks the multi-model API."""

    def __init__(self, server: Container, base: Path, model_file: Path) -> None:
        self.server = server
        self.client = httpx.Client(base_url=server.url, timeout=PATIENCE_S)
        self._base = base
        self._model_file = model_file

    def unpack(self, name: str, *, files: int = 1, **fields: Any) -> Path:
        """The folder of a model, with its description and the model file under `files` names."""
        folder = self._base / "models" / f"hash-{name}" / "model"
        folder.mkdir(parents=True)
        for number in range(files):
            (folder / f"{number}.gguf").symlink_to(self._model_file)
        (folder / "lockgate.json").write_bytes(orjson.dumps({"model": name, "release": 1} | fields))
        return folder

    def load(self, name: str, folder: Path) -> httpx.Response:
        return self.client.post("/models", json={"model_name": f"hash-{name}", "url": str(folder)})

    def add(self, name: str, *, context_length: int, parallel_requests: int = 1) -> httpx.Response:
        """Unpack and load one model."""
        settings = {"context_length": context_length, "parallel_requests": parallel_requests}
        return self.load(name, self.unpack(name, settings=settings))

    def invoke(
        self, name: str, body: dict[str, Any] = CHAT, *, inference_id: str = ""
    ) -> httpx.Response:
        headers = {"X-Amzn-SageMaker-Inference-Id": inference_id}
        return self.client.post(f"/models/hash-{name}/invoke", json=body, headers=headers)

    def names(self) -> list[str]:
        """The models in memory."""
        models = self.client.get("/models").json()["models"]
        return [model["modelName"].removeprefix("hash-") for model in models]

    def engines(self) -> list[int]:
        """Process ids of the engines, the oldest first."""
        return children(self.server.serving)

    def memory_mib(self) -> int:
        """Private memory of the server and of its engines."""
        sizes = map(_private_kib, self.server.processes())
        return sum(sizes) // 1024

    def close(self) -> None:
        """Leave the server without models, those included that have made room."""
        for folder in self._base.glob("models/*"):
            self.client.delete(f"/models/{folder.name}")
        self.client.close()


def _private_kib(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Anonymous:"))
