"""What cards, files and commits say is never a command for a runner of CI that reads what we print."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assetcards.cli.printing import RUNNERS
from assetcards.escaping import safe
from assetcards.rendering.documents import render_json, render_yaml
from assetcards.rendering.runners import without_commands
from tests.cli.conftest import Ask
from tests.gitfixture import GitFixture

VALUE = "##[add-mask]v ##vso[task.x]y ##teamcity[z]"
LINES = "\n::stop-commands::x\n \u3000::set-output name=a::b\r::debug::c\x1b[0m\x85::debug::d\u2028::debug::e"
CARDS = f"""\
name: "::add-mask::tiny"
model_family: "::debug::family"
license: {json.dumps(VALUE)}
description: {json.dumps("::add-mask::text" + LINES)}
"::set-env name=x::y": {json.dumps([VALUE, LINES, {"::debug::k": VALUE}])}
model_config: {json.dumps({"::debug::k": LINES, VALUE: ["::x::y", VALUE]})}
---
name: "::add-mask::tiny@::debug::env"
license: {json.dumps(LINES)}
---
name: {json.dumps(VALUE)}
tokenizer_family: {json.dumps(VALUE)}
---
name: "::debug::broken"
base: {json.dumps("::add-mask::" + VALUE + LINES)}
---
name: "::debug::broken"
checkpoint: "##[debug]://x"
"""
NAME = "::add-mask::tiny"
VERBS = [
    *(
        ["list", "--changed", "--format", "json"],
        ["list", "--root", "::debug::x"],
        ["show", NAME, "--rev", "::debug::x"],
    ),
    *(["list", "--format", form] for form in ("text", "names", "json", "markdown")),
    *(["show", NAME, "--format", form] for form in ("text", "json", "yaml")),
    *(["validate", "--format", form] for form in ("text", "json", "sarif", "github")),
    *(["diff", "v1", "HEAD", "--format", form] for form in ("text", "json", "markdown")),
    *(["policy", "v1", "HEAD", "--format", form] for form in ("text", "json", "sarif", "github")),
    *(["review", "v1", "HEAD", "--format", form] for form in ("text", "json", "markdown")),
    *(["compare", NAME, VALUE, "--format", form] for form in ("text", "json", "markdown")),
    *([verb, NAME, "--format", form] for verb in ("log", "blame") for form in ("text", "json")),
    *(["list", "--changed"], ["show", NAME, "--chain"], ["show", "::debug::broken"], ["show", f"{LINES}::x::y"]),
    *(["lock", NAME], ["lock", "::nothing::x"], ["lock", "--check", "--file", "::debug::x.lock"]),
    *(["stores"], ["envs"], ["stores", "--format", "json"], ["envs", "--format", "json"], ["cache", "ls"]),
    *(["list", "--rev", f"{LINES}::x"], ["list", "--env", "::debug::x"], ["list", "--repo", "::debug::x/##[debug]"]),
    *(["list", "--family", f"::x::{VALUE}"], ["list", "--where", "::debug::x=1"], ["list", "--kind", f"{LINES}::x"]),
    *(["validate", f"{LINES}::x::y.yaml"], ["explain", f"{LINES}::x"], [f"{LINES}::x::y"], ["list", f"--{VALUE}"]),
]


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitFixture:
    """A repository in which everything that anybody can choose is a command."""
    repo = GitFixture.init(tmp_path / "##[debug]cards")
    repo.commit({"catalog/catalog.toml": "", "catalog/::debug::a.yaml": "name: a\n"}, message="::add-mask::first")
    repo.git("tag", "v1")
    repo.git("config", "user.name", "::debug::Ada ##[debug]")
    settings = '"::add-mask::x" = 1\nfields = ["::debug::x", 1]\n"##[debug]" = 2\n'
    repo.commit(
        {"catalog/::stop-commands::x.yaml": CARDS, "catalog/catalog.toml": settings}, message=f"::add-mask::{VALUE}"
    )
    monkeypatch.chdir(repo.folder)
    monkeypatch.setenv("CATALOG_CACHE_DIR", str(tmp_path / "cache"))
    return repo


def commands_in(text: str) -> Iterator[str]:
    """What runners take for commands: GitHub's leaves space in front aside, and splits at every kind of line ending."""
    for line in re.split(r"\r\n|\r|\n", text):
        if line.lstrip().startswith("::") or re.search(r"##[A-Za-z]*\[", line):
            yield line


def is_ours(command: str) -> bool:
    """Whether a line is a command that we write; the runner looks for no other in it."""
    return (
        re.fullmatch(r"::(error|warning) file=[^:]*::.*|::group::[0-9]+ without annotation|::endgroup::", command)
        is not None
    )


@pytest.mark.parametrize("arguments", VERBS, ids=lambda arguments: " ".join(map(safe, arguments))[:40])
def test_nothing_that_a_verb_prints_is_a_command_of_somebody_else(
    hostile: GitFixture, ask: Ask, arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = ask(*arguments)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    code, out, err = ask(*arguments)
    assert code in (0, 1, 2, 3)
    found = [*commands_in(out), *commands_in(err)]
    assert [line for line in found if not is_ours(line)] == []
    assert bool(found) is ("github" in arguments)
    if "json" in arguments or "sarif" in arguments:
        assert json.loads(out) == json.loads(plain[1])
    if "yaml" in arguments:
        assert yaml.safe_load(out) == yaml.safe_load(plain[1])


def read_annotation(line: str) -> dict[str, str]:
    """An annotation as the runner of GitHub reads it."""
    _, head, message = line.split("::", 2)
    properties = dict(each.split("=", 1) for each in head.partition(" ")[2].split(","))
    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        properties = {name: value.replace(code, character) for name, value in properties.items()}
        message = message.replace(code, character) if code in ("%0D", "%0A", "%25") else message
    return {**properties, "message": message}


NAMES = ("a,line=9", "a%0A::error::x", "a:b", "%3A%2C%25", "::error::", "##[debug]")


def test_an_annotation_is_read_as_what_was_found(tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = GitFixture.init(tmp_path / "cards")
    repo.commit({"catalog/catalog.toml": ""})
    repo.write(
        {f"catalog/{name}.yaml": f"name: x{n}\nbase: {json.dumps(name + LINES)}\n" for n, name in enumerate(NAMES)}
    )
    monkeypatch.chdir(repo.folder)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    found = json.loads(ask("validate", "--format", "json")[1])["findings"]
    lines = [line for line in ask("validate", "--format", "github")[1].splitlines() if line.startswith("::error ")]
    read = [(each["file"], each["line"], each["col"], each["message"]) for each in map(read_annotation, lines)]
    assert (
        read
        == [
            (
                f"catalog/{each['path']}",
                str(each["line"]),
                str(each["column"]),
                safe(f"{each['message']} ({each['hint']})"),
            )
            for each in found
            if each["severity"] == "error"
        ][:10]
    )
    assert len({file for file, *_ in read}) > 3


def test_annotations_are_no_commands_for_another_runner(
    hostile: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TF_BUILD", "True")
    assert [*commands_in(ask("validate", "--format", "github")[1])] == []


@pytest.mark.parametrize("runner", [None, *RUNNERS])
def test_what_no_runner_reads_is_as_it_was_written(
    hostile: GitFixture, ask: Ask, runner: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in RUNNERS:
        monkeypatch.delenv(name, raising=False)
    if runner:
        monkeypatch.setenv(runner, "True")
    out = ask("list", "--format", "names")[1]
    colon, hash_ = (r"\u003a", r"\u0023") if runner else (":", "#")
    assert out.splitlines() == [
        f"#{hash_}[add-mask]v #{hash_}vso[task.x]y #{hash_}teamcity[z]",
        f"{colon}:add-mask::tiny",
        f"{colon}:add-mask::tiny@::debug::env",
        "a",
    ]


@pytest.mark.parametrize("form", ["json", "names"])
def test_a_file_gets_the_same_bytes_under_a_runner(hostile: GitFixture, form: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "assetcards", "list", "--format", form]
    written = []
    for runner in ("", "true"):
        with open(tmp_path / "out", "wb") as file:
            subprocess.run(
                command,
                stdout=file,
                stderr=subprocess.DEVNULL,
                check=True,
                env={**os.environ, "GITHUB_ACTIONS": runner},
            )
        written.append((tmp_path / "out").read_bytes())
    assert written[0] == written[1]
    piped = subprocess.run(
        command, capture_output=True, check=True, env={**os.environ, "GITHUB_ACTIONS": "true"}
    ).stdout
    assert piped != written[0]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_scripts_of_shells_hold_nothing_that_would_be_escaped(ask: Ask, shell: str) -> None:
    script = ask("completion", shell)[1]
    assert without_commands(script) == script


@pytest.mark.parametrize("hook", ["validate", "policy", "listing"])
def test_nothing_that_a_hook_prints_is_a_command(hostile: GitFixture, hook: str) -> None:
    module = f"import sys; from assetcards_hooks.catalog_{hook} import main; sys.exit(main())"
    arguments = {"listing": ["::debug::##[x].md"], "policy": ["--base=v1"], "validate": ["--all"]}[hook]
    environment = {**os.environ, "GITHUB_ACTIONS": "true", **({"GIT_INDEX_FILE": ""} if hook == "validate" else {})}
    done = subprocess.run(
        [sys.executable, "-c", module, *arguments], capture_output=True, check=False, text=True, env=environment
    )
    assert done.returncode in (0, 1), done.stderr
    assert [*commands_in(done.stdout), *commands_in(done.stderr)] == []
    assert len(done.stdout) > 20


def test_sections_of_gitlab_need_characters_that_are_never_printed(hostile: GitFixture, ask: Ask) -> None:
    hostile.write({"catalog/x.yaml": 'name: "x\\r\\e[0Ksection_start:1700000000:x\\r\\e[0K"\n'})
    for verb in (["list"], ["list", "--format", "names"], ["validate"]):
        assert not re.search(r"section_(start|end):[0-9]+:[a-zA-Z0-9_.-]+\r\x1b\[0K", ask(*verb)[1])


@given(st.text(st.sampled_from(":#[]a \n\t\x1b\\\"'0m\u3000"), max_size=12))
def test_any_text_is_free_of_commands_and_any_json_the_same(text: str) -> None:
    assert [*commands_in(without_commands(text))] == []
    document = render_json({"name": text, text: [text]})
    assert json.loads(without_commands(document)) == json.loads(document)
    as_yaml = render_yaml({"name": text, "x": [text, {"k": text}], text: 1})
    assert yaml.safe_load(without_commands(as_yaml)) == yaml.safe_load(as_yaml)
