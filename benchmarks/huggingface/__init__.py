"""The container `huggingface` against its bare engine: python -m benchmarks.huggingface"""
