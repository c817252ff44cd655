"""Many models in one server: SageMaker's multi-model container API.

Source: https://docs.aws.amazon.com/sagemaker/latest/dg/mms-container-apis.html
"""
