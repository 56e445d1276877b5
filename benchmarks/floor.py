"""
The minimal cost of our page. pgbench requests the page's rows from PostgreSQL, as our login role, with role and claims.
Handlers written by hand, in Python and in Rust, return the same page.
"""

import re
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.contenders import LOAD_CORE, OTHERS, OURS, Running, running
from benchmarks.data import PAGE, Data, prepared
from benchmarks.load import CONNECTIONS, requests_a_second
from benchmarks.measured import WARM_UP
from benchmarks.options import Options
from benchmarks.postgres_time import postgres_time, postmaster_of
from benchmarks.table import ratio, table
from benchmarks.work import Request, works
from models.tasks.task import TaskStatus
from models.tasks.task_conditions import TaskConditions
from models.tasks.task_list import TaskOrdering, task_list
from server.development.embedded.postgres import _programs

BESIDE = ("handwritten", "rust")
COLUMNS = """id task_type status prompt tokens_used credits_deducted aspect_ratio model_version generation_time_ms
created_at updated_at completed_at"""
CLAIMS = '{{"sub": "{}", "role": "authenticated"}}'
ROLE = "SET LOCAL ROLE authenticated"
MESSAGES = "BEGIN READ ONLY \\; {role} \\; SET LOCAL request.jwt.claims = '{claims}';\n{statement};\nCOMMIT;\n"
"""
Three messages: BEGIN with role and claims, the query, COMMIT. Each waits for the answer to the one before, and the
query is planned each time.
"""
PIPELINE = """\\startpipeline
BEGIN READ ONLY;
{role};
SELECT set_config('request.jwt.claims', :claims, true);
{statement};
COMMIT;
\\endpipeline
"""
"""The same statements, prepared, in one message with one answer."""


@dataclass
class Turns:
    """
    The turns of one way to request the page. `ask` sends requests for so many seconds, and returns the answers per
    second. `costs` and `postgres` are the seconds of processor time of server and PostgreSQL for one answer.
    """

    title: str
    ask: Callable[[int], float]
    server: Running | None = None
    rates: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)
    postgres: list[float] = field(default_factory=list)

    def turn(self, postmaster: int, seconds: int) -> None:
        before = self.processor_times(postmaster)
        rate = self.ask(seconds)
        server, postgres = (
            (after - earlier) / (rate * seconds)
            for earlier, after in zip(before, self.processor_times(postmaster), strict=True)
        )
        self.rates.append(rate)
        self.costs.append(server)
        self.postgres.append(postgres)

    def processor_times(self, postmaster: int) -> tuple[float, float]:
        return self.server.processor_time() if self.server else 0, postgres_time(postmaster)


def page_statement(data: Data, names: Sequence[str]) -> str:
    """Return our page's SQL for pgbench, with variables of these names for its parameters."""
    conditions = TaskConditions(status=[TaskStatus.COMPLETED])
    page = task_list(data.user, conditions, TaskOrdering()).page(
        None, PAGE + 1, frozenset(COLUMNS.split()), backwards=False
    )
    return re.sub(r"\$(\d)", lambda found: f":{names[int(found[1]) - 1]}", page.text).replace("\n", " ")


def by_pgbench(data: Data, script: str, mode: str, quote: str) -> Callable[[int], float]:
    claims = CLAIMS.format(data.user)
    text = script.format(role=ROLE, claims=claims, statement=page_statement(data, ["status", "user"]))
    given = {"status": "{completed}", "user": str(data.user), "claims": claims}
    variables = [f"-D{name}={quote}{value}{quote}" for name, value in given.items()]
    program = ["taskset", "-c", LOAD_CORE, str(_programs() / "pgbench"), "-n", "-M", mode, "-c", str(CONNECTIONS)]

    def ask(seconds: int) -> float:
        with TemporaryDirectory() as directory:
            file = Path(directory) / "script.sql"
            file.write_text(text)
            command = [*program, *variables, "-f", str(file), "-T", str(seconds), data.url]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
        [rate] = re.findall(r"tps = ([\d.]+)", done.stdout)
        return float(rate)

    return ask


def ways(data: Data, contenders: Sequence[str], stack: ExitStack) -> Iterator[Turns]:
    page = next(works(data))
    for contender in (OURS, *(OTHERS[name]() for name in BESIDE if name in contenders)):
        server = stack.enter_context(running(contender, data.url))
        request = page.requests[contender.name]

        def ask(seconds: int, server: Running = server, request: Request = request) -> float:
            return requests_a_second(server, request, data.token, seconds)

        yield Turns(contender.title, ask, server)
    yield Turns("pgbench: three messages, in the simple protocol", by_pgbench(data, MESSAGES, "simple", "'"))
    yield Turns("pgbench: one pipeline of prepared statements", by_pgbench(data, PIPELINE, "prepared", ""))


def floor(options: Options) -> list[str]:
    with ExitStack() as stack:
        data = stack.enter_context(prepared(options.data, options.tasks))
        postmaster = postmaster_of(data.url)
        all_ways = list(ways(data, options.contenders, stack))
        if options.seconds > 1:  # shorter turns are a smoke test
            for way in all_ways:
                way.ask(WARM_UP)
        for _ in range(options.rounds):
            for way in all_ways:
                way.turn(postmaster, options.seconds)
    lowest = all_ways[-1]
    rows = [
        [
            way.title,
            f"{median(way.rates):,.0f}",
            f"{median(way.costs) * 1000:.3f}" if way.server else "–",
            f"{median(way.postgres) * 1000:.3f}",
            ratio(way.postgres, lowest.postgres),
        ]
        for way in all_ways
    ]
    titles = ["", "a second", "server, ms of processor time", "PostgreSQL, ms of processor time", "– to the pipeline's"]
    return [
        f"The first page of {PAGE} completed tasks, 12 fields each, on {CONNECTIONS} connections; pgbench asks for the "
        "rows alone, by the statement that ours runs, as the same login role, under role and claims.",
        "",
        *table(titles, rows),
    ]
