from functions.metrics import cell, names
from infra.config import inference_metrics


def test_metrics_are_those_that_dashboards_and_alarms_ask_for() -> None:
    assert names.UNITS == inference_metrics.UNITS
    assert names.OF_MODELS == inference_metrics.OF_MODELS
    assert names.UNPARSABLE == inference_metrics.UNPARSABLE


def test_namespace_and_dimensions_are_those_of_the_configuration() -> None:
    assert names.NAMESPACE == inference_metrics.NAMESPACE
    ours = (names.ENDPOINT_DIMENSION, names.VARIANT_DIMENSION, names.MODEL_DIMENSION)
    assert ours == inference_metrics.MODEL_DIMENSIONS
    assert ours[:2] == inference_metrics.VARIANT_DIMENSIONS


def test_classes_of_failures_are_metrics() -> None:
    assert set(cell.FAILURES.values()) <= names.UNITS.keys()
