import asyncio
import socket

import pytest

from inference_code.server.process import bind, serve
from inference_code.server.single_model import SingleModel
from lockgate.local.ports import free_port
from tests.inference_code.scripted import ScriptedHandler, settings


async def test_small_pieces_are_sent_at_once() -> None:
    told: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def tell(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = writer.get_extra_info("socket")
        told.set_result(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()

    port = str(free_port())
    listener = bind(settings(LOCKGATE_BIND_HOST="127.0.0.1", SAGEMAKER_BIND_TO_PORT=port))
    async with await asyncio.start_server(tell, sock=listener):
        _, writer = await asyncio.open_connection(*listener.getsockname())
        assert await told != 0
        writer.close()
        await writer.wait_closed()


def test_service_without_a_port_gives_back_what_it_has(
    capsys: pytest.CaptureFixture[str],
) -> None:
    class Service(SingleModel):
        stopped = False

        async def stop(self) -> None:
            self.stopped = True

    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        given = settings(LOCKGATE_BIND_HOST="127.0.0.1", SAGEMAKER_BIND_TO_PORT=port)
        service = Service(given, ScriptedHandler("Hello"))
        assert (serve(given, service), service.stopped) == (1, True)
    assert capsys.readouterr().err.startswith(f"lockgate: cannot listen on 127.0.0.1:{port} ")
