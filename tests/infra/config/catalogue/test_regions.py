from infra.config.catalogue.regions import regions


def test_regions_come_from_prices_and_images() -> None:
    assert {"eu-west-1", "us-east-1", "cn-north-1", "ap-east-2"} <= regions()


def test_unknown_region() -> None:
    assert "eu-wst-1" not in regions()
