from tests.infra.templates import Assembly


def test_image_is_the_one_for_neuron_cores(house: Assembly) -> None:
    model = house.one("kinds", "chip", "AWS::SageMaker::Model")
    image = model["PrimaryContainer"]["Image"]
    assert "/huggingface-pytorch-tgi-inference:" in image
    assert "-neuronx-" in image


def test_ami_is_the_one_for_neuron(house: Assembly) -> None:
    configuration = house.one("kinds", "chip", "AWS::SageMaker::EndpointConfig")
    (variant,) = configuration["ProductionVariants"]
    assert variant["InferenceAmiVersion"] == "al2-ami-sagemaker-inference-neuron-2"
    assert variant["InstanceType"] == "ml.inf2.xlarge"
