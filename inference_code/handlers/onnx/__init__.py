"""Encoders on ONNX Runtime: embeddings and classifiers, without PyTorch or Transformers.

Texts of all waiting requests go into the next run of the model together.
"""

from inference_code.handlers.onnx.handler import Onnx

__all__ = ["Onnx"]
