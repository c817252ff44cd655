from inference_code.schema.chat import ChatRequest
from inference_code.server.chat_answer import ChatAnswer
from tests.inference_code.scripted import chunk


def test_each_chunk_of_a_batch_is_an_event_of_its_own() -> None:
    request = ChatRequest.model_construct(messages=[])
    events = ChatAnswer(request).events([chunk("one"), chunk("two")])
    assert list(events) == [b"data: %b\n\n" % chunk("one"), b"data: %b\n\n" % chunk("two")]
