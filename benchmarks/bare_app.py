"""The floor for synth: an app with one stack and one endpoint, and nothing of ours."""

import aws_cdk as cdk
from aws_cdk import aws_sagemaker as sagemaker

app = cdk.App()
stack = cdk.Stack(app, "bare")
sagemaker.CfnEndpoint(stack, "Endpoint", endpoint_config_name="configuration")
app.synth()
