from infra.config.nearest import nearest


def test_close_name_is_suggested() -> None:
    assert nearest("instnace", ["instance", "model"]) == "did you mean 'instance'?"


def test_all_names_are_listed_when_none_is_close() -> None:
    assert nearest("zzz", ["b", "a"]) == "known are: a, b"


def test_long_lists_are_cut() -> None:
    assert nearest("zzz", [f"n{i:02}" for i in range(14)]).endswith("n11 and 2 more")


def test_nothing_is_known() -> None:
    assert nearest("zzz", []) == "none exists yet"
