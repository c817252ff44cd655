from inference_code.mms.folder import RunFolder


def test_folder_is_private_and_goes_away() -> None:
    folder = RunFolder.create()
    assert folder.path.stat().st_mode & 0o077 == 0
    folder.remove()
    assert not folder.path.exists()


def test_worker_of_the_folder_is_ours() -> None:
    folder = RunFolder.create()
    text = (folder.home / "mms" / "model_service_worker.py").read_text()
    folder.remove()
    assert text.startswith("from inference_code.mms.worker import main\n")
