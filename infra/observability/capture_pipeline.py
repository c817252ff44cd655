"""From captured requests and answers to figures: a function that hears of each, and its alarms."""

from constructs import Construct

from infra.config.redactions import as_variable, redactions_of
from infra.observability.capture_function import Captures, capture_function, read_queue
from infra.observability.parts import Parts


class CapturePipeline(Construct):
    """One for all endpoints of an environment; idle where none captures."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        parts: Parts,
        captures: Captures,
        dead_letters: str,
    ) -> None:
        super().__init__(scope, construct_id)
        redactions = redactions_of(parts.name, parts.environment)
        self.function = capture_function(
            self,
            captures=captures,
            bucket=parts.bucket,
            bucket_arn=parts.bucket_arn,
            redacted=list(redactions),
            redactions=as_variable(redactions),
            description=f"Derives figures from the captures of {parts.name}",
            **parts.of_functions(self, "capture"),
        )
        read_queue(self.function, queue_arn=captures.queue)
        parts.alarms.failing("Capture", function=self.function.name)
        parts.alarms.dead_letters(queue=dead_letters)
