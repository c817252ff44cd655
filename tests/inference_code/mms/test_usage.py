from pathlib import Path

from inference_code.mms.usage import memory_in_use


def test_memory_is_what_the_process_has_written_to(tmp_path: Path) -> None:
    status = tmp_path / "status"
    status.write_text("VmRSS:\t  900 kB\nRssAnon:\t  300 kB\nRssFile:\t  600 kB\n")
    assert memory_in_use(status) == 300 * 1024


def test_most_memory_counts_where_the_kernel_does_not_tell(tmp_path: Path) -> None:
    assert memory_in_use(tmp_path / "none") > 1 << 20
