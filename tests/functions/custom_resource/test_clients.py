from functions.custom_resource.clients import CONFIG
from functions.custom_resource.deadline import ANSWERING_S
from functions.model_publish.publish import IN_PARTS


def test_each_part_that_is_copied_has_a_connection() -> None:
    assert CONFIG.max_pool_connections >= IN_PARTS.max_concurrency


def test_one_silent_call_leaves_time_to_answer() -> None:
    assert CONFIG.read_timeout < ANSWERING_S
