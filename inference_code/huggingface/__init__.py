"""Models of Hugging Face Transformers: what the hooks of containers/huggingface are made of.

Runs inside the workers of Multi Model Server. Only what loads or runs a model imports torch.
"""
