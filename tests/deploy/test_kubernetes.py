"""The manifests of deploy/kubernetes are valid by Kubernetes's own schemas."""

from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

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
