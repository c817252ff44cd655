"""Multi Model Server's configuration: its properties, its log, and the command that starts it.

https://github.com/awslabs/multi-model-server/blob/master/docs/configuration.md
"""

import os
import zipfile
from importlib.util import find_spec
from pathlib import Path
from xml.sax.saxutils import quoteattr

from inference_code.mms.folder import RunFolder
from inference_code.mms.java import Java
from inference_code.mms.options import Options
from inference_code.settings import MEBIBYTE, Settings, SettingsError

MODEL = "model"
"""Name under which Multi Model Server knows the only model."""
HANDLER_SERVICE = "inference_code.mms.service:handle"
HEADROOM_BYTES = 65_536
"""For headers and frames around a body of the greatest length."""
GRACE_S = 5
"""Multi Model Server waits so much longer than a worker, which ends by itself when it is late."""
LONGEST_LOAD_S = 3600
"""It waits at least so long, because it knows one limit for answers and for loads; SageMaker gives
a container no more to get ready: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html"""
COPIES = 6
"""Copies of a body that Java holds at most while it passes: received, taken out, encoded in a
buffer that doubles, and the same for the answer. Counted in its sources; half are on its heap."""
BUSY_MODELS = 4
"""Models of many whose workers may all have a request; those of further ones wait."""
_NEVER_S = 86_400
_NEWER = "META-INF/versions/9/"


def properties(settings: Settings, options: Options, folder: RunFolder) -> str:
    """The text of config.properties."""
    limit = settings.max_body_bytes + HEADROOM_BYTES
    values = {
        "inference_address": f"unix:{folder.api}",
        "management_address": f"unix:{folder.api}",
        "default_workers_per_model": settings.parallel_requests,
        "default_service_handler": settings.handler_service or HANDLER_SERVICE,
        "default_response_timeout_seconds": max(options.timeout_s, LONGEST_LOAD_S) + GRACE_S,
        "max_request_size": limit,
        "max_response_size": limit,
        "decode_input_request": "false",
        # One of them is held up while a model is registered, with the connections that it has.
        "number_of_netty_threads": 16 if settings.multi_model else 2,
        "netty_client_threads": 2,
        "metric_time_interval": _NEVER_S,
    }
    return "".join(f"{name}={value}\n" for name, value in values.items())


_OWN_WORDS = "|".join(
    (
        r"model_service_worker started with args: .*",
        r"Listening on port: .*\.mms\.sock\.\d+",
        r"\[PID\] \d+",
        r"MMS worker started\.",
        r"Python runtime: [\d.]+",
        r"Connection accepted: .*\.mms\.sock\.\d+\.",
        r"Model .* loaded io_fd=.*",
        r"(attach|terminate)IOStreams\(\) threadName=.*",
        r"Stopped Scanner - W-.*",
    )
)
"""Lines that Multi Model Server adds to those of the handlers."""
_LOG = """<?xml version="1.0" encoding="UTF-8"?>
<Configuration status="error">
  <Appenders>
    <Console name="handlers"><PatternLayout pattern="%m%n"/></Console>
    <Console name="server">
      <PatternLayout pattern="multi-model-server: %p %c{1}: %m%throwable{short.message}%n"/>
    </Console>
    <!-- Nobody waits for a reader of the log; what does not fit is dropped. -->
    <Async name="from-handlers" bufferSize="4096" blocking="false">
      <AppenderRef ref="handlers"/>
      <RegexFilter regex=OWN_WORDS onMatch="DENY" onMismatch="NEUTRAL"/>
    </Async>
  </Appenders>
  <Loggers>
    <Logger name="com.amazonaws.ml.mms.wlm.WorkerLifeCycle" level="info" additivity="false">
      <AppenderRef ref="from-handlers"/>
    </Logger>
    <Logger name="com.amazonaws.ml.mms.metrics" level="off"/>
    <Logger name="ACCESS_LOG" level="off"/>
    <Logger name="MMS_METRICS" level="off"/>
    <Logger name="MODEL_METRICS" level="off"/>
    <Logger name="io.netty" level="error"/>
    <Root level="warn"><AppenderRef ref="server"/></Root>
  </Loggers>
</Configuration>
"""


def passing(settings: Settings) -> int:
    """How many requests pass through Java at once, with their bodies and answers."""
    return settings.parallel_requests * (BUSY_MODELS if settings.multi_model else 1)


def log4j() -> str:
    """The text of log4j2.xml: what handlers print, as it is, and warnings of the server."""
    return _LOG.replace("OWN_WORDS", quoteattr(_OWN_WORDS))


def command(
    java: Java, settings: Settings, options: Options, folder: RunFolder, python: str
) -> list[str]:
    """The command that starts it, with the model unless there are many."""
    models = [] if settings.multi_model else ["-m", f"{MODEL}={settings.model_dir.absolute()}"]
    return [
        *(str(java.program), *_flags(java, settings)),
        f"-Djava.io.tmpdir={folder.path}",
        f"-Dmodel_server_home={folder.home}",
        f"-Dlog4j.configurationFile={folder.log4j.as_uri()}",
        *options.vmargs,
        *("-cp", f"{folder.classes}{os.pathsep}{archive()}", "com.amazonaws.ml.mms.ModelServer"),
        *("--python", python, "-f", str(folder.properties), "-s", "/", *models),
    ]


def archive() -> Path:
    """The program: a file of the package multi-model-server."""
    spec = find_spec("mms")
    if spec is None or spec.origin is None:
        raise SettingsError(
            "LOCKGATE_HANDLER is multi-model-server, and the package multi-model-server is not "
            "installed: add it to the container's requirements.txt"
        )
    return Path(spec.origin).parent / "frontend" / "model-server.jar"


def unpack_classes(folder: RunFolder) -> None:
    """Take the classes for Java 9 and newer out of the program, whose manifest forgets them.

    Without them its log begins with a warning, and each line of it takes longer.
    """
    with zipfile.ZipFile(archive()) as program:
        for name in program.namelist():
            path = folder.classes / name.removeprefix(_NEWER)
            if name.startswith(_NEWER) and name.endswith(".class") and path.stem != "module-info":
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(program.read(name))


def _flags(java: Java, settings: Settings) -> list[str]:
    """A small runtime of known size, which keeps its warnings about netty to itself."""
    bodies = passing(settings) * settings.max_body_bytes * COPIES // 2 // MEBIBYTE
    flags = [
        f"-Xmx{64 + bodies}m",
        f"-XX:MaxDirectMemorySize={32 + bodies}m",
        "-Xms32m",
        "-XX:+AlwaysPreTouch",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:+ExitOnOutOfMemoryError",
        "-Dio.netty.allocator.numDirectArenas=1",
        "-Dio.netty.allocator.numHeapArenas=1",
        "-Dlog4j2.disableJmx=true",
    ]
    if java.version >= 17:
        flags.append("--enable-native-access=ALL-UNNAMED")
    if java.version >= 23:
        flags.append("--sun-misc-unsafe-memory-access=allow")
    return flags
