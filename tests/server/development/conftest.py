import subprocess
from pathlib import Path

import pytest

from tests.server.development.development import recorded_demo
from tests.shared import shared


@pytest.fixture
def used(data: Path) -> Path:
    """A data directory with the recorded demo, as `./run dev` leaves it."""
    subprocess.run(["cp", "--archive", f"{shared(recorded_demo)}/.", data], check=True)
    return data
