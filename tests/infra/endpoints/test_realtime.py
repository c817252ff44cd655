from aws_cdk.assertions import Match

from tests.infra.templates import Assembly


def test_endpoint_is_named_after_its_environment(house: Assembly) -> None:
    house.template("built", "file").has_resource_properties(
        "AWS::SageMaker::Endpoint", {"EndpointName": "built-file"}
    )


def test_configuration_has_no_fixed_name(house: Assembly) -> None:
    configuration = house.one("built", "file", "AWS::SageMaker::EndpointConfig")
    assert "EndpointConfigName" not in configuration


def test_endpoint_waits_for_its_log_group(house: Assembly) -> None:
    template = house.json("built", "file")
    (endpoint,) = [
        row for row in template["Resources"].values() if row["Type"] == "AWS::SageMaker::Endpoint"
    ]
    (group,) = house.resources("built", "file", "AWS::Logs::LogGroup")
    assert group in endpoint["DependsOn"]


def test_scaled_endpoint_keeps_its_instance_count_through_updates(house: Assembly) -> None:
    house.template("built", "file").has_resource_properties(
        "AWS::SageMaker::Endpoint",
        {
            "RetainAllVariantProperties": True,
            "ExcludeRetainedVariantProperties": [
                {"VariantPropertyType": "DesiredWeight"},
                {"VariantPropertyType": "DataCaptureConfig"},
            ],
        },
    )


def test_fixed_endpoint_takes_its_instance_count_from_the_configuration(house: Assembly) -> None:
    house.template("remote", "hub").has_resource_properties(
        "AWS::SageMaker::Endpoint", {"RetainAllVariantProperties": Match.absent()}
    )


def test_outputs_name_the_endpoint_and_its_logs(house: Assembly) -> None:
    template = house.template("built", "file")
    template.has_output("EndpointName", {"Value": "built-file"})
    template.has_output("LogGroupName", {"Value": "/aws/sagemaker/Endpoints/built-file"})
