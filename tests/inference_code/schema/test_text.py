from inference_code.schema.text import TextRequest


def body(**parameters: object) -> dict[str, object]:
    request = TextRequest.model_validate({"inputs": "once", "parameters": parameters})
    return request.to_generation().body


def test_without_parameters_the_text_is_greedy_and_short() -> None:
    sent = body()
    assert (sent["prompt"], sent["temperature"], sent["max_tokens"]) == ("once", 0.0, 100)


def test_do_sample_alone_samples_from_the_whole_distribution() -> None:
    sent = body(do_sample=True)
    assert (sent["temperature"], sent["top_k"], sent["top_p"]) == (1.0, 0, 1.0)


def test_any_sampling_parameter_implies_sampling() -> None:
    assert body(top_k=5)["temperature"] == 1.0


def test_repetition_penalty_gets_its_llama_name() -> None:
    assert body(repetition_penalty=1.2)["repeat_penalty"] == 1.2


def test_stop_and_seed_are_passed_on() -> None:
    sent = body(stop=["."], seed=3)
    assert (sent["stop"], sent["seed"]) == (["."], 3)
