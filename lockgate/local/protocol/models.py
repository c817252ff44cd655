"""Service models of botocore: which operations exist, and the shapes of their messages."""

from functools import cache

from botocore.loaders import create_loader
from botocore.model import OperationModel, ServiceModel


@cache
def service_model(name: str) -> ServiceModel:
    """The model of a service by its boto3 name: `sagemaker`, `application-autoscaling`.

    Nothing that the shell says about AWS matters, such as a profile that does not exist.
    """
    return ServiceModel(create_loader().load_service_model(name, "service-2"), name)


def operation(service: str, name: str) -> OperationModel:
    """One operation of a service.

    Raises:
        botocore.model.OperationNotFoundError: the service has no such operation.
    """
    return service_model(service).operation_model(name)
