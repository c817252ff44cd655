"""The SageMaker runtime: InvokeEndpoint and InvokeEndpointWithResponseStream."""
