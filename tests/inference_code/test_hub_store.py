from inference_code.hub_store import STORE, hub_store


def test_downloads_go_to_the_large_volume_of_sagemaker() -> None:
    assert hub_store({}) == {"HF_HOME": STORE}


def test_choice_of_an_operator_stays() -> None:
    assert hub_store({"HF_HOME": "/here"}) == {}


def test_downloads_of_a_container_on_a_laptop_go_where_its_others_are() -> None:
    assert hub_store({"SAGEMAKER_BASE_DIR": "/somewhere"}) == {}
