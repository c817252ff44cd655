"""Why a filter pattern is refused."""


class FilterPatternError(ValueError):
    """A pattern that CloudWatch Logs would not take."""


def invalid_character(character: str) -> FilterPatternError:
    """A character that must stand in double quotes; these are AWS's own words."""
    return FilterPatternError(f"Invalid character(s) in term '{character}'")
