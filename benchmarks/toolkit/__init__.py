"""The container `toolkit` against its bare engine: python -m benchmarks.toolkit"""
