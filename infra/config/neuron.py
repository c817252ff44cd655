"""Models on NeuronCores: how many copies run on an instance, and how they can be split.

Sources: https://awsdocs-neuron.readthedocs-hosted.com, the pages on the architecture of Inf2, Trn1
and Trn2, and the developer guide of transformers-neuronx.
"""

from infra.config.catalogue import Instance
from infra.config.model_card import Neuron

DEGREES = {"inf2": (1, 2, 4, 8, 12, 24), "trn1": (1, 2, 8, 32)}
"""Tensor parallel degrees that the Neuron runtime supports, by chip; two pages of the documentation
disagree about Inf2, and this is what either of them says."""
FIRST_GENERATION = "inf1"
"""No image of the catalogue runs on it: they are for NeuronCores of the second generation."""


def neuron_cores(instance: Instance) -> int:
    """NeuronCores of an instance; 0 when it has none."""
    return instance.accelerator.neuron_cores if instance.accelerator else 0


def model_copies(instance: Instance, neuron: Neuron) -> int:
    """Copies of a model that an instance's cores can hold."""
    return neuron_cores(instance) // neuron.tensor_parallel_degree
