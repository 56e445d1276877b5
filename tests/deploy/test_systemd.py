"""The units of deploy/systemd are valid for systemd."""

import os
import re
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest

from tests.server.commands import TOP

UNITS = TOP / "deploy" / "systemd"
SERVICES = sorted(path.name for path in UNITS.glob("*.service"))
SCRIPTS = sysconfig.get_path("scripts")
MOST_EXPOSED = 15
"""The limit of exposure by `systemd-analyze security`, in tenths: from 0 to 100, where 20 is still `OK`."""

pytestmark = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd is not installed: apt-get install systemd"
)


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """A copy of the units that names this checkout as the program's directory."""
    installed = tmp_path / "units"
    shutil.copytree(UNITS, installed)
    for path in installed.rglob("*.*"):
        if path.is_file():
            text = re.sub(r"/opt/task-record(-%i)?", str(TOP), path.read_text())
            path.write_text(text.replace("/usr/local/bin/weed", f"{SCRIPTS}/weed"))
    return installed


def analyze(units: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `systemd-analyze` on these units and systemd's own, without other units of this machine."""
    environ = os.environ | {"SYSTEMD_UNIT_PATH": f"{units}:"}
    return subprocess.run(["systemd-analyze", *arguments], env=environ, capture_output=True, text=True, check=False)


def test_units_are_right(units: Path) -> None:
    checked = analyze(units, "verify", *[str(path) for path in sorted(units.iterdir()) if path.is_file()])
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize("service", SERVICES)
def test_services_see_little_of_the_machine(units: Path, service: str) -> None:
    name = service.replace("@", "@8001")  # also a version's name
    (units / service).rename(units / name)
    limits = ["--offline=yes", "--no-pager", f"--threshold={MOST_EXPOSED}"]
    checked = analyze(units, "security", *limits, str(units / name))
    assert checked.returncode == 0, checked.stdout + checked.stderr
    exposed = re.search(r"exposure level for (\S+): ([\d.]+)", checked.stdout)
    assert exposed
    assert exposed[1] == name
    assert float(exposed[2]) * 10 <= MOST_EXPOSED


def test_each_timer_has_its_service() -> None:
    timers = {path.stem for path in UNITS.glob("*.timer")}
    assert timers == {"task-record-backup", "task-record-erasures", "task-record-reconcile"}
    assert {f"{timer}.service" for timer in timers} <= set(SERVICES)
