"""What holds for every test: nothing of the machine's surroundings counts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers

from tests.sampling import WHOLE, sample

settings.register_profile(
    "house",
    deadline=None,
    derandomize=not WHOLE,
    max_examples=sample(100, of_all=5000),
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("house")
"""The same examples everywhere, and none judged by the clock: a busy machine is no fault. `make soak` looks further."""

if not WHOLE:
    # Examples made of constants of the modules that happen to be loaded would change with each of these, and with the
    # order of the tests. Hypothesis has no setting for it.
    vars(providers).update(is_local_module_file=lambda _: False)

collect_ignore_glob = ["interop/fairseq2_*.py"]
"""Run in fairseq2's environment, where alone they can be imported."""

PREFIXES = ("ASSETCARDS_", "CATALOG_", "FAIRSEQ2_", "GIT_", "GITHUB_", "PRE_COMMIT")
NAMES = ("NO_COLOR", "FORCE_COLOR", "TF_BUILD", "TEAMCITY_VERSION", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")


@pytest.fixture(autouse=True)
def no_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No variable that we or git read, a home that is empty, and no store of the system's."""
    for name in os.environ:
        if name.startswith(PREFIXES) or name in NAMES:
            monkeypatch.delenv(name)
    home: Path = tmp_path_factory.getbasetemp() / "home"
    home.mkdir(exist_ok=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("FAIRSEQ2_ASSET_DIR", str(home / "no-system-store"))
    monkeypatch.setenv("CATALOG_CPU_SECONDS", "600")  # so that no answer depends on how fast the machine is
