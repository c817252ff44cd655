"""Service models of botocore: which operations exist, and the shapes of their messages."""

from functools import cache

import botocore.session
from botocore.model import OperationModel, ServiceModel


@cache
def service_model(name: str) -> ServiceModel:
    """The model of a service by its boto3 name: `sagemaker`, `application-autoscaling`."""
    return botocore.session.get_session().get_service_model(name)


def operation(service: str, name: str) -> OperationModel:
    """One operation of a service.

    Raises:
        botocore.model.OperationNotFoundError: the service has no such operation.
    """
    return service_model(service).operation_model(name)
