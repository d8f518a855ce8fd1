"""What is said to be supported is what is tested: versions of Python, and of the packages that we depend on."""

from __future__ import annotations

import re
import tomllib

from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.floors import PYPROJECT, floor_of, requirements
from tests.house.sources import ROOT

PROJECT = tomllib.loads(PYPROJECT.read_text("utf-8"))["project"]
WORKFLOWS = ROOT / ".github" / "workflows"


def test_every_python_that_is_said_to_be_supported_runs_the_tests() -> None:
    said = {line.rpartition(" ")[2] for line in PROJECT["classifiers"] if "Python :: 3." in line}
    tested = {
        python
        for workflow in ("pull-request.yml", "versions.yml")
        for python in re.findall(r'"(3\.\d+)"', (WORKFLOWS / workflow).read_text("utf-8"))
    }
    assert said == tested
    assert PROJECT["requires-python"] == f">={min(said, key=Version)}"


def test_every_dependency_has_a_floor_and_a_pinned_version_that_is_not_below_it() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pins = {canonicalize_name(name): version for name, _, version in (line.partition("==") for line in lines)}
    below = [
        name for name, floor in map(floor_of, requirements()) if Version(pins[canonicalize_name(name)]) < Version(floor)
    ]
    assert below == []
