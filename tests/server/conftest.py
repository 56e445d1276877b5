import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.development.embedded.directories import temporary_directory


@pytest.fixture
def data() -> Iterator[Path]:
    """A directory that the embedded servers' account can reach, as it cannot reach `tmp_path`."""
    directory = temporary_directory()
    directory.chmod(0o711)
    yield directory
    shutil.rmtree(directory)
