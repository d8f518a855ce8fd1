"""The toolchain as a repository that others take hooks from, and one pre-commit cache for all tests.

pre-commit clones the toolchain and installs it with pip, which takes packages from the registry that pip is set up
for. That is done once in a session, whatever the number of workers.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
from pathlib import Path

import pytest

from tests.gitfixture import GitFixture
from tests.hooks.hooked import GOOD, HookedRepository

SOURCE = Path(__file__).parents[2]
SURROUNDINGS = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
"""What pip needs to know of the machine; read before the fixtures of all tests hide it."""


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this session have in common."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def toolchain(shared_folder: Path) -> GitFixture:
    """A repository with the files of this one as they are now, committed or not."""
    repo = GitFixture(shared_folder / "toolchain")
    with (shared_folder / "toolchain.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not repo.folder.exists():
            _copy_toolchain(GitFixture.init(repo.folder))
    return repo


def _copy_toolchain(repo: GitFixture) -> None:
    command = ["git", "-C", str(SOURCE), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, env=SURROUNDINGS, capture_output=True, check=True).stdout.decode()
    wanted = ("tools/", "hooks/", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")
    files = [path for path in listed.split("\0") if path.startswith(wanted) and (SOURCE / path).is_file()]
    repo.commit({path: (SOURCE / path).read_bytes() for path in files})


@pytest.fixture
def environment(shared_folder: Path, tmp_path: Path) -> dict[str, str]:
    """The environment of a user of pre-commit whose home is empty."""
    home = tmp_path / "home"
    home.mkdir()
    return {
        **SURROUNDINGS,
        "HOME": str(home),
        "PIP_CACHE_DIR": str(shared_folder / "pip"),
        "PRE_COMMIT_HOME": str(shared_folder / "pre-commit"),
        "PRE_COMMIT_COLOR": "never",
    }


CONFIGURATION = """\
default_install_hook_types: [pre-commit, pre-merge-commit, pre-push]
repos:
  - repo: {toolchain}
    rev: {revision}
    hooks:
      - id: catalog-validate
"""


@pytest.fixture
def consumer(tmp_path: Path, toolchain: GitFixture, environment: dict[str, str]) -> HookedRepository:
    """A repository of cards that has `catalog-validate` from the toolchain, installed."""
    repo = HookedRepository(tmp_path / "consumer", environment)
    repo.folder.mkdir()
    repo.git("init", "--quiet", "--initial-branch=main")
    configuration = CONFIGURATION.format(toolchain=toolchain.folder, revision=toolchain.head())
    repo.commit(
        {
            ".pre-commit-config.yaml": configuration,
            "catalog/catalog.toml": "",
            "catalog/models/good.yaml": GOOD,
        }
    )
    installed = repo.pre_commit("install", "--install-hooks")
    assert installed.done, installed.output
    return repo
