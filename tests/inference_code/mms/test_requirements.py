import asyncio
import sys
from pathlib import Path

import pytest

from inference_code.handler import LoadError
from inference_code.mms.requirements import install
from tests.local.polling import LIMIT_S

PIP = """
import json, sys
arguments = sys.argv[1:]
print("pip", arguments[0], "--no-deps" in arguments)
if "--report" in arguments:
    urls = {urls!r}
    items = [{{"download_info": {{"url": url}}}} for url in urls]
    open(arguments[arguments.index("--report") + 1], "w").write(json.dumps({{"install": items}}))
else:
    print(*arguments[-3:])
{end}
"""


@pytest.fixture
def pip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in the place of pip."""
    program = tmp_path / "pip.py"
    monkeypatch.setattr("inference_code.mms.requirements._PIP", (sys.executable, str(program)))
    return program


async def test_what_the_image_lacks_is_installed_into_the_folder(
    pip: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    pip.write_text(PIP.format(urls=["https://x/a.whl", "https://x/b.whl"], end=""))
    await install(tmp_path / "requirements.txt", tmp_path / "packages")
    assert f"{tmp_path}/packages https://x/a.whl https://x/b.whl" in caplog.messages


async def test_nothing_is_installed_that_the_image_has(
    pip: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    pip.write_text(PIP.format(urls=[], end=""))
    await install(tmp_path / "requirements.txt", tmp_path / "packages")
    assert caplog.messages[-1] == "all of it is in the image already"


@pytest.mark.parametrize(
    ("end", "reason"),
    [
        ('print("ERROR: no such package"); sys.exit(1)', "no such package"),
        ("sys.exit(2)", "its exit code is 2"),
    ],
)
async def test_failure_of_pip_says_what_pip_says(
    pip: Path, tmp_path: Path, end: str, reason: str
) -> None:
    pip.write_text(PIP.format(urls=[], end=end))
    with pytest.raises(LoadError) as raised:
        await install(tmp_path / "requirements.txt", tmp_path / "packages")
    assert str(raised.value) == f"pip cannot install {tmp_path}/requirements.txt: {reason}"


async def test_pip_ends_with_a_start_that_is_given_up(pip: Path, tmp_path: Path) -> None:
    started = tmp_path / "started"
    pip.write_text(f"open({str(started)!r}, 'w').close()\nimport time\ntime.sleep(600)")
    installing = asyncio.create_task(install(tmp_path / "requirements.txt", tmp_path / "packages"))
    async with asyncio.timeout(LIMIT_S):
        while not started.exists():
            await asyncio.sleep(0.01)
    installing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await installing
