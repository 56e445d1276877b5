"""The contents of exports, read with the programs that people use: LibreOffice, `unzip`, `sha256sum`."""

import asyncio
import csv
import io
import json
import shutil
import subprocess
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import asyncpg
import httpx2
import pytest
from graphql import GraphQLObjectType, get_named_type, is_leaf_type

from models.tasks.task import TaskStatus
from schema.schema import schema
from tests.api import IMAGE, TASK, Client
from tests.bucket import Bucket, put
from tests.pictures import data_url, picture
from tests.server.exports.exporting import exported, prepared

PICTURES = [picture((40 + n, 30), seed=n) for n in range(4)]
IMAGES = [{"dataUrl": data_url(one)} for one in PICTURES]
PROMPT = '一只戴着宇航员头盔的小狗，"坐"着\n第二行'
OFFICE, TABLE, TEXT = (f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "table", "text"))
READ = f"query ($id: ID!) {{ task(id: $id) {{ {TASK} sources {{ task {{ id }} relation }} }} }} {IMAGE}"


@pytest.fixture
async def tasks(user: Client) -> list[dict[str, Any]]:
    """Three tasks: one with all images; one derived from its second image, failed; one whose prompt is a formula."""
    first = await user.task("createTask", prompt=PROMPT, originalImage=IMAGES[3], aspectRatio="16:9", imageCount=3)
    await user.task("completeTask", id=first["id"], image=IMAGES[0], moreImages=IMAGES[1:3], tokensUsed=7)
    made_from = [{"taskId": first["id"], "relation": "EDIT", "imageIndex": 1}]
    second = await user.task("createTask", prompt="再来一张", sources=made_from, modelVersion="imagen-4")
    await user.task("failTask", id=second["id"], errorMessage="-1 out of quota")
    third = await user.task("createTask", prompt='=HYPERLINK("https://evil.example","x")')
    deleted = await user.task("createTask", prompt="deleted")
    await user.mutate("deleteTask", "deletedTaskId", id=deleted["id"])
    return [(await user.data(READ, id=task["id"]))["task"] for task in (first, second, third)]


def lines_of(content: bytes) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Parse NDJSON: the tasks, and the summary in the last line."""
    *tasks, last = map(json.loads, content.splitlines())
    return tasks, last["summary"]


def rows_of(answer: httpx2.Response) -> list[dict[str, str]]:
    """Parse CSV."""
    return [*csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))]


def run(*command: str | Path, cwd: Path | None = None) -> str:
    """Return the output of the command, which must succeed."""
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=True).stdout


async def test_csv_opens_in_a_spreadsheet_and_evaluates_nothing(user: Client, tasks: list[dict[str, Any]]) -> None:
    answer = await exported(user, "CSV")
    assert answer.headers["Content-Type"].startswith("text/csv; charset=utf-8")
    assert answer.content.startswith("\ufeffid,".encode())
    rows = rows_of(answer)
    assert [row["id"] for row in rows] == [task["id"] for task in tasks]
    first, second, third = rows
    assert (first["prompt"], first["aspectRatio"], first["images"], first["tokensUsed"]) == (PROMPT, "16x9", "3", "7")
    assert first["createdAt"] == tasks[0]["createdAt"][:19].replace("T", " ")
    assert (second["status"], second["errorMessage"]) == ("FAILED", "'-1 out of quota")
    assert third["prompt"] == '\'=HYPERLINK("https://evil.example","x")'
    assert not any(value.lstrip().startswith(("=", "+", "-", "@")) for row in rows for value in row.values())


def cells_in_libreoffice(separators: str, directory: Path, *contents: bytes) -> list[list[ElementTree.Element]]:
    """Return the cells that LibreOffice makes of CSV files, with formulas evaluated; `separators` are ASCII codes."""
    files = [directory / f"{number}.csv" for number in range(len(contents))]
    for file, content in zip(files, contents, strict=True):
        file.write_bytes(content)
    evaluating = f"--infilter=CSV:{separators},34,UTF8,1,,0,false,true,false,false,false,-1,true"
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{directory}/home", evaluating]
    command += ["--convert-to", "fods", "--outdir", str(directory), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    made = [ElementTree.parse(file.with_suffix(".fods")) for file in files]  # noqa: S314 - our own
    return [one.findall(f".//{TABLE}table-cell") for one in made]


def formulas(cells: list[ElementTree.Element]) -> list[str]:
    return [cell.attrib[f"{TABLE}formula"] for cell in cells if f"{TABLE}formula" in cell.attrib]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="there is no LibreOffice")
async def test_libreoffice_shows_csv_and_evaluates_nothing(
    user: Client, tasks: list[dict[str, Any]], tmp_path: Path
) -> None:
    """Neither with commas, nor with semicolons and tabs as separators, with which it evaluates unguarded formulas."""
    content = (await exported(user, "CSV")).content
    [cells] = await asyncio.to_thread(cells_in_libreoffice, "44", tmp_path, content)
    assert not formulas(cells)
    shown = ["\n".join("".join(paragraph.itertext()) for paragraph in cell.iter(f"{TEXT}p")) for cell in cells]
    assert shown[0] == "id"
    for text in (PROMPT, "16x9", "再来一张", "'-1 out of quota", '\'=HYPERLINK("https://evil.example","x")'):
        assert text in shown
    created = tasks[0]["createdAt"][:19]
    assert created in [cell.get(f"{OFFICE}date-value") for cell in cells]
    for text in SEPARATED:
        await user.task("createTask", prompt=f"hello{text}", modelVersion="imagen;=1+1")
    content = (await exported(user, "CSV")).content
    quoted = [text.replace('"', '""') for text in SEPARATED]
    plain = "".join(f'a,"{number}{text}",fox\n' for number, text in enumerate(quoted)).encode()
    unguarded, guarded = await asyncio.to_thread(cells_in_libreoffice, "59/9", tmp_path, plain, content)
    assert formulas(unguarded)
    assert not formulas(guarded)


SEPARATED = [
    f"{before}{formula}"
    for before in (";", "\t", "; ", ';"', "\n", "\n;", '\n"', '";"', "|", "\t\t", ";;", "\r\n\t")
    for formula in ('=HYPERLINK("https://evil.example")', "+1+1", "-1+1", "@SUM(1)")
]


FORMULAS = {prompt: f"'{prompt}" for prompt in ("@SUM(1)", "+1", " =1", "＝1", "|calc", "%0A=1", "\u3000=1")} | {
    "hello;=1": "hello;'=1",
    "hello\t=1": "hello\t'=1",
    "\t=1": "\t'=1",
    "hello; =1;+2": "hello;' =1;'+2",
    'say "=1"': 'say "\'=1"',
    'x;"=1': "x;\"'=1",
    "first\n=1": "first\n'=1",
    "first\r\n@SUM(1)": "first\r\n'@SUM(1)",
    "first\u2028=1\x0b=1\x85=1": "first\u2028'=1\x0b'=1\x85'=1",
    "a|=1": "a|'=1",
    "a;\ufeff=1": "a;'\ufeff=1",
    "a fox, --ar 16:9; 3-2=1 well-lit": "a fox, --ar 16:9; 3-2=1 well-lit",
}
"""By prompt, the cell: an apostrophe precedes what would be a formula, also where not , separates."""


async def test_formulas_are_text(user: Client) -> None:
    for prompt in FORMULAS:
        await user.task("createTask", prompt=prompt)
    assert {row["prompt"] for row in rows_of(await exported(user, "CSV"))} == {*FORMULAS.values()}


async def test_ndjson_has_every_field_and_ends_with_the_count(user: Client, tasks: list[dict[str, Any]]) -> None:
    """Also where a filter selects some tasks, or none."""
    found, summary = lines_of((await exported(user, "NDJSON")).content)
    assert summary["tasks"] == 3
    assert summary["exportedAt"] > tasks[2]["createdAt"]
    for line, task in zip(found, tasks, strict=True):
        sources = [{"taskId": source["task"]["id"], "relation": source["relation"]} for source in task.pop("sources")]
        assert line["sources"] == [source | {"imageIndex": 1} for source in sources]
        images = [image for image in (task["originalImage"], *task["images"]) if image]
        for told, image in zip(
            [line["originalImage"]] * bool(task["originalImage"]) + line["images"], images, strict=True
        ):
            assert told == {name: value for name, value in image.items() if name != "thumbnail"}
        for name in task.keys() - {"originalImage", "images", "generatedImage"}:
            assert line[name] == task[name], name
    where = {"status": ["FAILED"], "search": "再来", "createdAt": {"gte": tasks[1]["createdAt"]}}
    export = await prepared(user, "NDJSON", where=where)
    assert (export["taskCount"], export["imageSize"]) == (1, 0)
    found, summary = lines_of((await user.http.get(export["url"])).content)
    assert ([task["id"] for task in found], summary["tasks"]) == ([tasks[1]["id"]], 1)
    none, summary = lines_of((await exported(user, "NDJSON", where={"search": "nothing of that"})).content)
    assert (none, summary["tasks"]) == ([], 0)


async def test_its_fields_and_statuses_are_those_of_the_api(user: Client) -> None:
    assert {status.value.upper() for status in TaskStatus} == {status.name for status in TaskStatus}
    kind = schema._schema.type_map["TaskRecord"]
    assert isinstance(kind, GraphQLObjectType)
    leaves = {name for name, field in kind.fields.items() if is_leaf_type(get_named_type(field.type))}
    given = {"parameters": {"seed": 2**64 - 1, "scale": 7.5}, "metadata": {"job": "a"}, "externalId": "r8"}
    task = await user.task("createTask", prompt="A fox", **given)
    await user.task("completeTask", id=task["id"], image=IMAGES[0], cost="0.0425", inputTokens=1)
    [line], _ = lines_of((await exported(user, "NDJSON")).content)
    assert line.keys() - leaves == {"originalImage", "images", "sources", "boards"}
    read = await user.data(f"query ($id: ID!) {{ task(id: $id) {{ {' '.join(leaves)} }} }}", id=task["id"])
    assert {name: line[name] for name in leaves} == read["task"]
    [row] = rows_of(await exported(user, "CSV"))
    assert row.keys() == leaves | {"images"}
    assert (row["cost"], json.loads(row["parameters"])) == ("0.0425", given["parameters"])


async def test_a_zip_is_sound_and_holds_every_image(
    user: Client, tasks: list[dict[str, Any]], bucket: Bucket, tmp_path: Path
) -> None:
    export = await prepared(user, "ZIP")
    assert (export["taskCount"], export["imageSize"]) == (3, sum(map(len, PICTURES)))
    gone = next(key for key in await bucket.keys_of(user) if "original-" in key and not key.endswith("-thumbnail"))
    await bucket.storage.remove([gone])
    other = next(key for key in await bucket.keys_of(user) if "generated-" in key and not key.endswith("-thumbnail"))
    await put(bucket.storage, other, b"other")
    archive = tmp_path / "tasks.zip"
    archive.write_bytes((await user.http.get(export["url"])).content)
    assert "No errors detected" in run("unzip", "-t", archive)
    run("unzip", "-q", archive, "-d", tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    assert (manifest["tasks"], manifest["images"], manifest["missing"]) == (3, 3, 1)
    [missing] = [file for file in manifest["files"] if file.get("missing")]
    kept = [file for file in manifest["files"] if not file.get("missing")]
    sums = "".join(f"{file['sha256']}  {file['path']}\n" for file in kept)
    (tmp_path / "SUMS").write_text(sums)
    assert run("sha256sum", "-c", "SUMS", cwd=tmp_path).count(": OK") == len(kept) == 4
    paths = {file["path"] for file in kept}
    assert set(zipfile.ZipFile(archive).namelist()) == paths | {"manifest.json"}
    assert [(tmp_path / file["path"]).stat().st_size for file in kept] == [file["size"] for file in kept]
    found, summary = lines_of((tmp_path / "tasks.ndjson").read_bytes())
    assert summary["tasks"] == len(found) == 3
    [altered] = [file for file in kept if "recordedSha256" in file]
    assert altered["recordedSha256"] in {sha256(one).hexdigest() for one in PICTURES[:3]}
    contents = {
        image["file"]: (image["sha256"], (tmp_path / image["file"]).read_bytes()) for image in found[0]["images"]
    }
    assert contents.pop(altered["path"]) == (altered["recordedSha256"], b"other")
    assert len(contents) == 2
    assert all(sha256(content).hexdigest() == recorded for recorded, content in contents.values())
    assert missing == {
        "path": found[0]["originalImage"]["file"],
        "missing": True,
        "sha256": tasks[0]["originalImage"]["sha256"],
    }


async def test_an_image_of_the_original_design_keeps_its_address(user: Client, database: asyncpg.Connection) -> None:
    await database.execute(
        """INSERT INTO user_task_history (user_id, prompt, status, completed_at, generated_image_url, aws_generated_key)
        VALUES ($1, 'old', 'completed', now(), 'https://cdn.example/old.png', 'someone/elses.png')""",
        user.id,
    )
    [task], _ = lines_of((await exported(user, "NDJSON")).content)
    assert task["images"][0]["url"] == "https://cdn.example/old.png"
