"""Makes the model folders of containers/onnx, in an environment that has PyTorch."""
