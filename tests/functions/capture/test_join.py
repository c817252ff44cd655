import json
from typing import Any

from functions.capture.capture import Capture
from functions.capture.join import Join
from functions.capture.place import Place
from functions.capture.row import Row
from tests.functions.capture.captured import ANSWER, KEY, QUESTION, chat, payload, record

PLACE = Place.of(KEY)


def joined(*records: dict[str, Any]) -> list[Row]:
    join, rows = Join(), list[Row]()
    for each in records:
        rows += join.add(Row.of(Capture.of(json.dumps(each).encode()), PLACE))
    return rows + list(join.rest())


def asked(event_id: str, question: Any = QUESTION) -> dict[str, Any]:
    return record(payload(question), event_id=event_id, inferenceId="i1")


def answered(event_id: str, answer: Any = ANSWER) -> dict[str, Any]:
    return record(None, payload(answer), event_id=event_id, inferenceId="i1")


def test_request_and_answer_of_one_inference_make_one_row() -> None:
    (row,) = joined(asked("e1"), answered("e1"))
    assert (row.has_input, row.has_output) == (True, True)
    assert (row.prompt_characters, row.answer_characters) == (14, 5)


def test_answer_may_come_before_its_request() -> None:
    assert joined(answered("e2"), asked("e1")) != []
    assert len(joined(answered("e2"), asked("e1"))) == 1


def test_inference_id_that_is_used_again_keeps_its_requests_apart() -> None:
    rows = joined(asked("e1", {"prompt": "a"}), asked("e2"), answered("e3"), answered("e4"))
    assert [row.prompt_characters for row in rows] == [1, 14]


def test_whole_records_of_one_inference_id_are_rows_each() -> None:
    assert len(joined(chat(inferenceId="i1"), chat(event_id="e2", inferenceId="i1"))) == 2


def test_event_that_comes_twice_is_one_row() -> None:
    assert len(joined(chat(), chat())) == 1


def test_half_without_the_other_is_a_row() -> None:
    (row,) = joined(asked("e1"))
    assert (row.has_input, row.has_output, row.empty) == (True, False, None)
