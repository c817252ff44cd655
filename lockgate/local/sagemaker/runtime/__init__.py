"""The SageMaker runtime: InvokeEndpoint, InvokeEndpointWithResponseStream, InvokeEndpointAsync."""
