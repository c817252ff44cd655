"""A real-time endpoint on Inferentia or Trainium."""

from infra.endpoints.online import OnlineEndpoint


class InferentiaEndpoint(OnlineEndpoint):
    """Instances with NeuronCores, always on; the image and AMI follow from the instance type."""
