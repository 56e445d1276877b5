"""The types that docs/clients.md shows how to generate."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.clients.node import node_home
from tests.docs.examples import ROOT

MODULES = ROOT / "web" / "node_modules"
PRODUCT = """
import { graphql } from "./gql";

export const tasks = graphql(`query Tasks($where: TaskFilter) { tasks(where: $where) { nodes { id status cost } } }`);
"""
COMPILER = {"strict": True, "noEmit": True, "skipLibCheck": True, "types": [], "verbatimModuleSyntax": True}
TSCONFIG = {"compilerOptions": {**COMPILER, "module": "ESNext", "moduleResolution": "bundler"}, "include": ["src"]}


@pytest.mark.slow
def test_generated_types_compile_as_modules(tmp_path: Path) -> None:
    if not MODULES.exists():
        pytest.skip("There is no code generator here: run `npm ci` in web/.")
    text = (ROOT / "docs" / "clients.md").read_text(encoding="utf-8")
    [config] = re.findall(r"^```ts\n(import type \{ CodegenConfig.*?)^```", text, re.DOTALL | re.MULTILINE)
    (tmp_path / "codegen.ts").write_text(config, encoding="utf-8")
    (tmp_path / "node_modules").symlink_to(MODULES)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    (tmp_path / "tsconfig.json").write_text(json.dumps(TSCONFIG))
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "tasks.ts").write_text(PRODUCT, encoding="utf-8")
    shutil.copy(ROOT / "schema" / "schema.graphql", tmp_path)
    for program in ("graphql-codegen", "tsc"):
        command = [str(node_home() / "bin" / "node"), f"node_modules/.bin/{program}"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
