import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells of it")

PROGRAM = """
import os, sys
from inference_code.parent import end_with_parent
end_with_parent(os.getppid() + int(sys.argv[1]))
"""


@pytest.mark.parametrize(("off_by", "code"), [(0, 0), (1, 1)])
def test_process_whose_parent_is_another_already_ends(off_by: int, code: int) -> None:
    ended = subprocess.run([sys.executable, "-c", PROGRAM, str(off_by)], check=False)
    assert ended.returncode == code
