"""A program that records jobs, one after another, and goes on where it was when it is started again."""

import multiprocessing
import sys
import time
from pathlib import Path

import task_record.access.pause
from task_record import TaskRecord

FIRST_PAUSE = 0.005
GENERATION = 0.005
"""Seconds; a test does not wait as long as a product does."""
PATIENCE = 600.0


def record(tr: TaskRecord, directory: Path, name: str, jobs: int, user: str | None) -> None:
    image = (directory / "fox.png").read_bytes()
    with (directory / f"{name}.done").open("a+") as done:
        done.seek(0)
        for job in range(len(done.readlines()), jobs):
            with tr.record(f"fox {name} {job}", user=user, key=f"{name} {job}") as task:
                time.sleep(GENERATION)
                task.add(image)
                task.usage(credits=3, cost="0.01")
            done.write(f"{job}\n")
            done.flush()


def main(url: str, token: str, directory: Path, name: str, jobs: int, *how: str) -> None:
    task_record.access.pause.FIRST = FIRST_PAUSE
    outbox = None if "memory" in how else directory / "outbox.sqlite"
    tr = TaskRecord(url, token=token, outbox=outbox, patience=2.0)
    user = next((one[5:] for one in how if one.startswith("user=")), None)
    if "fork" in how:
        record(tr, directory, "parent", 1, user)
        assert tr.flush(PATIENCE)
        child = multiprocessing.get_context("fork").Process(target=record, args=[tr, directory, name, jobs, user])
        child.start()
        child.join()
        assert child.exitcode == 0
    else:
        record(tr, directory, name, jobs, user)
    if "flush" in how:
        assert tr.flush(PATIENCE)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), sys.argv[4], int(sys.argv[5]), *sys.argv[6:])
