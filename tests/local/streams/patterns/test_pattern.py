"""The examples of AWS's page on filter patterns, and what it says of each."""

import pytest

from lockgate.local.streams.patterns.errors import FilterPatternError
from lockgate.local.streams.patterns.pattern import matcher

REQUESTS = [
    "[ERROR 400] BAD REQUEST",
    "[ERROR 401] UNAUTHORIZED REQUEST",
    "[ERROR 419] MISSING ARGUMENTS",
    "[ERROR 420] INVALID ARGUMENTS",
    "[ERROR 500] INTERNAL SERVER ERROR",
    "[SUCCESS 200] AUTHORIZED REQUEST",
]
TRAIL = (
    '{"eventType": "UpdateTrail", "sourceIPAddress": "111.111.111.111",'
    ' "arrayKey": ["value", "another value"],'
    ' "objectList": [{"name": "a", "id": 1}, {"name": "b", "id": 2}],'
    ' "SomeObject": null, "ThisFlag": true, "cluster.name": "c"}'
)
USERS = (
    '{"user": {"id": 1, "email": "John.Stiles@example.com"},'
    ' "users": [{"id": 2, "email": "John.Doe@example.com"},'
    ' {"id": 3, "email": "Jane.Doe@example.com"}],'
    ' "actions": ["GET", "PUT", "DELETE"], "coordinates": [[0, 1, 2], [4, 5, 6], [7, 8, 9]]}'
)
ACCESS = '127.0.0.1 Prod frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534'
SERVICE = [
    "INFO 09/25/2014 12:00:00 GET /service/resource/67 1200",
    "INFO 09/25/2014 12:00:01 POST /service/resource/67/part/111 1310",
    "WARNING 09/25/2014 12:00:02 Invalid user request",
    "ERROR 09/25/2014 12:00:02 Failed to process request",
]


@pytest.mark.parametrize(
    ("pattern", "matching"),
    [
        ("%AUTHORIZED%", [1, 5]),
        ("ERROR", [0, 1, 2, 3, 4]),
        ("ERROR ARGUMENTS", [2, 3]),
        ("?ERROR ?ARGUMENTS", [0, 1, 2, 3, 4]),
        ("?ERROR ?ARGUMENTS REQUEST", [0, 1, 5]),
        ('"INTERNAL SERVER ERROR"', [4]),
        ("ERROR -ARGUMENTS", [0, 1, 4]),
        ('"ERROR" - "ARGUMENTS"', [0, 1, 4]),
        ('" "', [0, 1, 2, 3, 4, 5]),
        ("", [0, 1, 2, 3, 4, 5]),
        ("error", []),
    ],
)
def test_terms(pattern: str, matching: list[int]) -> None:
    found = [place for place, text in enumerate(REQUESTS) if matcher(pattern)(text)]
    assert found == matching


@pytest.mark.parametrize(
    "pattern",
    [
        '{ $.eventType = "UpdateTrail" }',
        "{ $.eventType = *Trail }",
        "{ $.eventType = Update* }",
        '{ $.eventType = "*dateTr*" }',
        '{ $.eventType = "*" }',
        "{ $.sourceIPAddress != 123.123.* }",
        '{ $.arrayKey[0] = "value" }',
        "{ $.objectList[1].id = 2 }",
        "{ $.eventType = %Trail% }",
        "{ $.arrayKey[*] = %val.{2}% }",
        r"{ $.* = %111\.111\.111\.1[0-9]{1,2}% }",
        "{ $.['cluster.name'] = \"c\" }",
        "{ $.SomeObject IS NULL }",
        "{ $.ThisFlag IS TRUE }",
        "{ $.SomeOtherObject NOT EXISTS }",
    ],
)
def test_json_that_matches(pattern: str) -> None:
    assert matcher(pattern)(TRAIL)


@pytest.mark.parametrize(
    "pattern",
    [
        "{ $.eventType = Up*Trail }",  # an asterisk inside is one
        "{ $.eventType[0] = UpdateTrail }",
        "{ $.arrayKey = value }",
        "{ $.arrayKey != value }",
        "{ $.SomeObject NOT EXISTS }",
        "{ $.ThisFlag IS FALSE }",
        "{ $.SomeOtherObject = x }",
        "{ $.SomeOtherObject != x }",
        "{ $.eventType > 3 }",
    ],
)
def test_json_that_does_not_match(pattern: str) -> None:
    assert not matcher(pattern)(TRAIL)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ('{ ($.user.id = 1) && ($.users[0].email = "John.Doe@example.com") }', True),
        (
            '{ $.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = "nonmatch"'
            ' && $.actions[2] = "nonmatch" }',
            True,
        ),
        (
            '{ ($.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = "nonmatch")'
            ' && $.actions[2] = "nonmatch" }',
            False,
        ),
        (
            '{ ($.user.id = 2 && $.users[0].email = "nonmatch") || $.actions[2] = "GET" }',
            False,
        ),
    ],
)
def test_compound_json(pattern: str, expected: bool) -> None:
    assert matcher(pattern)(USERS) is expected


@pytest.mark.parametrize(
    ("condition", "matching"),
    [
        ("> 75", [100]),
        ("< 50", [0.001, 5]),
        (">= 75", [75, 100]),
        ("<= 5", [0.001, 5]),
        ("= 75", [75]),
        ("!= 75", [0.001, 5, 100]),
        ("= 1e+2", [100]),
        ("!= 1e-3", [5, 75, 100]),
        ("= 7*", [75]),
    ],
)
def test_numbers(condition: str, matching: list[float]) -> None:
    holds = matcher("{ $.number[0] " + condition + "}")
    assert [n for n in (0.001, 5, 75, 100) if holds(f'{{"number": [{n}]}}')] == matching


@pytest.mark.parametrize("text", ["no json", "[1]", '"text"', '{"a": ', ""])
def test_events_that_are_no_json_objects_do_not_match(text: str) -> None:
    assert not matcher("{ $.a NOT EXISTS }")(text)


@pytest.mark.parametrize(
    "pattern",
    [
        "[ip, user, username, timestamp, request, status_code, bytes]",
        r"[ip=%127\.0\.0\.[1-9]%, user, username, timestamp, request =*.html*, status_code = 4*,"
        " bytes]",
        "[..., request =*.html*, status_code = 4*, bytes]",
        "[..., request=*.html*, status_code=4*,]",
        "[ip, user, ...]",
        "[ip, user, ..., status_code, bytes > 1000]",
        "[ip, user, username, timestamp, request, status_code = 404 || status_code = 410, bytes]",
        '[ip, user, username, timestamp = "10/Oct/2000:13:25:15 -0700", ...]',
    ],
)
def test_fields_that_match(pattern: str) -> None:
    assert matcher(pattern)(ACCESS)


@pytest.mark.parametrize(
    "pattern",
    [
        "[ip, user, username, timestamp, request, status_code = 4* && status_code != 404, bytes]",
        "[ip, user, username, timestamp, request, status_code, bytes, more]",
        "[..., status_code, bytes > 2000]",
    ],
)
def test_fields_that_do_not_match(pattern: str) -> None:
    assert not matcher(pattern)(ACCESS)


@pytest.mark.parametrize(
    ("pattern", "matching"),
    [
        ("[w1=ERROR, w2]", [3]),
        ("[w1=ERROR || w1=WARNING, w2]", [2, 3]),
        ("[w1!=ERROR && w1!=WARNING, w2]", [0, 1]),
        ("[level, date, time, method, url=%/service/resource/[0-9]+$%, response_time]", [0]),
        ("[level, date, time, method, url=%/resource/[0-9]+/part/[0-9]+$%, response_time]", [1]),
    ],
)
def test_terms_in_order(pattern: str, matching: list[int]) -> None:
    assert [place for place, text in enumerate(SERVICE) if matcher(pattern)(text)] == matching


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("?Status: timeout", "Invalid character(s) in term ':'"),
        ("(ERROR", "Invalid character(s) in term '('"),
        ("ERR,OR", "Invalid character(s) in term ','"),
        ('"open', "A term has no closing double quotation mark"),
        ("%something!%", "Invalid character(s) in term '!'"),
        ("%[a%", "Invalid regular expression %[a%"),
        ('{ $."detail-type" = a }', "Invalid character(s) in term '$'"),
        ("{ $.a = b", "A pattern that begins with '{' must end with '}'"),
        ("{ $.a }", "The pattern ends where an operator must follow"),
        ("{ $.a = }", "The pattern ends where a value must follow"),
        ("{ ($.a = b }", "A parenthesis is not closed"),
        ("{ $.a = b $.c = d }", "'$.c' stands where the pattern must end"),
        ("{ a = b }", "'a' stands where a property selector such as $.name must be"),
        ("{ $.a > b }", "'b' is no number"),
        ("{ $.a IS NOT }", "'IS NOT' is not supported"),
        ("{ $.a EXISTS }", "'EXISTS' stands where an operator must be"),
        ("{ $.a[*].* = 1 }", "'$.a[*].*' has more than one wildcard"),
        ("{ $.a = %a% || $.a = %b% || $.a = %c% }", "more than 2 regular expressions"),
        ("{ $.* = 1 || $.* = 2 || $.* = 3 || $.* = 4 }", "more than 3 wildcard selectors"),
        ("[..., a, ...]", "The pattern has more than one ellipsis"),
        ("[a = 1 && b = 2]", "The field 'a' has a condition on 'b'"),
    ],
)
def test_what_aws_does_not_take_is_refused(pattern: str, message: str) -> None:
    with pytest.raises(FilterPatternError) as refused:
        matcher(pattern)
    assert message in str(refused.value)
