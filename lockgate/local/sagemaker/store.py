"""All resources of one account and region, and of all of them.

SageMaker names are unique without regard to case, and ARNs are in lower case.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from lockgate.local.protocol.errors import invalid
from lockgate.local.protocol.scope import Scope
from lockgate.local.sagemaker.records import Definition, Endpoint

Record = TypeVar("Record", Definition, Endpoint)


class Shelf(Generic[Record]):
    """The resources of one kind."""

    def __init__(self, scope: Scope, kind: str, noun: str) -> None:
        self._scope = scope
        self._kind = kind
        self._noun = noun
        self._records: dict[str, Record] = {}

    def arn(self, name: str) -> str:
        """The ARN that a resource of this kind and name has."""
        return self._scope.arn("sagemaker", f"{self._kind}/{name.lower()}")

    def add(self, record: Record) -> None:
        """Keep a new resource.

        Raises:
            ServiceError: there is one of that name.
        """
        if record.name.lower() in self._records:
            raise invalid(f'Cannot create already existing {self._noun} "{record.arn}".')
        self._records[record.name.lower()] = record

    def get(self, name: str) -> Record:
        """The resource of that name.

        Raises:
            ServiceError: there is none.
        """
        record = self._records.get(name.lower())
        if record is None:
            raise invalid(f'Could not find {self._noun} "{self.arn(name)}".')
        return record

    def remove(self, name: str) -> Record:
        """Forget the resource of that name.

        Raises:
            ServiceError: there is none.
        """
        record = self.get(name)
        del self._records[name.lower()]
        return record

    def __iter__(self) -> Iterator[Record]:
        return iter(list(self._records.values()))


@dataclass
class Store:
    """The resources of one account and region, with their tags by ARN."""

    scope: Scope
    models: Shelf[Definition] = field(init=False)
    configs: Shelf[Definition] = field(init=False)
    endpoints: Shelf[Endpoint] = field(init=False)
    tags: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.models = Shelf(self.scope, "model", "model")
        self.configs = Shelf(self.scope, "endpoint-config", "endpoint configuration")
        self.endpoints = Shelf(self.scope, "endpoint", "endpoint")


class Stores:
    """The stores of all accounts and regions."""

    def __init__(self) -> None:
        self._stores: dict[Scope, Store] = {}

    def of(self, scope: Scope) -> Store:
        """The store of one account and region."""
        return self._stores.setdefault(scope, Store(scope))

    def __iter__(self) -> Iterator[Store]:
        return iter(list(self._stores.values()))
