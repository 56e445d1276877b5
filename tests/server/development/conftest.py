import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.development.development import recorded_demo
from tests.services import service_directory
from tests.shared import shared


@pytest.fixture(scope="module")
def used() -> Iterator[Path]:
    """A data directory with the recorded demo, as `./run dev` leaves it, for the servers of all tests in a module."""
    with service_directory() as directory:
        subprocess.run(["cp", "--archive", f"{shared(recorded_demo)}/.", directory], check=True)
        yield directory
