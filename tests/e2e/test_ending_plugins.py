"""Packages that end the program, or print: no run turns green by them, and no answer becomes unreadable."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.gitfixture import GitFixture

BROKEN = "name: bad\nbase: nowhere\n"


class Ended(NamedTuple):
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


@pytest.fixture
def repo(tmp_path: Path) -> GitFixture:
    """A catalog with a card that does not resolve: whatever is green about it is wrong."""
    repo = GitFixture.init(tmp_path / "repo")
    repo.commit({"catalog/catalog.toml": "", "catalog/models/a.yaml": "name: a\n"})
    repo.write({"catalog/models/bad.yaml": BROKEN})
    repo.git("add", "--all")
    return repo


def install(site: Path, group: str, body: str) -> None:
    """A package with one entry point, as an installer leaves it."""
    about = site / "team-1.0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: team\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(f"[assetcards.{group}]\nteam = team_plugin:make\n")
    (site / "team_plugin.py").write_text(body)


def run(repo: GitFixture, site: Path, *arguments: str) -> Ended:
    done = subprocess.run(
        [sys.executable, "-m", "assetcards", *arguments],
        cwd=repo.folder,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(site), *filter(None, [os.environ.get("PYTHONPATH")])])},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


ENDS = {
    "sys.exit(0)": "SystemExit: 0",
    "sys.exit()": "SystemExit",
    "sys.exit('x')": "SystemExit: x",
    "raise GeneratorExit": "GeneratorExit",
    "raise RecursionError('deep')": "RecursionError: deep",
    "raise MemoryError": "MemoryError",
    "class Own(BaseException): pass\n    raise Own('odd')": "Own: odd",
    "import warnings; warnings.simplefilter('error'); warnings.warn('old')": "UserWarning: old",
    "os._exit(0)": "SystemExit: 0",
}


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("group", ["stores", "environments"])
def test_a_plugin_that_ends_the_program_is_named(repo: GitFixture, tmp_path: Path, group: str, end: str) -> None:
    install(tmp_path / "site", group, f"import os, sys\ndef make():\n    {end}\n")
    told = (
        f"catalog: assetcards.{group}:team: failed with {ENDS[end]} (fix it, or uninstall the package that adds it)\n"
    )
    assert run(repo, tmp_path / "site", "list") == (3, "", told)


def test_a_plugin_that_ends_the_program_when_it_is_imported_is_named(repo: GitFixture, tmp_path: Path) -> None:
    install(tmp_path / "site", "stores", "import sys\nsys.exit(0)\n")
    code, out, err = run(repo, tmp_path / "site", "show", "a")
    assert (code, out) == (3, "")
    assert err.startswith("catalog: assetcards.stores:team: failed with SystemExit: 0")


@pytest.mark.parametrize("verb", ["validate", "validate --staged", "policy --staged --strict", "lock a"])
def test_what_judges_a_change_is_not_green_beside_a_plugin_that_ends_the_program(
    repo: GitFixture, tmp_path: Path, verb: str
) -> None:
    install(tmp_path / "site", "environments", "import os\ndef make():\n    os._exit(0)\n")
    code, _, err = run(repo, tmp_path / "site", *verb.split())
    assert (code, "Traceback" in err) == (0 if verb == "lock a" else 1, False)  # they ask no plugin


TREE = """
import os, sys
from assetcards import Tree, TreeOrigin
class Theirs(Tree):
    origin = TreeOrigin(kind="memory", place="theirs")
    def files(self): {files}
    def read(self, path, limit): {read}
def make(): return Theirs()
"""


@pytest.mark.parametrize("end", ["sys.exit(0)", "os._exit(0)", "raise GeneratorExit"])
def test_a_tree_that_ends_the_program_is_a_store_that_cannot_be_listed(
    repo: GitFixture, tmp_path: Path, end: str
) -> None:
    install(tmp_path / "site", "stores", TREE.format(files=end, read="return b''"))
    code, out, err = run(repo, tmp_path / "site", "stores")
    problem = "GeneratorExit" if "Generator" in end else "SystemExit: 0"
    assert (code, err) == (0, "")
    assert out.splitlines()[-1].endswith(f"memory:theirs  memory:theirs: cannot be listed: {problem}")
    assert run(repo, tmp_path / "site", "list", "--format", "names")[:2] == (0, "a\n")


@pytest.mark.parametrize("end", ["sys.exit(0)", "os._exit(0)"])
def test_a_file_that_ends_the_program_when_it_is_read_is_one_that_cannot_be_read(
    repo: GitFixture, tmp_path: Path, end: str
) -> None:
    install(tmp_path / "site", "stores", TREE.format(files="return ['x.yaml']", read=end))
    code, out, _ = run(repo, tmp_path / "site", "list", "--format", "json")
    broken = [(finding["path"], finding["code"], finding["message"]) for finding in json.loads(out)["broken"]]
    assert (code, ("x.yaml", "C001", "cannot be read: SystemExit: 0") in broken) == (0, True)


def test_what_a_plugin_prints_is_no_part_of_an_answer(repo: GitFixture, tmp_path: Path) -> None:
    body = TREE.format(files="print('files'); return ['x.yaml']", read="print('read'); return b'name: x\\n'[:limit]")
    install(tmp_path / "site", "stores", f"print('imported')\n{body}")
    code, out, err = run(repo, tmp_path / "site", "list", "--format", "json")
    assert (code, [card["name"] for card in json.loads(out)["cards"]]) == (0, ["a", "x"])
    assert err.splitlines()[:2] == ["imported", "files"]


def test_whoever_else_ends_the_run_leaves_no_answer(repo: GitFixture, tmp_path: Path) -> None:
    """As a library that is loaded late may do, or one that has replaced a part of another."""
    (tmp_path / "site").mkdir()
    program = tmp_path / "site" / "sitecustomize.py"
    program.write_text("import sys, json\ndef dumps(*a, **k):\n    sys.exit(0)\njson.dumps = dumps\n")
    told = f"catalog: {program}:3 ended the run with sys.exit(0), so there is no answer\n"
    code, out, err = run(repo, tmp_path / "site", "list", "--format", "json")
    assert (code, out, err.splitlines(keepends=True)[-1]) == (3, "", told)
