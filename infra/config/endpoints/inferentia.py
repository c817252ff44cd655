"""Inferentia endpoints: real-time endpoints on AWS's own Inferentia and Trainium chips."""

from typing import Literal

from infra.config.endpoints.online import OnlineEndpoint


class InferentiaEndpoint(OnlineEndpoint):
    """A SageMaker real-time endpoint whose models are compiled for NeuronCores.

    What they are compiled for is part of the release: its `neuron` settings, and its
    `context_length` (the sequence length) and `parallel_requests` (the batch size).
    """

    kind: Literal["inferentia"]
    """`inferentia`: real-time on Inferentia2 or Trainium, with a compiled model."""
