"""What models do inside a container: schemas, handlers, the server and its telemetry.

Nothing here knows AWS or the CDK. The only interface to the platform is SageMaker's container
contract: `serve`, `GET /ping`, `POST /invocations` and the model's files below a base directory.
"""
