"""All waiting in the server ends: each file that waits is listed with the reason."""

import ast
from collections.abc import Iterator
from pathlib import Path

TOP = Path(__file__).parents[2]
WAITED_FOR = {
    "Semaphore",
    "BoundedSemaphore",
    "Lock",
    "RLock",
    "Event",
    "Condition",
    "Queue",
    "Barrier",
    "create_future",
}
BACKGROUND = "work in the background, which waits for there to be something to do"
COMMAND = "a command, which may take its time"
ENDS = {
    "models/background.py": "tasks that are cancelled, as the process ends",
    "models/tasks/task_changes.py": "a subscription waits for changes, for as long as its client does",
    "resolvers/administration/inspection.py": "an operation, which EXECUTION_TIMEOUT ends; and commands",
    "resolvers/limits/fair_share.py": "a timer refuses users who wait",
    "resolvers/images/image_copies.py": "until MAX_DECODER_WAIT_SECONDS have gone by",
    "server/access/seen_callers.py": BACKGROUND,
    "server/http/endpoint.py": "an operation, which EXECUTION_TIMEOUT ends, or a stream that is not opened in time",
    "server/http/event_stream.py": "an answer that is cancelled",
    "server/http/reservations.py": "an event stream waits for events, for as long as its client does",
    "server/http/websocket.py": "operations that are cancelled, as the socket is closed",
    "server/limits/client_watch.py": "within `asyncio.timeout`",
    "server/limits/subscriptions.py": "Redis, which has STORE_TIMEOUT; streams wait for the end of the process",
    "server/notifier.py": "within `asyncio.timeout`",
    "server/observation/metrics.py": "within `asyncio.timeout`",
    "server/operations/backup/gather_all.py": COMMAND,
    "server/operations/checking/trial.py": "within `asyncio.timeout`",
    "server/readiness.py": "tasks that are cancelled, as the process ends",
    "server/sharing/view_count.py": BACKGROUND,
    "server/webhooks/webhook_sender.py": "within `asyncio.timeout`; at the end, until it is cancelled again",
    "server/worker.py": BACKGROUND,
    "storage/images/decoders.py": "a process that decodes, which LONGEST_ANSWER ends",
}
"""By file, how its waiting ends."""


def waits(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the calls that create an object to wait for, or wait for tasks without a timeout."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        of_asyncio = getattr(getattr(node.func, "value", None), "id", "") == "asyncio"
        has_time = any(keyword.arg == "timeout" for keyword in node.keywords)
        if name in WAITED_FOR or (of_asyncio and name == "wait" and not has_time):
            yield node


def test_nothing_waits_without_end() -> None:
    """Add another file to the table, with the reason why its waiting ends."""
    floors = ("server", "schema", "resolvers", "models", "storage")
    files = (path for floor in floors for path in TOP.glob(f"{floor}/**/*.py"))
    found = {str(path.relative_to(TOP)) for path in files if any(waits(ast.parse(path.read_text(encoding="utf-8"))))}
    assert found == {*ENDS}
