from infra.config.violations import ConfigurationError, Violation, errors

HERE = Violation("environments/dev.yaml", 14, "endpoints.chat.instance", "too small", "FIT")


def test_violation_prints_place_path_message_and_rule() -> None:
    assert str(HERE) == ("environments/dev.yaml:14  endpoints.chat.instance  too small  [FIT]")


def test_violation_of_a_whole_file_prints_no_line_and_no_path() -> None:
    assert str(Violation("dev.yaml", None, "", "is missing", "FILE")) == (
        "dev.yaml  is missing  [FILE]"
    )


def test_warning_says_that_it_is_one() -> None:
    warning = Violation("dev.yaml", 1, "region", "looks odd", "REG-01", "warn")
    assert str(warning) == "dev.yaml:1  region  warn: looks odd  [REG-01]"


def test_error_prints_every_violation() -> None:
    assert str(ConfigurationError([HERE, HERE])).splitlines() == [str(HERE), str(HERE)]


def test_warnings_are_no_errors() -> None:
    warning = Violation("dev.yaml", 1, "", "looks odd", "REG-01", "warn")
    assert errors([warning, HERE]) == [HERE]
