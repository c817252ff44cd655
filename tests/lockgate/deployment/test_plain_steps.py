from threading import Event

from lockgate.deployment.plain_steps import SAY_EVERY_S, PlainSteps, say_steps


class Install:
    """An installation, and a clock."""

    def __init__(self) -> None:
        self.step = ""
        self.now = 100.0
        self._steps = PlainSteps(lambda: self.step, lambda: self.now)

    def line(self, step: str, *, after_s: float) -> str | None:
        """What is said of a step."""
        self.step, self.now = step, self.now + after_s
        return self._steps.line()


def test_nothing_is_said_where_nothing_is_installed() -> None:
    assert Install().line("", after_s=SAY_EVERY_S) is None


def test_beginning_and_end_are_said_at_once() -> None:
    install = Install()
    assert install.line("building", after_s=1) == "building"
    assert install.line("", after_s=1) == "ended"


def test_steps_between_are_said_now_and_then() -> None:
    install = Install()
    install.line("building", after_s=1)
    assert install.line("Collecting a", after_s=SAY_EVERY_S - 1) is None
    assert install.line("Collecting b", after_s=1) == "Collecting b"


def test_step_that_lasts_is_said_once() -> None:
    install = Install()
    install.line("Installing torch", after_s=1)
    assert install.line("Installing torch", after_s=SAY_EVERY_S) is None


def test_second_installation_is_said_again() -> None:
    install = Install()
    for step in ("building", ""):
        install.line(step, after_s=1)
    assert install.line("building", after_s=1) == "building"


def test_what_is_installed_when_the_block_ends_is_said() -> None:
    said: list[str] = []
    with say_steps(PlainSteps(lambda: "building", lambda: 0.0), said.append):
        pass
    assert said == ["building"]


def test_beginning_is_said_within_the_block() -> None:
    said = Event()
    with say_steps(PlainSteps(lambda: "building", lambda: 0.0), lambda _: said.set()):
        assert said.wait(60)
