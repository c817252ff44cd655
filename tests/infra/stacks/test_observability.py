import pytest

from tests.infra.templates import Assembly

STACK = "observability"


@pytest.mark.parametrize(
    "output",
    [
        "AlarmTopicArn",
        "DashboardName",
        "MetricsFunctionName",
        "RecordsBucketName",
        "ReplayFunctionName",
    ],
)
def test_output_names_what_others_look_for(house: Assembly, output: str) -> None:
    house.template("kinds", STACK).has_output(output, {})


def test_each_objective_tells_the_topic(project_assembly: Assembly) -> None:
    alarms = project_assembly.resources("prod", STACK, "AWS::CloudWatch::CompositeAlarm").values()
    assert alarms
    for alarm in alarms:
        assert alarm["AlarmActions"][0]["Ref"].startswith("AlarmsTopic")


def test_stack_is_the_same_whichever_endpoint_is_left_out(house: Assembly) -> None:
    """Endpoints come and go alone: what they import is there without them."""
    exports = [
        {key for key in house.json(name, STACK)["Outputs"] if key.startswith("Exports")}
        for name in ("built", "docker", "remote", "kinds")
    ]
    assert all(found == exports[0] for found in exports)
