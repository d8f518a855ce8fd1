"""A small package that adds a store, packaged cards and a detector: built and installed with pip, without a network."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

BACKEND = r'''
"""Builds this one package; a backend of its own, so that pip has nothing to download."""
import zipfile

FILES = ["cluster_cards/__init__.py", "cluster_cards/cards/models/tiny.yaml"]
ABOUT = "cluster_cards-1.0.dist-info"

def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    name = "cluster_cards-1.0-py3-none-any.whl"
    written = {path: open(path).read() for path in FILES} | {
        f"{ABOUT}/METADATA": "Metadata-Version: 2.1\nName: cluster-cards\nVersion: 1.0\n",
        f"{ABOUT}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{ABOUT}/entry_points.txt": open("entry_points.txt").read(),
    }
    written[f"{ABOUT}/RECORD"] = "".join(f"{path},,\n" for path in [*written, f"{ABOUT}/RECORD"])
    with zipfile.ZipFile(f"{wheel_directory}/{name}", "w") as wheel:
        for path, text in written.items():
            wheel.writestr(path, text)
    return name
'''

SOURCES = {
    "pyproject.toml": '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
    '[project]\nname = "cluster-cards"\nversion = "1.0"\n',
    "backend.py": BACKEND,
    "entry_points.txt": "[assetcards.stores]\nfolder = cluster_cards:folder\npackaged = cluster_cards:packaged\n"
    "[assetcards.environments]\ncluster = cluster_cards:detect\n",
    "cluster_cards/__init__.py": "import os\nfrom assetcards import FolderTree, PackageTree\n"
    "def packaged(): return PackageTree('cluster_cards.cards')\n"
    "def folder(): return FolderTree(os.environ['CLUSTER_FOLDER'])\n"
    "def detect(): return os.environ.get('CLUSTER_NAME')\n",
    "cluster_cards/cards/models/tiny.yaml": "name: tiny\nmodel_family: llama\ncheckpoint: ./tiny.pt\n"
    "---\nname: tiny@lab\ncheckpoint: /lab/tiny.pt\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that pip installs the package into."""
    folder = tmp_path_factory.mktemp("plugin")
    for path, text in SOURCES.items():
        (folder / "source" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "source" / path).write_text(text)
    options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--no-index", "--no-build-isolation"]
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        *options,
        "--target",
        str(folder / "site"),
        str(folder / "source"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / "site"


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    (tmp_path / "catalog").mkdir()
    (tmp_path / "catalog" / "catalog.toml").touch()
    (tmp_path / "cluster").mkdir()
    (tmp_path / "cluster" / "big.yaml").write_text("name: big\nbase: tiny\n")
    return tmp_path / "catalog"


def run(catalog: Path, site: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(site),
        "CLUSTER_FOLDER": str(catalog.parent / "cluster"),
        **variables,
    }
    command = [sys.executable, "-m", "assetcards", *arguments, "--root", str(catalog)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def show(catalog: Path, site: Path, name: str, **variables: str) -> dict[str, object]:
    done = run(catalog, site, "show", name, "--format", "json", **variables)
    assert done.stderr == ""
    shown: dict[str, object] = json.loads(done.stdout)
    return shown


def test_the_stores_of_an_installed_package_are_searched(catalog: Path, site: Path) -> None:
    shown = show(catalog, site, "big")
    assert (shown["chain"], shown["env"]) == (["big", "tiny"], None)
    assert shown["source"] == f"path:{catalog.parent / 'cluster'}"
    assert shown["uris"] == {"checkpoint": f"file://{site}/cluster_cards/cards/models/tiny.pt"}
    assert show(catalog, site, "tiny")["source"] == "package:cluster_cards.cards"


def test_the_detector_of_an_installed_package_is_asked(catalog: Path, site: Path) -> None:
    shown = show(catalog, site, "big", CLUSTER_NAME="lab")
    assert shown["uris"] == {"checkpoint": "file:///lab/tiny.pt"}
    assert show(catalog, site, "tiny", CLUSTER_NAME="lab")["env"] == "lab"
    assert show(catalog, site, "tiny", CLUSTER_NAME="lab", CATALOG_ENV="user")["env"] is None


def test_the_stores_of_packages_are_listed_by_the_name_of_their_entry_point(catalog: Path, site: Path) -> None:
    done = run(catalog, site, "stores")
    assert (done.returncode, done.stderr) == (0, "")
    roles = [line.split()[0] for line in done.stdout.splitlines()]
    assert roles == ["catalog", "system", "user", "assetcards.stores:folder", "assetcards.stores:packaged"]


def test_a_failing_plugin_ends_the_run_with_its_name(catalog: Path, site: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if key != "CLUSTER_FOLDER"}
    command = [sys.executable, "-m", "assetcards", "list", "--root", str(catalog)]
    done = subprocess.run(
        command, env={**environment, "PYTHONPATH": str(site)}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == (
        "catalog: assetcards.stores:folder: failed with KeyError: 'CLUSTER_FOLDER' "
        "(fix it, or uninstall the package that adds it)\n"
    )
