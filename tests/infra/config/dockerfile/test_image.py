from pathlib import Path

import pytest

from infra.config.dockerfile.errors import DockerfileError
from infra.config.dockerfile.image import Copy, Image, read_image, read_stages

END = '\nENTRYPOINT ["run"]\n'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "Dockerfile"


def image(file: Path, text: str, **base: str) -> Image:
    file.write_text(text)
    return read_image(file, base=base)


def test_env_in_both_forms(file: Path) -> None:
    read = image(file, 'FROM a\nENV A=1 B="x y"\nENV C the rest of the line' + END)
    assert read.environment == {"A": "1", "B": "x y", "C": "the rest of the line"}


def test_env_refers_to_values_of_before_its_own_line(file: Path) -> None:
    read = image(file, "FROM a\nENV A=1\nENV A=2 B=$A" + END)
    assert read.environment == {"A": "2", "B": "1"}


def test_env_refers_to_variables_of_the_base_image(file: Path) -> None:
    read = image(file, "FROM a\nENV PATH=/opt/bin:$PATH" + END, PATH="/usr/bin")
    assert read.environment == {"PATH": "/opt/bin:/usr/bin"}


def test_default_of_an_arg_is_used_and_not_exported(file: Path) -> None:
    read = image(file, "FROM a\nARG V=3\nENV VERSION=v$V" + END)
    assert read.environment == {"VERSION": "v3"}


def test_global_arg_reaches_a_stage_that_declares_it(file: Path) -> None:
    read = image(file, "ARG V=3\nFROM a:$V\nENV A=x$V\nARG V\nENV B=x$V" + END)
    assert read.environment == {"A": "x", "B": "x3"}


def test_last_stage_counts(file: Path) -> None:
    read = image(file, "FROM a AS build\nENV A=1\nENTRYPOINT old\nFROM b\nENV B=2" + END)
    assert (read.environment, read.entrypoint) == ({"B": "2"}, ("run",))


def test_stage_inherits_from_the_stage_that_it_names(file: Path) -> None:
    read = image(file, f"FROM a AS Base\nENV A=1\nWORKDIR /x{END}FROM base\nENV B=2")
    assert (read.environment, read.workdir) == ({"A": "1", "B": "2"}, "/x")


def test_child_stage_leaves_its_parent_as_it_was(file: Path) -> None:
    text = f"FROM a AS one{END}FROM one AS two\nENV A=1\nFROM one"
    assert image(file, text).environment == {}


def test_relative_workdir_continues_the_one_before(file: Path) -> None:
    assert image(file, "FROM a\nWORKDIR /opt\nWORKDIR code" + END).workdir == "/opt/code"


def test_shell_form_of_entrypoint_runs_through_sh(file: Path) -> None:
    read = image(file, "FROM a\nENTRYPOINT python -m x $Y")
    assert read.entrypoint == ("/bin/sh", "-c", "python -m x $Y")


def test_copy_targets_are_absolute(file: Path) -> None:
    text = 'FROM a\nWORKDIR /opt\nCOPY --chown=1:1 a b ./\nCOPY ["c d", "/e"]' + END
    assert image(file, text).copies == (
        Copy(("a", "b"), "/opt/", 3),
        Copy(("c d",), "/e", 4),
    )


def test_copy_takes_flags_on_lines_of_their_own(file: Path) -> None:
    read = image(file, "FROM a\nCOPY --chown=1:1 \\\n    --chmod=755  \\\n  a b" + END)
    assert [copy.sources for copy in read.copies] == [("a",)]


def test_copy_in_exec_form_takes_flags(file: Path) -> None:
    read = image(file, 'FROM a\nCOPY --chown=1:1 --link ["c d", "/e"]' + END)
    assert read.copies == (Copy(("c d",), "/e", 2),)


@pytest.mark.parametrize("name", ["build", "BUILD", "0"])
def test_copy_from_another_stage_names_that_stage(file: Path, name: str) -> None:
    read = image(file, f"FROM a AS build\nWORKDIR /x\nFROM b\nCOPY --from={name} /x /y" + END)
    assert [stage.workdir for stage in read.built_from] == ["/x"]


def test_copy_from_another_stage_is_no_copy_of_the_context(file: Path) -> None:
    assert image(file, "FROM a\nCOPY --from=build /x /y" + END).copies == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ENV A=1", r":1  ENV stands before the first FROM"),
        ("", r":1  has no FROM"),
        ("FROM a b", r":1  FROM takes IMAGE, or IMAGE AS NAME"),
        ("FROM a\nENV A", r":2  ENV takes NAME=VALUE: A"),
        ("FROM a\nENV A=1 B", r":2  ENV takes NAME=VALUE: B"),
        ("FROM a\nCOPY b", r":2  COPY takes SOURCE\.\.\. TARGET"),
        ("FROM a\nENTRYPOINT [run]", r":2  ENTRYPOINT \[run\] is no JSON list"),
        ("FROM a\nENTRYPOINT [1]", r":2  ENTRYPOINT takes a list of strings"),
        ("FROM a\nCMD run", r"no ENTRYPOINT; SageMaker runs an image with the argument `serve`"),
    ],
)
def test_mistake_is_named_with_its_line(file: Path, text: str, message: str) -> None:
    with pytest.raises(DockerfileError, match=message):
        image(file, text)


def test_labels_in_every_form(file: Path) -> None:
    read = image(file, 'FROM a\nLABEL a.b=true "c d"="x y"\nLABEL e the rest' + END)
    assert read.labels == {"a.b": "true", "c d": "x y", "e": "the rest"}


def test_labels_of_the_stage_that_it_is_built_on_count(file: Path) -> None:
    read = image(file, f"FROM a AS one\nLABEL a=1{END}FROM one\nLABEL b=2")
    assert read.labels == {"a": "1", "b": "2"}


def test_stages_in_order_with_the_image_that_each_starts_from(file: Path) -> None:
    file.write_text("ARG V=3\nFROM a:$V AS one\nFROM b AS two\nFROM ONE")
    assert [stage.base for stage in read_stages(file)] == ["a:3", "b", "a:3"]
