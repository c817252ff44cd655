from inference_code.handlers.onnx.choice import Limits, choose
from inference_code.handlers.onnx.job import Job, Text
from inference_code.handlers.onnx.tokens import Tokens


def job(*sizes: int) -> Job:
    return Job([Tokens([1] * size, [0] * size) for size in sizes], {})


def chosen(*jobs: Job, texts: int = 8, tokens: int = 512) -> list[Text]:
    return choose(jobs, Limits(texts=texts, tokens=tokens, saving=10))


def sizes(texts: list[Text]) -> list[int]:
    return [len(text.tokens) for text in texts]


def test_texts_of_all_requests_go_together() -> None:
    assert sizes(chosen(job(5), job(6), job(7))) == [5, 6, 7]


def test_each_request_has_its_turn_before_a_second_text_of_another() -> None:
    long, short = job(5, 5, 5, 5), job(6)
    assert [text.job for text in chosen(long, short, texts=3)] == [long, short, long]


def test_no_more_texts_than_allowed() -> None:
    assert len(chosen(*(job(5) for _ in range(9)))) == 8


def test_a_limit_of_one_takes_each_text_by_itself() -> None:
    assert sizes(chosen(job(5), job(5), texts=1)) == [5]


def test_short_text_joins_a_longer_one_if_that_saves_time() -> None:
    assert sizes(chosen(job(30), job(20))) == [30, 20]
    assert sizes(chosen(job(30), job(19))) == [30]


def test_long_text_joins_shorter_ones_if_they_need_little_padding() -> None:
    assert sizes(chosen(job(20), job(20), job(25))) == [20, 20, 25]
    assert sizes(chosen(job(20), job(20), job(26))) == [20, 20]


def test_text_that_is_left_out_waits() -> None:
    long = job(200)
    assert sizes(chosen(job(8), long, job(9))) == [8, 9]
    assert len(long.waiting) == 1


def test_no_more_tokens_than_allowed_padding_included() -> None:
    assert sizes(chosen(*(job(100) for _ in range(9)), tokens=350)) == [100, 100, 100]


def test_single_text_may_have_more_tokens_than_a_run() -> None:
    assert sizes(chosen(job(600), job(600))) == [600]


def test_taken_texts_wait_no_more() -> None:
    one = job(5, 200)
    chosen(one)
    assert [len(text.tokens) for text in one.waiting] == [200]
