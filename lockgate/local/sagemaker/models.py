"""CreateModel, DescribeModel, ListModels and DeleteModel."""

from collections.abc import Mapping
from typing import Any, Protocol

from lockgate.local.protocol.errors import invalid, not_emulated
from lockgate.local.protocol.json_service import Action, Request
from lockgate.local.protocol.scope import Scope
from lockgate.local.sagemaker.listing import page
from lockgate.local.sagemaker.multi_model.rules import check_multi_model
from lockgate.local.sagemaker.records import Definition
from lockgate.local.sagemaker.store import Stores
from lockgate.local.sagemaker.tags import as_map


class Images(Protocol):
    """What SageMaker knows of a model's image when the model is created."""

    def check_image(self, scope: Scope, container: Mapping[str, Any]) -> None:
        """Refuse a container whose image cannot do what it is to do.

        Raises:
            ServiceError: in AWS's words.
        """


class Models:
    """The actions on models."""

    def __init__(self, stores: Stores, images: Images) -> None:
        self._stores = stores
        self._images = images

    def actions(self) -> dict[str, Action]:
        """The operations by name."""
        return {
            "CreateModel": self.create,
            "DescribeModel": self.describe,
            "ListModels": self.list,
            "DeleteModel": self.delete,
        }

    async def create(self, scope: Scope, request: Request) -> dict[str, Any]:
        """Remember a model; its artifact is looked at when an endpoint starts."""
        _check(request)
        self._images.check_image(scope, only_container(request))
        store = self._stores.of(scope)
        name = request["ModelName"]
        tags = as_map(request.get("Tags"))
        model = Definition(name, store.models.arn(name), request)
        store.models.add(model)
        store.tags[model.arn] = tags
        return {"ModelArn": model.arn}

    async def describe(self, scope: Scope, request: Request) -> dict[str, Any]:
        """What CreateModel said."""
        model = self._stores.of(scope).models.get(request["ModelName"])
        return (
            {"EnableNetworkIsolation": False}
            | model.told
            | {
                "ModelArn": model.arn,
                "CreationTime": model.created,
            }
        )

    async def list(self, scope: Scope, request: Request) -> dict[str, Any]:
        """One page of models."""
        return page(
            self._stores.of(scope).models,
            request,
            member="Models",
            summary=lambda model: {
                "ModelName": model.name,
                "ModelArn": model.arn,
                "CreationTime": model.created,
            },
        )

    async def delete(self, scope: Scope, request: Request) -> None:
        """Forget a model; endpoints that run it go on."""
        store = self._stores.of(scope)
        store.tags.pop(store.models.remove(request["ModelName"]).arn, None)


def only_container(request: Request) -> Mapping[str, Any]:
    """The container definition of a model, which has one."""
    container: Mapping[str, Any] = (
        request["PrimaryContainer"] if "PrimaryContainer" in request else request["Containers"][0]
    )
    return container


def is_multi_model(container: Mapping[str, Any]) -> bool:
    """Whether a container definition hosts many models."""
    return container.get("Mode") == "MultiModel"


def _check(request: Request) -> None:
    """Refuse what AWS refuses, and what is not emulated."""
    has_primary, has_list = "PrimaryContainer" in request, bool(request.get("Containers"))
    if has_primary and has_list:
        raise invalid("PrimaryContainer and Containers are both given; give one of them.")
    if not has_primary and not has_list:
        raise invalid("One of PrimaryContainer or Containers must be provided.")
    if "ExecutionRoleArn" not in request:
        raise invalid("ExecutionRoleArn is required to create a model.")
    if has_list and len(request["Containers"]) > 1:
        raise not_emulated("sagemaker", "models with several containers")
    _check_container(only_container(request))


def _check_container(container: Request) -> None:
    if "ModelPackageName" in container:
        raise not_emulated("sagemaker", "model packages")
    if "AdditionalModelDataSources" in container:
        raise not_emulated("sagemaker", "AdditionalModelDataSources")
    if "Image" not in container:
        raise invalid("Container definition must have an Image or a ModelPackageName.")
    if "ModelDataUrl" in container and "ModelDataSource" in container:
        raise invalid("ModelDataUrl and ModelDataSource are both given; give one of them.")
    check_multi_model(container)
