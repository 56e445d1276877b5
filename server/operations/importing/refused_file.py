from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import ValidationError

from resolvers.arguments import path, reason


class RefusedFile(Exception):
    """A file is not imported. The message says where in it, and what was expected."""


@contextmanager
def told_of(where: str) -> Iterator[None]:
    """Raise the first fault of what is within as a RefusedFile that names the place."""
    try:
        yield
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        place = ": ".join(filter(None, [where, ".".join(path(fault["loc"]))]))
        what = "No field of this name is known" if fault["type"] == "extra_forbidden" else reason(fault)
        raise RefusedFile(f"{place}: {what.removesuffix('.')}.") from error
    except ValueError as error:
        raise RefusedFile(f"{where}: {str(error)[:1].upper()}{str(error)[1:]}.") from error
