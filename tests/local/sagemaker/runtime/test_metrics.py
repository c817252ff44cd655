from collections.abc import Sequence

from lockgate.local.protocol.scope import Scope
from lockgate.local.sagemaker.runtime.metrics import Datum, Publisher

SCOPE = Scope("000000000000", "eu-west-1")


class Store:
    def __init__(self) -> None:
        self.puts: list[tuple[str, list[Datum]]] = []

    def put_metric_data(self, namespace: str, data: Sequence[Datum]) -> None:
        self.puts.append((namespace, list(data)))


async def test_a_value_has_its_scope_unit_and_dimensions() -> None:
    store = Store()
    publisher = Publisher(store)
    publisher.publish(SCOPE, "ApproximateBacklogSize", 4, "Count", {"EndpointName": "chat"})
    publisher.flush()
    ((namespace, (datum,)),) = store.puts
    assert (namespace, datum.scope, datum.value) == ("AWS/SageMaker", SCOPE, 4)
    assert (datum.unit, dict(datum.dimensions)) == ("Count", {"EndpointName": "chat"})


async def test_values_of_a_namespace_are_put_together() -> None:
    store = Store()
    publisher = Publisher(store)
    for name, namespace in [("a", "One"), ("b", "Two"), ("c", "One")]:
        publisher.publish(SCOPE, name, 1, "None", {}, namespace=namespace)
    publisher.flush()
    named = [(namespace, [datum.name for datum in data]) for namespace, data in store.puts]
    assert named == [("One", ["a", "c"]), ("Two", ["b"])]
