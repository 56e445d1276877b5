"""Measures kinds of work on several servers."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.contenders import Running
from benchmarks.load import answer, requests_a_second
from benchmarks.options import Options
from benchmarks.work import Work

WARM_UP = 2  # seconds


@dataclass
class Measured:
    """
    The measurements of a kind of work, by contender: the bytes of an answer, and the figures of each round. These are
    the requests per second, and the seconds of processor time of server and PostgreSQL for one request.
    """

    work: Work
    bytes: dict[str, int] = field(default_factory=dict)
    rates: dict[str, list[float]] = field(default_factory=dict)
    costs: dict[str, list[float]] = field(default_factory=dict)
    postgres: dict[str, list[float]] = field(default_factory=dict)


def measure(works: Sequence[Work], servers: Sequence[Running], token: str, options: Options) -> list[Measured]:
    """
    Measure all works on all servers that support them. In each round the servers take turns with each work, so that a
    slow phase of the machine affects all of them.
    """
    measured = [Measured(work) for work in works]
    turns = [
        (one, server, one.work.requests[server.contender.name])
        for one in measured
        for server in servers
        if server.contender.name in one.work.requests
    ]
    for one, server, request in turns:
        one.bytes[server.contender.name] = len(answer(server, request, token))
        if options.seconds > 1:  # shorter turns are a smoke test
            requests_a_second(server, request, token, WARM_UP)
    for number in range(options.rounds):
        for one, server, request in turns:
            before, postgres_before = server.processor_time(), server.postgres_time()
            rate = requests_a_second(server, request, token, options.seconds)
            cost = (server.processor_time() - before) / (rate * options.seconds)
            postgres = (server.postgres_time() - postgres_before) / (rate * options.seconds)
            for figures, value in ((one.rates, rate), (one.costs, cost), (one.postgres, postgres)):
                figures.setdefault(server.contender.name, []).append(value)
            print(f"round {number + 1}: {one.work.title}, {server.contender.title}: {rate:,.0f} a second", flush=True)
    return measured
