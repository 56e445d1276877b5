"""`python -m server`, which `./run` calls: the only place that knows both the commands of production and the others."""

import gc
import signal
import sys


def main() -> None:
    gc.disable()  # while all is imported, of which nothing goes: it would be a sixth of the time
    interrupt = signal.getsignal(signal.SIGINT)
    if interrupt is signal.default_int_handler:
        # Ctrl-C during these imports ends the process at once: there is nothing to clean up, and nothing to tell.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    import typer

    from server.cli import app, fail
    from server.development import commands  # noqa: F401 - it adds its commands to `app`
    from server.development.embedded.errors import EmbeddedServerError

    try:
        signal.signal(signal.SIGINT, interrupt)
        gc.enable()
        status = app(prog_name="./run", standalone_mode=False)
    except KeyboardInterrupt:
        status = 128 + signal.SIGINT
    except typer.TyperException as error:
        fail(" ".join(error.format_message().split()), status=error.exit_code)
    except EmbeddedServerError as error:
        fail(str(error))
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # nor is there at the end
    sys.exit(status)


main()
