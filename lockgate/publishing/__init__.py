"""Adding models to a multi-model endpoint that is deployed, without a deployment."""
