import socket

import pytest

from lockgate.local import ports


def test_port_that_someone_listens_on_is_taken() -> None:
    with socket.create_server((ports.HOST, 0)) as server:
        assert not ports.is_free(server.getsockname()[1])


def test_free_port_is_free() -> None:
    assert ports.is_free(ports.free_port())


def test_port_is_given_once_before_its_server_listens() -> None:
    given = [ports.free_port() for _ in range(100)]
    assert len(set(given)) == len(given)


def test_port_that_is_taken_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server((ports.HOST, 0)) as server:
        taken, free = server.getsockname()[1], ports.free_port()
        monkeypatch.setattr(ports, "GIVEN", [taken, free])
        assert {ports.free_port(), ports.free_port()} == {free}


def test_no_free_port_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server((ports.HOST, 0)) as server:
        monkeypatch.setattr(ports, "GIVEN", [taken := server.getsockname()[1]])
        with pytest.raises(OSError, match=f"no port from {taken} to {taken} is free"):
            ports.free_port()
