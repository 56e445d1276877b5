"""`python -m server`, which `./run` calls. The only module that imports the commands of production and development."""

import gc
import signal
import sys


def main() -> None:
    gc.disable()  # imports leave no garbage; to look for it would take a sixth of their time
    interrupt = signal.getsignal(signal.SIGINT)
    if interrupt is signal.default_int_handler:
        # Ctrl-C during these imports ends the process at once, without a traceback: there is nothing to clean up yet.
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
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # everything is cleaned up
    sys.exit(status)


main()
