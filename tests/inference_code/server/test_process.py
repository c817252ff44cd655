import socket

import pytest

from inference_code.server.process import serve
from inference_code.server.single_model import SingleModel
from tests.inference_code.scripted import ScriptedHandler, settings


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
