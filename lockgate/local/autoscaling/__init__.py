"""Application Auto Scaling of SageMaker endpoint variants."""
