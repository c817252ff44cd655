from functions.metrics.keys import quarantine_key, record_key


def test_keys_have_day_and_hour_in_utc() -> None:
    assert record_key(1_795_342_530.9, "abc") == "records/dt=2026-11-22/hour=10/abc.json.gz"
    assert quarantine_key(1_795_305_599, "abc") == "quarantine/dt=2026-11-21/hour=23/abc.json"
