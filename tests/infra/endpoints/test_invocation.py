from tests.infra.templates import Assembly


def test_grant_covers_plain_streaming_and_asynchronous_invocation(house: Assembly) -> None:
    house.template("remote", "hub").has_resource_properties(
        "AWS::IAM::Policy",
        {
            "PolicyDocument": {
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": [
                            "sagemaker:InvokeEndpoint",
                            "sagemaker:InvokeEndpointAsync",
                            "sagemaker:InvokeEndpointWithResponseStream",
                        ],
                        "Resource": "arn:aws:sagemaker:eu-west-1:111122223333:endpoint/remote-hub",
                    }
                ]
            }
        },
    )
