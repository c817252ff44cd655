import pytest

from lockgate.local.metrics.requests import Times
from lockgate.local.metrics.search import search
from tests.local.metrics.kept import SCOPE, Kept, moment


@pytest.fixture
def kept() -> Kept:
    kept = Kept()
    for endpoint in ("dev-chat", "dev-ranker", "prod-chat"):
        for name in ("Requests", "ClientErrors"):
            kept.put(name, 1, of={"EndpointName": endpoint})
    kept.put("Requests", 1, of={"EndpointName": "dev-chat", "VariantName": "primary"})
    return kept


def labels(kept: Kept, expression: str) -> list[str]:
    times = Times(moment(0), moment(60), 60)
    return [line.label for line in search(kept.store, SCOPE, expression, "Sum", times)]


def of(*endpoints: str, name: str = "Requests") -> list[str]:
    return [f"{endpoint} {name}" for endpoint in endpoints]


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ('MetricName="Requests"', of("dev-chat", "dev-ranker", "prod-chat")),
        ('MetricName="Requests" EndpointName="dev-chat"', of("dev-chat")),
        ("Requests dev", of("dev-chat", "dev-ranker")),
        ("Requests AND NOT prod", of("dev-chat", "dev-ranker")),
        ("Requests EndpointName=(ranker OR prod)", of("dev-ranker", "prod-chat")),
        ('Requests ("dev-chat" OR "prod-chat")', of("dev-chat", "prod-chat")),
        ("errors chat prod", of("prod-chat", name="ClientErrors")),
        ('MetricName="Request"', []),
    ],
)
def test_terms_choose_metrics(kept: Kept, terms: str, expected: list[str]) -> None:
    assert labels(kept, f"{{Lockgate,EndpointName}} {terms}") == expected


def test_a_schema_is_exactly_the_dimensions(kept: Kept) -> None:
    assert labels(kept, "{Lockgate,VariantName,EndpointName}") == ["dev-chat primary Requests"]
    assert labels(kept, "{Lockgate}") == []
    assert labels(kept, '{"Lockgate","EndpointName"} ranker') == [
        "dev-ranker ClientErrors",
        "dev-ranker Requests",
    ]


@pytest.mark.parametrize(
    ("expression", "told"),
    [
        ("Requests", "SEARCH needs a schema"),
        ("{Lockgate} (a", "SEARCH ends too early|SEARCH lacks a bracket"),
        ("{Lockgate} a)", "SEARCH has terms that do not parse"),
        ("{Lockgate} MetricName=", "SEARCH ends too early"),
        ('{Lockgate} "open', "SEARCH has terms that do not parse"),
    ],
)
def test_what_does_not_parse_is_told(kept: Kept, expression: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        labels(kept, expression)
