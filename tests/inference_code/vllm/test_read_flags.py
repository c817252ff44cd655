import argparse

from inference_code.vllm.read_flags import flags_of


def test_flags_are_sorted_by_what_they_take() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("model", nargs="?")
    parser.add_argument("--enforce-eager", action=argparse.BooleanOptionalAction)
    parser.add_argument("--grpc", action="store_true")
    parser.add_argument("--tensor-parallel-size", "-tp", type=int)
    parser.add_argument("--middleware", action="append")
    parser.add_argument("--sizes", nargs="+")
    assert flags_of(parser._actions) == {
        "switch": ["enforce-eager"],
        "bare": ["grpc"],
        "one": ["middleware", "tensor-parallel-size"],
        "many": ["sizes"],
    }
