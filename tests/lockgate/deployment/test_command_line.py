from pathlib import Path

from lockgate.aws import Target
from lockgate.deployment.command_line import CommandLine, bootstrap_command, deploy_command

CDK = Path("/project/node_modules/.bin/cdk")
ROOT = Path("/project")
LOCAL = Target("eu-west-1", "http://localhost:4566")
AWS = Target("eu-west-1")


def deploy(
    *, endpoint: str | None = None, target: Target = LOCAL, approve: bool = True
) -> CommandLine:
    return deploy_command(
        CDK,
        environment="local",
        endpoint=endpoint,
        target=target,
        root=ROOT,
        approve=approve,
        outputs=ROOT / ".lockgate" / "outputs.json",
    )


def test_environment_deploys_all_of_its_stacks() -> None:
    assert deploy().arguments[:3] == [str(CDK), "deploy", "local/*"]


def test_endpoint_deploys_its_own_stack() -> None:
    assert deploy(endpoint="chat").arguments[2] == "local/chat"


def test_only_the_environment_itself_is_synthesised() -> None:
    assert "--context environment=local" in str(deploy())


def test_approved_deployment_runs_several_stacks_at_once() -> None:
    assert "--require-approval never --concurrency 8" in str(deploy())


def test_unapproved_deployment_leaves_asking_to_the_cdk() -> None:
    command = str(deploy(target=AWS, approve=False))

    assert "--require-approval broadening" in command
    assert "--concurrency" not in command


def test_real_account_gets_no_variables() -> None:
    assert deploy(target=AWS).variables == {}


def test_local_aws_gets_its_address_and_plainly_unreal_credentials() -> None:
    assert deploy().variables == {
        "AWS_ENDPOINT_URL": "http://localhost:4566",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "eu-west-1",
    }


def test_profile_of_the_user_does_not_reach_a_local_deployment() -> None:
    environment = deploy().environment({"AWS_PROFILE": "prod", "PATH": "/bin"})

    assert "AWS_PROFILE" not in environment
    assert environment["PATH"] == "/bin"


def test_profile_of_the_user_reaches_a_real_deployment() -> None:
    environment = deploy(target=AWS).environment({"AWS_PROFILE": "prod"})

    assert environment == {"AWS_PROFILE": "prod"}


def test_bootstrap_names_account_and_region() -> None:
    command = bootstrap_command(CDK, account="000000000000", target=LOCAL, cwd=ROOT)

    assert command.arguments == [str(CDK), "bootstrap", "aws://000000000000/eu-west-1"]


def test_printed_command_can_be_pasted_into_a_shell() -> None:
    command = CommandLine(["cdk", "deploy", "local/*"], ROOT, {"AWS_REGION": "eu-west-1"})

    assert str(command) == "AWS_REGION=eu-west-1 cdk deploy 'local/*'"


def test_local_aws_is_reached_past_a_proxy() -> None:
    assert deploy().environment({"HTTP_PROXY": "http://x"})["NO_PROXY"] == "localhost,127.0.0.1"


def test_real_account_is_reached_as_the_shell_says() -> None:
    assert deploy(target=AWS).environment({"HTTP_PROXY": "http://x"}) == {"HTTP_PROXY": "http://x"}
