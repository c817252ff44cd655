"""SageMaker hosting on this machine: control plane, runtime and CloudFormation types."""
