"""The predictors of the SageMaker Python SDK, as its users call them."""

import pytest

from tests.clients.conftest import Ask, asking
from tests.local.conftest import LocalAws

pytestmark = [pytest.mark.local_aws, pytest.mark.model]


@pytest.fixture
async def ask(aws: LocalAws) -> Ask:
    return await asking("sagemaker_sdk", "predict.py", aws)


async def test_a_predictor_reads_the_answer(ask: Ask) -> None:
    completion = ask("chat", "Name a colour.")
    assert completion["choices"][0]["message"]["content"]


async def test_an_async_predictor_uploads_waits_and_reads_the_result(ask: Ask) -> None:
    completion = ask("later", "Name a colour.", "s3://results/in/question.json")
    assert completion["choices"][0]["message"]["content"]
