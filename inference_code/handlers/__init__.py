"""One handler per engine, found by name."""

from importlib import import_module

from inference_code.handler import Handler
from inference_code.settings import Settings, SettingsError

_HANDLERS = {
    "llamacpp": "inference_code.handlers.llamacpp:LlamaCpp",
    "onnx": "inference_code.handlers.onnx:Onnx",
}
MODEL_SERVER = "multi-model-server"
"""What serves is Multi Model Server, with a handler service of its own instead of a handler."""


def create_handler(settings: Settings) -> Handler:
    """Create the handler that the settings name; its engine is imported only now.

    Raises:
        SettingsError: no handler has that name.
    """
    check_handler(settings)
    module, _, name = _HANDLERS[settings.handler].partition(":")
    handler: Handler = getattr(import_module(module), name)(settings)
    return handler


def check_handler(settings: Settings) -> None:
    """Raise SettingsError if no handler has the name that the settings say."""
    if settings.handler not in _HANDLERS:
        known = ", ".join([*_HANDLERS, MODEL_SERVER])
        raise SettingsError(f"LOCKGATE_HANDLER is {settings.handler!r}; write one of: {known}")
