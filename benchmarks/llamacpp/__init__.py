"""The container `llamacpp` against its bare engine: python -m benchmarks.llamacpp"""
