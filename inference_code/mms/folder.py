"""The private folder of one running Multi Model Server."""

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from inference_code.mms.leftovers import hold, remove_leftovers
from inference_code.settings import SettingsError

LONGEST_SOCKET = 103
"""Bytes of a socket's path on macOS; Linux takes four more."""
_PREFIX = "lockgate-mms-"
_OWN_BYTES = len(f"/{_PREFIX}01234567/.mms.sock.999999")
_WORKER = "from inference_code.mms.worker import main\n\nmain()\n"
_COLLECTOR = "import sys\n\nsys.stdin.read()\n"
"""Multi Model Server asks for metrics of the machine, which nobody here reads."""


@dataclass(frozen=True)
class RunFolder:
    """Sockets, configuration and what pip installs; nobody else can read it."""

    path: Path

    @classmethod
    def create(cls) -> "RunFolder":
        """Make a new one, and delete those that killed servers have left.

        Raises:
            SettingsError: the paths of its sockets would be longer than the system takes.
        """
        parent = Path(tempfile.gettempdir()).resolve()
        if len(os.fsencode(parent)) + _OWN_BYTES > LONGEST_SOCKET:
            raise SettingsError(
                f"TMPDIR is {parent}; below it the paths of sockets would have more than "
                f"{LONGEST_SOCKET} bytes, which is the limit: set TMPDIR to a shorter path"
            )
        remove_leftovers(parent, _PREFIX)
        folder = cls(Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent)))
        hold(folder.path)
        # Multi Model Server runs these two files of the folder that it takes for its own.
        (folder.home / "mms" / "metrics").mkdir(parents=True)
        (folder.home / "mms" / "model_service_worker.py").write_text(_WORKER)
        (folder.home / "mms" / "metrics" / "metric_collector.py").write_text(_COLLECTOR)
        return folder

    @property
    def api(self) -> Path:
        """Socket of Multi Model Server's own API."""
        return self.path / "mms.sock"

    @property
    def roll(self) -> Path:
        """Socket at which workers report."""
        return self.path / "roll.sock"

    @property
    def home(self) -> Path:
        """What Multi Model Server takes for the folder that it is installed in."""
        return self.path / "home"

    @property
    def classes(self) -> Path:
        """Classes that Java takes before those of the program."""
        return self.path / "classes"

    @property
    def properties(self) -> Path:
        """Its configuration."""
        return self.path / "config.properties"

    @property
    def log4j(self) -> Path:
        """The configuration of its log."""
        return self.path / "log4j2.xml"

    @property
    def packages(self) -> Path:
        """What the model's own requirements.txt asks for."""
        return self.path / "packages"

    def remove(self) -> None:
        """Delete it."""
        shutil.rmtree(self.path, ignore_errors=True)
