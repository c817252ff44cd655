"""The container `onnx` against its bare engine: python -m benchmarks.onnx"""
