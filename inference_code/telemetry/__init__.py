"""One JSON line for each inference, written by a pure ASGI middleware.

It works in front of our own server, and in engines that take middleware, as in
`vllm serve --middleware inference_code.telemetry.Telemetry`.
"""

from inference_code.telemetry.middleware import Telemetry

__all__ = ["Telemetry"]
