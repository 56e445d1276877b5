"""`python -m server.commands`, which `./run` calls. Only it imports the commands of production and development."""

import gc
import signal
import sys


def main() -> None:
    # Imports leave no garbage, and the garbage of requests is mostly freed without collections. These are so frequent
    # still that what hostile documents may leave is collected.
    gc.set_threshold(50_000, 5, 5)
    interrupt = signal.getsignal(signal.SIGINT)
    if interrupt is signal.default_int_handler:
        # Ctrl-C during these imports ends the process at once, without a traceback: there is nothing to clean up yet.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    import click

    from server.commands import development_commands, operator_commands  # noqa: F401 - they add theirs to `app`
    from server.commands.cli import app, fail
    from server.development.embedded.errors import EmbeddedServerError

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
