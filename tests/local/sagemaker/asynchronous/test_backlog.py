from lockgate.local.sagemaker.asynchronous.backlog import Backlog
from tests.local.sagemaker.asynchronous.bench import Bench, Instances, echo


async def test_requests_count_until_they_are_processed() -> None:
    backlog, request = Backlog(), Bench(echo, Instances()).request()
    backlog.add(request)
    assert backlog.begin() is request
    assert (len(backlog), backlog.has_waiting) == (1, False)
    backlog.end(request)
    assert len(backlog) == 0


async def test_a_request_that_comes_back_is_the_next() -> None:
    bench, backlog = Bench(echo, Instances()), Backlog()
    first, second = bench.request(), bench.request()
    backlog.add(first)
    backlog.add(second)
    backlog.put_back(backlog.begin())
    assert [backlog.begin(), backlog.begin()] == [first, second]


async def test_only_waiting_requests_beyond_their_time_are_taken_out() -> None:
    bench, backlog = Bench(echo, Instances()), Backlog()
    running, short, long = (bench.request(RequestTTLSeconds=ttl) for ttl in ("60", "60", "3600"))
    for request in (running, short, long):
        backlog.add(request)
    backlog.begin()
    assert backlog.take_older(0.5, long.arrived + 31) == [short]
    assert len(backlog) == 2


async def test_the_age_is_that_of_the_oldest() -> None:
    backlog, request = Backlog(), Bench(echo, Instances()).request()
    assert backlog.age(request.arrived + 5) == 0
    backlog.add(request)
    assert backlog.age(request.arrived + 5) == 5
