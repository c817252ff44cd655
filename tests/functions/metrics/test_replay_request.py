from typing import Any

import pytest

from functions.metrics.replay_request import ReplayRequest, ReplayRequestError, written

EVENT = {"from": "2026-11-22T10:00:00Z", "to": "2026-11-22T11:00:00Z"}
KEY = {"endpoint": "dev-chat", "variant": "a", "minute": "2026-11-22T10:15:00Z"}


def test_minutes_and_keys_are_read() -> None:
    request = ReplayRequest.of(EVENT | {"publish": [KEY]})
    assert (written(request.start), written(request.end)) == (EVENT["from"], EVENT["to"])
    (key,) = request.publish
    assert (key.place, written(key.minute)) == (("dev-chat", "a"), KEY["minute"])


def test_other_time_zones_are_understood() -> None:
    request = ReplayRequest.of(EVENT | {"to": "2026-11-22T12:00:00+01:00"})
    assert written(request.end) == EVENT["to"]


@pytest.mark.parametrize("publish", [None, []])
def test_nothing_need_be_published(publish: Any) -> None:
    assert not ReplayRequest.of(EVENT | {"publish": publish}).publish


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"from": None}, "from is None; it must be a whole minute such as"),
        ({"from": "yesterday"}, "from is 'yesterday'"),
        ({"to": "2026-11-22T11:00:00"}, "to is '2026-11-22T11:00:00'"),
        ({"to": "2026-11-22T10:00:30Z"}, "it must be a whole minute"),
        ({"to": "2026-11-22T11:01:00Z"}, "are 61 minutes; one call replays 1 to 60"),
        ({"to": "2026-11-22T10:00:00Z"}, "are 0 minutes"),
        ({"publish": [KEY | {"minute": "2026-11-22T11:00:00Z"}]}, "not within from and to"),
        ({"publish": [KEY | {"minute": 5}]}, "minute is 5"),
        ({"publish": [{"minute": KEY["minute"]}]}, "an entry of publish has no endpoint"),
        ({"publish": [KEY | {"variant": ["a"]}]}, "an entry of publish has no variant"),
        ({"publish": [KEY, KEY]}, "of dev-chat, variant a, twice"),
    ],
)
def test_wrong_event_is_refused(members: dict[str, Any], message: str) -> None:
    with pytest.raises(ReplayRequestError, match=message):
        ReplayRequest.of(EVENT | members)
