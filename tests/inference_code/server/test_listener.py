import asyncio
import socket

from inference_code.server.listener import bind
from lockgate.local.ports import free_port
from tests.inference_code.scripted import settings


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
