"""Stacks with an endpoint, from creation to deletion, on a running local AWS."""

import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from lockgate.local import processes
from tests.local.conftest import LocalAws
from tests.local.stacks import Stacks, template

pytestmark = pytest.mark.local_aws


@pytest.fixture
def stacks(local_aws: LocalAws) -> Iterator[Stacks]:
    made = Stacks(local_aws)
    yield made
    made.delete()


@pytest.fixture
def runtime(local_aws: LocalAws) -> Any:
    return local_aws.client("sagemaker-runtime")


def describe(runtime: Any) -> dict[str, Any]:
    """What the container says of itself."""
    body = json.dumps({"do": "describe"})
    answer = runtime.invoke_endpoint(EndpointName="chat", Body=body)
    told: dict[str, Any] = json.loads(answer["Body"].read())
    return told


def test_a_stack_is_complete_when_its_endpoint_answers(stacks: Stacks, runtime: Any) -> None:
    assert stacks.create(template(GREETING="hello"))["StackStatus"] == "CREATE_COMPLETE"
    assert describe(runtime)["environment"]["GREETING"] == "hello"


def test_ref_is_the_arn_and_getatt_the_name(stacks: Stacks) -> None:
    stacks.create(template())
    outputs = stacks.outputs()
    assert outputs["Arn"] == "arn:aws:sagemaker:eu-west-1:000000000000:endpoint/chat"
    assert outputs["Name"] == "chat"
    assert outputs["ConfigName"].startswith("chat-Config-")
    target = "endpoint/chat/variant/primary|sagemaker:variant:DesiredInstanceCount|sagemaker"
    assert outputs["Target"] == target


def test_resources_carry_the_tags_of_stack_and_template(
    stacks: Stacks, local_aws: LocalAws
) -> None:
    stacks.create(template())
    sagemaker = local_aws.client("sagemaker")
    arn = sagemaker.list_models(NameContains="chat")["Models"][0]["ModelArn"]
    tags = {tag["Key"]: tag["Value"] for tag in sagemaker.list_tags(ResourceArn=arn)["Tags"]}
    assert tags["lockgate:model"] == "echo@1"
    assert tags["aws:cloudformation:stack-name"] == "chat"


def test_a_container_that_exits_rolls_the_stack_back_with_its_last_words(
    stacks: Stacks, local_aws: LocalAws
) -> None:
    assert stacks.create(template(MODE="exit"))["StackStatus"] == "ROLLBACK_COMPLETE"
    assert "Last output: the model file is missing" in stacks.reasons()[0]
    sagemaker = local_aws.client("sagemaker")
    assert sagemaker.list_endpoints(NameContains="chat")["Endpoints"] == []
    assert sagemaker.list_models(NameContains="chat")["Models"] == []


def test_an_update_replaces_the_configuration_and_loses_no_request(
    stacks: Stacks, runtime: Any, local_aws: LocalAws
) -> None:
    stacks.create(template(GREETING="old"))
    stop, answers = threading.Event(), [describe(runtime)]
    caller = local_aws.client("sagemaker-runtime")

    def call() -> None:
        while not stop.is_set():
            answers.append(describe(caller))  # an error would end the thread

    thread = threading.Thread(target=call)
    thread.start()
    status = stacks.update(template(GREETING="new"))["StackStatus"]
    answers.append(describe(runtime))
    assert thread.is_alive()
    stop.set()
    thread.join()
    assert status == "UPDATE_COMPLETE"
    greetings = [answer["environment"]["GREETING"] for answer in answers]
    assert (greetings[0], greetings[-1]) == ("old", "new")


def test_a_failed_update_rolls_back_while_the_old_fleet_answers(
    stacks: Stacks, runtime: Any, local_aws: LocalAws
) -> None:
    stacks.create(template(GREETING="old"))
    before = describe(runtime)["pid"]
    assert stacks.update(template(MODE="exit"))["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert describe(runtime)["pid"] == before
    models = local_aws.client("sagemaker").list_models(NameContains="chat")
    assert len(models["Models"]) == 1


def test_a_later_failure_takes_the_endpoint_back(stacks: Stacks, runtime: Any) -> None:
    stacks.create(template(GREETING="old"))
    body = template(GREETING="new")
    body["Resources"]["Target"]["Properties"]["MinCapacity"] = 5
    assert stacks.update(body)["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert "Maximum capacity cannot be less than minimum capacity" in stacks.reasons()[0]
    assert describe(runtime)["environment"]["GREETING"] == "old"


def test_a_configuration_with_a_fixed_name_cannot_be_replaced(stacks: Stacks) -> None:
    body = template()
    body["Resources"]["Config"]["Properties"]["EndpointConfigName"] = "fixed"
    stacks.create(body)
    body["Resources"]["Config"]["Properties"]["ProductionVariants"][0]["InitialInstanceCount"] = 2
    stacks.update(body)
    assert "custom-named resource requires replacing. Rename" in stacks.reasons()[0]


def test_a_property_that_the_type_does_not_have_is_refused(stacks: Stacks) -> None:
    body = template()
    body["Resources"]["Model"]["Properties"]["Colour"] = "red"
    stacks.create(body)
    message = "Properties validation failed: #: extraneous key [Colour] is not permitted"
    assert message in stacks.reasons()[0]


def test_a_deleted_stack_leaves_no_process(stacks: Stacks, runtime: Any) -> None:
    stacks.create(template())
    pid = describe(runtime)["pid"]
    stacks.delete()
    assert not processes.alive([pid])
    with pytest.raises(ClientError, match="not found"):
        describe(runtime)
