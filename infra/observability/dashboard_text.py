"""Texts of a dashboard: what is shown, and where to go on."""

from collections.abc import Sequence

from infra.config.endpoints import Endpoint, MultiModelEndpoint, ServerlessEndpoint
from infra.config.naming import log_group
from infra.config.prices import served
from infra.observability.dashboard_subject import Subject
from infra.observability.links import endpoint_link, log_link


def header(environment: str, endpoints: Sequence[str]) -> str:
    """The head of the whole dashboard; `endpoints` are names within the environment."""
    return (
        f"# {environment}\n"
        f"Endpoints: {', '.join(endpoints) or 'none'}. In a terminal: "
        f"`lockgate top {environment}`. Prices are estimates by list prices. Times and tokens are "
        "made of the containers' log lines; the rest is SageMaker's own."
    )


def section(subject: Subject, region: str, *, is_managed: bool) -> str:
    """The head of an endpoint.

    Args:
        subject: one of its variants.
        region: where it is.
        is_managed: whether it runs in an image of AWS, whose log lines tell less than ours.
    """
    settings, name = subject.settings, subject.endpoint_name
    links = {
        "endpoint": endpoint_link(name, region),
        "logs": log_link(log_group(name), region),
    }
    shown = " · ".join(f"[{label}]({link})" for label, link in links.items() if link)
    silence = (
        " AWS's image logs less of a request than our containers do: graphs of what it leaves out "
        "stay empty, except on the local AWS, where a stand-in answers."
    )
    parts = [f"## {name}\n{settings.kind}: {_models(settings)}.", shown]
    return " ".join(part for part in parts if part) + (silence if is_managed else "")


def _models(settings: Endpoint) -> str:
    if isinstance(settings, ServerlessEndpoint):
        return f"{settings.model}, {settings.memory_mb} MB"
    if isinstance(settings, MultiModelEndpoint):
        models = ", ".join(str(model) for model in settings.models)
        return f"{models} on {settings.instance}"
    variants = [f"{each.name} {each.model} on {each.instance}" for each in served(settings)]
    return "; ".join(variants)
