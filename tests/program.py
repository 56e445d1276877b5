"""
Runs `python -m server.commands` by fork: one process of a pytest run has imported everything; its forks run commands.

A command then takes a tenth of the two seconds of processor time that its imports would take. It runs in a process with
arguments, environment, directory and session of its own, and begins where `python -m server.commands` begins. The fork
shares memory with other forks: a test that measures memory, or the start itself, runs the command in a new Python.
"""

import gc
import os
import runpy
import select
import signal
import socket
import sys
from multiprocessing.connection import Connection
from pathlib import Path


class Program:
    """A forked run of `python -m server.commands`, with the part of subprocess.Popen's interface that tests use."""

    def __init__(
        self, address: str, arguments: list[str], env: dict[str, str], directory: Path, descriptors: list[int]
    ) -> None:
        """Ask the process that listens at `address` for a fork; `descriptors` are the fork's stdin, stdout, stderr."""
        self.returncode: int | None = None
        connecting = socket.socket(socket.AF_UNIX)
        connecting.connect(address)
        socket.send_fds(connecting, [b"\0"], descriptors)
        self.connection = Connection(connecting.detach())
        self.connection.send((arguments, env, str(directory)))
        self.pid: int = self.connection.recv()

    def poll(self) -> int | None:
        if self.returncode is None and self.connection.poll():
            self.returncode = self.connection.recv()
            self.connection.close()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit status, or minus the number of the signal that ended it; TimeoutError after `timeout` s."""
        if self.returncode is None and not self.connection.poll(timeout):
            raise TimeoutError
        self.poll()
        assert self.returncode is not None
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def serve(listener: socket.socket) -> None:
    """For each connection, fork a process that forks the run and reports its end. Returns in the run alone."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the first forks
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal is for the runs
    while True:
        ready, _, _ = select.select([listener, sys.stdin], [], [])
        if listener not in ready:
            os._exit(0)
        connecting, _ = listener.accept()
        if os.fork() == 0:
            listener.close()
            run_and_report(connecting)
            return
        connecting.close()


def run_and_report(connecting: socket.socket) -> None:
    """Fork the run, send its process id and then its exit status. Returns in the run alone, set up to begin."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _, descriptors, _, _ = socket.recv_fds(connecting, 1, 3)
    connection = Connection(connecting.detach())
    arguments, env, directory = connection.recv()
    forked = os.fork()
    if forked == 0:
        connection.close()
        become(arguments, env, directory, descriptors)
        return
    for descriptor in descriptors:
        os.close(descriptor)
    connection.send(forked)
    _, status = os.waitpid(forked, 0)
    try:
        connection.send(os.waitstatus_to_exitcode(status))
    finally:
        os._exit(0)


def become(arguments: list[str], env: dict[str, str], directory: str, descriptors: list[int]) -> None:
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number, descriptor in enumerate(descriptors):
        os.dup2(descriptor, number)
        os.close(descriptor)
    os.chdir(directory)
    os.environ.clear()
    os.environ.update(env)
    sys.argv[1:] = arguments


def import_all() -> None:
    """Import what any command imports."""
    import uvicorn.loops.uvloop  # noqa: F401

    import server.app
    import server.commands.development_commands
    import server.development.launch
    import server.operations.backup.restoring
    import server.operations.backup.taking
    import server.operations.reconcile  # noqa: F401

    load_s3_description()


def load_s3_description() -> None:
    """Load the description of S3, as the first client of a process does: 0.1 s."""
    from botocore.session import Session

    from storage.s3_description import LOADER

    session = Session()
    session.register_component("data_loader", LOADER)
    session.create_client("s3", "us-east-1", aws_access_key_id="key", aws_secret_access_key="secret")


if __name__ == "__main__":
    import_all()
    gc.collect()
    gc.freeze()
    serve(socket.socket(fileno=int(sys.argv[1])))
    runpy.run_module("server.commands", run_name="__main__", alter_sys=True)
