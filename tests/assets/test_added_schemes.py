"""Schemes that packages add: what they bring is fetched and verified, and what goes wrong in them is their fault."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.assets.conftest import SHA256, WEIGHTS, Ask, card
from tests.gitfixture import GitFixture
from tests.unit.trees.test_plugins import install

MODULE = """
from pathlib import Path
from assetcards.assets.schemes import Brought, Plan

class Shelf:
    in_place = True
    def maybe_here(self, asset, cache):
        {maybe_here}
    def plan(self, asset, cache, way):
        {plan}
    def bring(self, asset, cache, way):
        {bring}
    def unlike(self, asset, path, cache, watch, *, is_fresh=False):
        {unlike}

def scheme():
    {scheme}
"""
RIGHT = {
    "maybe_here": "return Path({place!r})",
    "plan": "return Plan(1, 1)",
    "bring": "return Brought(Path({place!r}))",
    "unlike": "return ()",
    "scheme": "return Shelf()",
}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of installed packages; the module of the one that is tested is forgotten at the end."""
    (tmp_path / "site").mkdir()
    monkeypatch.syspath_prepend(tmp_path / "site")
    yield tmp_path / "site"
    sys.modules.pop("team_plugin", None)


@pytest.fixture
def place(catalog: GitFixture, tmp_path: Path) -> Path:
    """The file that a scheme brings, beside a card with an address of that scheme."""
    catalog.write({"catalog/tiny.yaml": card("tiny", checkpoint='"shelf://a/b"')})
    (tmp_path / "m.pt").write_bytes(WEIGHTS)
    return tmp_path / "m.pt"


def add_scheme(site: Path, place: Path, **bodies: str) -> None:
    written = {key: body.format(place=str(place)) for key, body in {**RIGHT, **bodies}.items()}
    install(site, "[assetcards.schemes]\nshelf = team_plugin:scheme\n", MODULE.format(**written))


def test_what_a_package_brings_is_fetched_and_verified(catalog: GitFixture, site: Path, place: Path, ask: Ask) -> None:
    add_scheme(site, place)
    assert ask("fetch", "tiny", "--format", "paths") == (0, f"{place}\n", "")
    catalog.write({"catalog/tiny.yaml": card("tiny", checkpoint='"shelf://a/b"', checkpoint_sha256=f'"{SHA256}"')})
    assert ask("verify", "tiny")[1].split()[0] == "right"


def test_the_host_of_any_scheme_can_say_that_a_file_is_another_one(site: Path, place: Path, ask: Ask) -> None:
    add_scheme(site, place, unlike='return ("m.pt",)')
    code, out, err = ask("verify", "tiny")
    assert err == ""
    assert (code, out.split()[0], "  differs  m.pt" in out.splitlines()) == (1, "differs", True)


@pytest.mark.parametrize(
    ("bodies", "problem"),
    [
        ({"scheme": "return 3"}, "its function returned int, which is no scheme: it has no 'in_place'"),
        ({"scheme": "return None"}, "its function returned NoneType, which is no scheme: it has no 'in_place'"),
        ({"scheme": "raise KeyError('team')"}, "failed with KeyError: 'team'"),
        ({"maybe_here": "raise ValueError('odd')", "bring": "raise ValueError('odd')"}, "failed with ValueError: odd"),
        ({"maybe_here": "return 3", "bring": "return 3"}, "returned int, not "),
        ({"maybe_here": "raise SystemExit(0)", "bring": "raise SystemExit(0)"}, "failed with SystemExit: 0"),
    ],
)
def test_what_goes_wrong_in_a_scheme_is_its_fault_and_stops_no_other_asset(
    catalog: GitFixture, site: Path, place: Path, ask: Ask, bodies: dict[str, str], problem: str
) -> None:
    add_scheme(site, place, **bodies)
    code, out, err = ask("fetch", "tiny")
    assert (code, out) == (3, "")
    assert err.startswith("catalog: assetcards.schemes:shelf: ") and problem in err
    assert "it brings the checkpoint of 'tiny'" in err
    catalog.write({"catalog/more.yaml": card("more", checkpoint=place, checkpoint_sha256=f'"{SHA256}"')})
    code, out, _ = ask("verify", "--all")
    assert (code, {line.split()[0] for line in out.splitlines()[:2]}) == (1, {"right", "unreadable"})


def test_an_error_that_a_scheme_means_is_passed_on(site: Path, place: Path, ask: Ask) -> None:
    raising = "from assetcards import AssetError; raise AssetError(asset.uri, 'is not on the shelf')"
    add_scheme(site, place, bring=raising)
    code, _, err = ask("fetch", "tiny")
    assert (code, err.startswith("catalog: shelf://a/b: is not on the shelf")) == (4, True)
