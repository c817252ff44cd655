import socket

from lockgate.local import ports


def test_port_that_someone_listens_on_is_taken() -> None:
    with socket.create_server((ports.HOST, 0)) as server:
        assert not ports.is_free(server.getsockname()[1])


def test_free_port_is_free() -> None:
    assert ports.is_free(ports.free_port())
