from tests.infra.config.conftest import Broken
from tests.infra.config.samples import small_endpoint


def test_51_tags_of_environment_endpoint_and_lockgate(broken: Broken) -> None:
    tags = {f"k{i}": "v" for i in range(47)}
    endpoint = small_endpoint(tags={"one": "more"})
    assert broken(tags=tags, endpoints={"chat": endpoint}) == [
        "endpoints.chat.tags  51 tags, 3 of them Lockgate's own, are more than the 50 of a "
        "resource; remove some here or from the environment  [SM-TAG-01]"
    ]


def test_50_tags_are_allowed(broken: Broken) -> None:
    assert broken(tags={f"k{i}": "v" for i in range(47)}) == []


def test_tag_value_of_257_characters(broken: Broken) -> None:
    (found,) = broken(tags={"team": "x" * 257})
    assert found.startswith("tags.team  the value 'xxx")
    assert found.endswith(
        "is not 1 to 256 characters of letters, digits, spaces and _ . : / = + - @; rewrite it"
        "  [TAG]"
    )


def test_empty_tag_value(broken: Broken) -> None:
    (found,) = broken(tags={"team": ""})
    assert found.startswith("tags.team  the value '' is not 1 to 256 characters of letters")


def test_tag_key_with_a_forbidden_character(broken_small: Broken) -> None:
    assert broken_small(tags={"a#b": "v"}) == [
        "endpoints.chat.tags.a#b  the key 'a#b' is not 1 to 128 characters of letters, digits, "
        "spaces and _ . : / = + - @; rewrite it  [TAG]"
    ]


def test_tag_with_a_reserved_prefix(broken: Broken) -> None:
    assert broken(tags={"aws:team": "v"}) == [
        "tags.aws:team  'aws:team' begins with the reserved aws:; rename it  [TAG]"
    ]


def test_endpoint_tag_with_lockgates_prefix(broken_small: Broken) -> None:
    assert broken_small(tags={"lockgate:model": "v"}) == [
        "endpoints.chat.tags.lockgate:model  'lockgate:model' begins with the reserved lockgate:; "
        "rename it  [TAG]"
    ]


def test_tag_keys_that_differ_in_case_only(broken: Broken) -> None:
    endpoint = small_endpoint(tags={"Team": "b"})
    assert broken(tags={"team": "a"}, endpoints={"chat": endpoint}) == [
        "endpoints.chat.tags.Team  'Team' differs from 'team' in case only, and an IAM role takes "
        "one of them; write both alike  [TAG]"
    ]


def test_tag_of_the_environment_that_an_endpoint_replaces(broken: Broken) -> None:
    endpoint = small_endpoint(tags={"team": "b"})
    assert broken(tags={"team": "a"}, endpoints={"chat": endpoint}) == []
