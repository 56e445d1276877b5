"""The manifests of deploy/kubernetes are valid by Kubernetes's own schemas, and keep pods that can work."""

import time
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from pydantic import SecretStr

from server.readiness import ANSWER_WITHIN
from server.settings.settings import Settings
from tests.application import in_process
from tests.faults.proxy import storage_behind
from tests.server.commands import TOP

MANIFESTS = TOP / "deploy" / "kubernetes"
KUSTOMIZATIONS = sorted(MANIFESTS.rglob("kustomization.yaml"))
FILES = sorted(set(MANIFESTS.rglob("*.yaml")) - set(KUSTOMIZATIONS))


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@pytest.mark.parametrize("version", ["1.30", "1.37"])
def test_manifests_are_right(path: Path, version: str) -> None:
    kubernetes_validate.validate(read(path), version, strict=True)


def test_a_misspelt_field_is_found() -> None:
    manifest = read(MANIFESTS / "server.yaml")
    manifest["spec"]["template"]["spec"]["containers"][0]["readinesProbe"] = {}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(manifest, "1.37", strict=True)


def test_kustomizations_name_all_files() -> None:
    named = [path.parent / name for path in KUSTOMIZATIONS for name in read(path)["resources"]]
    assert sorted(named) == FILES


@pytest.mark.parametrize("name", ["server.yaml", "migrate/job.yaml"])
def test_containers_may_do_little(name: str) -> None:
    pod = read(MANIFESTS / name)["spec"]["template"]["spec"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["automountServiceAccountToken"] is False
    [container] = pod["containers"]
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    assert container["resources"]["limits"].keys() == {"memory"}


@pytest.mark.slow
async def test_a_pod_is_taken_out_for_what_it_cannot_do_without(settings: Settings) -> None:
    """Whatever hangs, the probe is answered before it times out."""
    [container] = read(MANIFESTS / "server.yaml")["spec"]["template"]["spec"]["containers"]
    probe = container["readinessProbe"]
    path = probe["httpGet"]["path"]
    assert probe["failureThreshold"] == 3
    assert probe["timeoutSeconds"] > ANSWER_WITHIN + 1
    async with storage_behind(settings) as (proxy, behind), in_process(behind) as application:
        proxy.silent = True
        for asked, status in ((path, 200), ("/readyz", 503)):
            began = time.monotonic()
            answer = await application.http.get(asked)
            assert time.monotonic() - began < 3
            assert answer.status_code == status
            [problem] = answer.json()["problems"]
            assert problem.startswith(f"Object storage ({behind.aws_endpoint_url_s3}) does not answer.")
        unknown = await application.http.get("/readyz?exclude=storage&exclude=everything")
        assert unknown.status_code == 400
        assert "no part 'everything'" in unknown.json()["problems"][0]
    nowhere = SecretStr("postgresql://task_record_app:x@127.0.0.1:1/task_record")
    async with in_process(settings, database_url=nowhere) as application:
        assert (await application.http.get(path)).status_code == 503
