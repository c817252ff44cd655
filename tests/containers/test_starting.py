from pathlib import Path
from unittest.mock import MagicMock, create_autospec

import pytest

from tests.containers.contract.starting import SPARE, Starter
from tests.containers.platform import Platform


def test_all_containers_end_even_if_one_does_not(tmp_path: Path) -> None:
    platform = create_autospec(Platform, instance=True)
    containers = [MagicMock(url="http://localhost") for _ in range(3)]
    containers[1].close.side_effect = RuntimeError("it does not end")
    platform.start.side_effect = containers
    starter = Starter(MagicMock(container="any", environment={}), platform, tmp_path)
    for _ in containers:
        starter.start(SPARE)
    with pytest.raises(RuntimeError, match="it does not end"):
        starter.close()
    assert [container.close.call_count for container in containers] == [1, 1, 1]
