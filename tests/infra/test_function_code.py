from pathlib import Path

from tests.infra.templates import Assembly


def code(house: Assembly, name: str) -> Path:
    function = house.function("kinds", "data", name)
    digest = function["Code"]["S3Key"].removesuffix(".zip")
    return house.folder / f"asset.{digest}"


def files(folder: Path) -> set[str]:
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return {name for name in found if "__pycache__" not in name}


def test_asset_holds_one_function_and_what_it_shares(house: Assembly) -> None:
    assert files(code(house, "Publishing")) == {
        "functions/__init__.py",
        "functions/custom_resource/__init__.py",
        "functions/custom_resource/answer.py",
        "functions/custom_resource/clients.py",
        "functions/custom_resource/deadline.py",
        "functions/model_publish/__init__.py",
        "functions/model_publish/handler.py",
        "functions/model_publish/publish.py",
        "functions/model_publish/request.py",
    }


def test_asset_leaves_out_other_functions(house: Assembly) -> None:
    folders = {name.split("/")[1] for name in files(code(house, "Scaling"))}
    assert folders == {"__init__.py", "custom_resource", "variant_scaling"}
