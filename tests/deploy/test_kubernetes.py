"""
The manifests of deploy/kubernetes are valid for Kubernetes, and their pods are ready while they can work.
"""

import re
import shutil
import subprocess
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
REQUIRED: Any = {"database_url": "postgresql:///records", "s3_bucket_name": "images", "jwt_secret": "s" * 32}
FILES = sorted(set(MANIFESTS.rglob("*.yaml")) - set(KUSTOMIZATIONS))


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@pytest.mark.parametrize("version", ["1.30", "1.37"])
def test_manifests_are_right(path: Path, version: str) -> None:
    kubernetes_validate.validate(read(path), version, strict=True)


def test_a_misspelt_field_is_found() -> None:
    manifest = read(MANIFESTS / "base" / "server.yaml")
    manifest["spec"]["template"]["spec"]["containers"][0]["readinesProbe"] = {}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(manifest, "1.37", strict=True)


def test_kustomizations_name_all_files() -> None:
    named = [path.parent / name for path in KUSTOMIZATIONS for name in read(path)["resources"] if "base" not in name]
    assert sorted(named) == FILES


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("kubectl") is None, reason="kubectl is not installed")
@pytest.mark.parametrize("path", KUSTOMIZATIONS, ids=lambda path: path.parent.name)
def test_output_of_kustomize_is_valid(path: Path) -> None:
    made = subprocess.run(["kubectl", "kustomize", str(path.parent)], capture_output=True, text=True, check=False)
    assert (made.returncode, made.stderr) == (0, "")
    manifests = list(yaml.safe_load_all(made.stdout))
    for manifest in manifests:
        kubernetes_validate.validate(manifest, "1.37", strict=True)
    images = re.findall(r"image: (\S+)", made.stdout)
    assert set(images) == {"registry.example.com/task-record:0.1.0"}


@pytest.mark.skipif(shutil.which("kubectl") is None, reason="kubectl is not installed")
def test_the_overlay_sets_public_address_and_proxies() -> None:
    overlay = MANIFESTS / "overlays" / "production"
    made = subprocess.run(["kubectl", "kustomize", str(overlay)], capture_output=True, text=True, check=True)
    of_kind = {manifest["kind"]: manifest for manifest in yaml.safe_load_all(made.stdout)}
    settings = Settings(**REQUIRED, **{name.lower(): value for name, value in of_kind["ConfigMap"]["data"].items()})
    [container] = of_kind["Deployment"]["spec"]["template"]["spec"]["containers"]
    assert {"configMapRef": {"name": of_kind["ConfigMap"]["metadata"]["name"]}} in container["envFrom"]
    assert settings.public_url == f"https://{of_kind['Ingress']['spec']['rules'][0]['host']}"
    assert settings.trusted_proxies
    assert of_kind["Deployment"]["spec"]["replicas"] == 3


@pytest.mark.parametrize("name", ["base/server.yaml", "migrate/job.yaml", "base/reconcile.yaml"])
def test_containers_may_do_little(name: str) -> None:
    spec = read(MANIFESTS / name)["spec"]
    pod = spec.get("jobTemplate", {"spec": spec})["spec"]["template"]["spec"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["automountServiceAccountToken"] is False
    [container] = pod["containers"]
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    assert container["resources"]["limits"].keys() == {"memory"}


@pytest.mark.slow
async def test_only_needed_dependencies_make_a_pod_unready(settings: Settings) -> None:
    """The probe is answered in time, whatever dependency hangs."""
    [container] = read(MANIFESTS / "base" / "server.yaml")["spec"]["template"]["spec"]["containers"]
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
