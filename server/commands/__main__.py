"""`python -m server.commands`, which `./run` calls. Only it imports the commands of production and development."""

import gc
import os
import signal
import sys
from typing import Any, NoReturn, TextIO, cast


class Output:
    """Standard output. A command ends silently when the program that reads it, such as `head`, has ended."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)

    def write(self, text: str) -> int:
        try:
            return self.stream.write(text)
        except BrokenPipeError:
            self.end()

    def flush(self) -> None:
        try:
            self.stream.flush()
        except BrokenPipeError:
            self.end()

    def end(self) -> NoReturn:
        os.dup2(os.open(os.devnull, os.O_WRONLY), self.stream.fileno())  # Python flushes again at its end
        # A BrokenPipeError would be handled as one of the database's connection.
        raise SystemExit(128 + signal.SIGPIPE)


def main() -> None:
    # Imports leave no garbage, and the garbage of requests is mostly freed without collections. These remain frequent
    # enough to collect the garbage that hostile documents may leave.
    gc.set_threshold(50_000, 5, 5)
    interrupt = signal.getsignal(signal.SIGINT)
    if interrupt is signal.default_int_handler:
        # Ctrl-C during these imports ends the process at once, without a traceback: there is nothing to clean up yet.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    if sys.stdout:  # None when it is closed
        sys.stdout = cast("TextIO", Output(sys.stdout))
    import click

    from server.commands import development_commands, operator_commands  # noqa: F401 - they register commands in `app`
    from server.commands.cli import app, fail
    from server.development.embedded import EmbeddedServerError

    try:
        signal.signal(signal.SIGINT, interrupt)
        with app.make_context("./run", sys.argv[1:]) as context:
            app.invoke(context)
        status = 0
    except click.exceptions.Exit as end:  # after --help
        status = end.exit_code
    except KeyboardInterrupt:
        status = 128 + signal.SIGINT
    except click.ClickException as error:
        fail(" ".join(error.format_message().split()), status=error.exit_code)
    except EmbeddedServerError as error:
        fail(str(error))
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # everything is cleaned up
    sys.exit(status)


main()
