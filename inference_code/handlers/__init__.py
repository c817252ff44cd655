"""One handler per engine, found by name."""

from importlib import import_module

from inference_code.handler import Handler
from inference_code.settings import Settings, SettingsError

_HANDLERS = {"llamacpp": "inference_code.handlers.llamacpp:LlamaCpp"}


def create_handler(settings: Settings) -> Handler:
    """Create the handler that the settings name; its engine is imported only now.

    Raises:
        SettingsError: no handler has that name.
    """
    target = _HANDLERS.get(settings.handler)
    if target is None:
        known = ", ".join(_HANDLERS)
        raise SettingsError(f"LOCKGATE_HANDLER is {settings.handler!r}; write one of: {known}")
    module, _, name = target.partition(":")
    handler: Handler = getattr(import_module(module), name)(settings)
    return handler
