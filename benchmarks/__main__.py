"""`.venv/bin/python -m benchmarks` measures and writes RESULTS.md; with small `--tasks`, `--seconds`: a smoke test."""

import argparse
import tempfile
from contextlib import ExitStack
from pathlib import Path

from benchmarks.contenders import Running, contenders, running
from benchmarks.data import prepared
from benchmarks.environment import HERE, JWT_SECRET
from benchmarks.load import answer, check_wrk, requests_a_second
from benchmarks.report import Measured, report
from benchmarks.work import Work, works
from server.embedded.token import sign_token

WARM_UP = 2


def main() -> None:
    options = read_options()
    check_wrk()
    with ExitStack() as stack:
        data = stack.enter_context(prepared(options.data, options.tasks))
        servers = [stack.enter_context(running(contender, data.url)) for contender in contenders()]
        token = sign_token(JWT_SECRET, data.user, plan="pro", seconds=86_400)
        wanted = [work for work in works(data) if not options.only or work.name in options.only]
        measured = [measure(work, servers, token, options.rounds, options.seconds) for work in wanted]
    text = report(measured, options.tasks, options.rounds, options.seconds)
    print(text)
    options.results.write_text(text)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure the contenders side by side.")
    parser.add_argument("--tasks", type=int, default=1_000_000, help="in the table, a tenth of them the caller's")
    parser.add_argument("--rounds", type=int, default=5, help="in each of which every contender has its turn")
    parser.add_argument("--seconds", type=int, default=5, help="of each turn")
    parser.add_argument("--only", nargs="*", help="the work of these names alone")
    data = Path(tempfile.gettempdir()) / "task-record-benchmarks"
    parser.add_argument("--data", type=Path, default=data, help="where the database is kept between runs")
    parser.add_argument("--results", type=Path, default=HERE / "RESULTS.md", help="the file to write")
    return parser.parse_args()


def measure(work: Work, servers: list[Running], token: str, rounds: int, seconds: int) -> Measured:
    able = [server for server in servers if server.contender.name in work.requests]
    requests = {server.contender.name: work.requests[server.contender.name] for server in able}
    sizes = {server.contender.name: len(answer(server, requests[server.contender.name], token)) for server in able}
    rates: dict[str, list[float]] = {name: [] for name in requests}
    costs: dict[str, list[float]] = {name: [] for name in requests}
    for number in range(rounds + 1):
        for server in able:
            name = server.contender.name
            length = seconds if number else min(WARM_UP, seconds)
            before = server.processor_time()
            rate = requests_a_second(server, requests[name], token, length)
            if number:  # the first round warms up
                rates[name].append(rate)
                costs[name].append((server.processor_time() - before) / (rate * length))
        print(work.name, {name: round(values[-1]) for name, values in rates.items() if values}, flush=True)
    return Measured(work, sizes, rates, costs)


if __name__ == "__main__":
    main()
