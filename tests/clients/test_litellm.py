"""LiteLLM's provider `sagemaker_chat`, as its users call it."""

import pytest

from tests.clients.conftest import Ask, asking
from tests.local.conftest import LocalAws

pytestmark = [pytest.mark.local_aws, pytest.mark.model]


@pytest.fixture
async def ask(aws: LocalAws) -> Ask:
    return await asking("litellm_client", "chat.py", aws)


async def test_it_reads_an_answer_and_its_tokens(aws: LocalAws, ask: Ask) -> None:
    answer = ask("plain", aws.url, "chat", "Name a colour.")
    assert answer["text"]
    assert answer["finish_reason"] in {"stop", "length"}
    assert 0 < answer["completion_tokens"] <= 12


async def test_it_reads_a_stream_piece_by_piece(aws: LocalAws, ask: Ask) -> None:
    answer = ask("stream", aws.url, "chat", "Name a colour.")
    assert len([piece for piece in answer["pieces"] if piece]) > 1
