"""The containers that the contract suite runs against."""

from tests.containers.subjects.encoders import HuggingFace, ManyOnnx, Onnx
from tests.containers.subjects.llamacpp import LlamaCpp, ManyLlamaCpp
from tests.containers.subjects.subject import Subject
from tests.containers.subjects.toolkit import ManyToolkit, Toolkit

SUBJECTS: tuple[Subject, ...] = (
    LlamaCpp(),
    ManyLlamaCpp(),
    Onnx(),
    ManyOnnx(),
    HuggingFace(),
    Toolkit(),
    ManyToolkit(),
)
