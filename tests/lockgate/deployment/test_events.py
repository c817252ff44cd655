from lockgate.deployment.events import (
    ResourceEvent,
    StackFailed,
    StackFinished,
    StackStarted,
    Synthesised,
    parse_line,
)


def test_synthesis_time() -> None:
    assert parse_line("✨  Synthesis time: 7.85s") == Synthesised(7.85)


def test_stack_that_begins_has_its_position() -> None:
    line = "local/data (lockgate-local-data): deploying... [1/3]"

    assert parse_line(line) == StackStarted("lockgate-local-data", "local/data", 1, 3)


def test_resource_event_counts_what_is_done() -> None:
    line = (
        "local-data |  2/13 | 6:07:30 PM | CREATE_IN_PROGRESS      | AWS::S3::Bucket "
        "           | local/data/Bucket (Bucket83908E77) "
    )

    assert parse_line(line) == ResourceEvent(
        "local-data",
        2,
        13,
        "CREATE_IN_PROGRESS",
        "AWS::S3::Bucket",
        "local/data/Bucket (Bucket83908E77)",
    )


def test_resource_event_without_logical_path() -> None:
    line = (
        "CDKToolkit | 12/15 | 6:07:20 PM | CREATE_FAILED | AWS::IAM::Role | DeploymentActionRole "
    )

    event = parse_line(line)

    assert isinstance(event, ResourceEvent)
    assert event.failed


def test_deployed_stack_has_changed() -> None:
    assert parse_line("✅  local/chat (local-chat)") == StackFinished("local-chat", changed=True)


def test_stack_without_changes() -> None:
    line = " ✅  local/chat (local-chat) (no changes)"

    assert parse_line(line) == StackFinished("local-chat", changed=False)


def test_failed_stack() -> None:
    assert parse_line("❌  local-chat failed to deploy") == StackFailed("local-chat")


def test_other_lines_are_no_events() -> None:
    assert parse_line("local-data: creating CloudFormation changeset...") is None
