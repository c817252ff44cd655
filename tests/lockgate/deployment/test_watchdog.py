from threading import Event

from lockgate.deployment.watchdog import watchdog


def test_what_no_longer_holds_is_acted_upon() -> None:
    noticed = Event()

    with watchdog(lambda: False, otherwise=noticed.set, pause_s=0):
        assert noticed.wait(60)


def test_it_acts_once() -> None:
    acts: list[str] = []
    acted = Event()

    def act() -> None:
        acts.append("act")
        acted.set()

    with watchdog(lambda: False, otherwise=act, pause_s=0):
        acted.wait(60)

    assert acts == ["act"]


def test_what_holds_is_left_alone() -> None:
    acts: list[str] = []
    looked = Event()

    def look() -> bool:
        looked.set()
        return True

    with watchdog(look, otherwise=lambda: acts.append("act"), pause_s=0):
        looked.wait(60)

    assert acts == []
