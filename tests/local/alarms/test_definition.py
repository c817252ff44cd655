from typing import Any

import pytest

from lockgate.local.alarms.definition import check_metrics, period_of


def metric(name: str, *, period: int = 60, returns: bool = False) -> dict[str, Any]:
    where = {"Namespace": "AWS/SageMaker", "MetricName": name}
    stat = {"Metric": where, "Period": period, "Stat": "Sum"}
    return {"Id": name, "MetricStat": stat, "ReturnData": returns}


def test_an_expression_on_an_unknown_id_is_refused() -> None:
    metrics = [{"Id": "rate", "Expression": "errors / requests"}, metric("errors")]
    with pytest.raises(ValueError, match="there is no metric requests"):
        check_metrics(metrics)


def test_two_metrics_that_return_data_are_refused() -> None:
    with pytest.raises(ValueError, match="Exactly one element of the metrics list"):
        check_metrics([metric("a", returns=True), metric("b", returns=True)])


def test_the_longest_period_is_the_alarms() -> None:
    assert period_of([metric("a"), metric("b", period=300)]) == 300
