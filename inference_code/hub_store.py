"""Where a container keeps what it downloads from the hub of Hugging Face."""

from collections.abc import Mapping

HOME = "HF_HOME"
STORE = "/tmp/huggingface"  # noqa: S108 - in a container nobody else has it
"""SageMaker mounts an instance's large volume here. The hub's own choice, a folder in the home of
root, has some 25 GB on instances, and cannot be written to on serverless endpoints.

Sources: https://github.com/aws/sagemaker-huggingface-inference-toolkit/issues/78,
https://github.com/huggingface/text-embeddings-inference/issues/609"""


def hub_store(environ: Mapping[str, str]) -> dict[str, str]:
    """The variable that says it, unless an operator has, or the model folder is not SageMaker's.

    To be set before `huggingface_hub` is imported, which reads it once.
    """
    elsewhere = "SAGEMAKER_BASE_DIR" in environ
    return {} if elsewhere or HOME in environ else {HOME: STORE}
