"""Catalogs that are small and once cost minutes: each ends in seconds, with the right answer or a sentence."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.campaigns.soak_bombs import Run, run_within_limits
from tests.gitfixture import GitFixture
from tests.sampling import sample

SECONDS = 30
"""A bound for a busy machine; it takes a tenth of that, and took a minute or more."""

Files = Mapping[str, str]

MODEL = "model_family: my_model\ncheckpoint: hg://org/m\n"


def leaves(count: int, value: str = "1") -> str:
    return "model_config:\n" + "".join(f"  k{i}: {value}\n" for i in range(count))


def children(count: int, own: str = "", base: str = "big") -> str:
    return "".join(f"---\nname: child{i}\nbase: {base}\ncheckpoint: hg://org/c{i}\n{own}" for i in range(count))


def repository(folder: Path, *sides: Files) -> Path:
    """A repository with a commit for each side of a change."""
    repo = GitFixture.init(folder)
    for side in sides:
        shutil.rmtree(folder / "catalog", ignore_errors=True)
        repo.commit({"catalog/catalog.toml": "", **{f"catalog/models/{name}": text for name, text in side.items()}})
    return folder


def run(folder: Path, *arguments: str) -> Run:
    """The command in the repository; it stays within the limits."""
    done = run_within_limits(folder, arguments, seconds=SECONDS, as_command=True)
    assert done.is_held(SECONDS), f"exit {done.end} after {done.seconds:.1f} s: {done.complaints[-500:]}"
    return done


BIG = f"name: big\n{MODEL}{leaves(3000)}"


def test_a_large_base_with_many_children_is_compared_once(tmp_path: Path) -> None:
    new = BIG.replace("k7: 1\n", "k7: 2\n")
    cards = children(sample(60, 400))
    folder = repository(tmp_path, {"a.yaml": BIG + cards}, {"a.yaml": new + cards})
    edited = f"`big` (catalog/models/a.yaml:12, Ada Author) changed `model_config.k7`: {sample(61, 401)} cards"
    assert edited in run(folder, "diff", "HEAD~1", "HEAD").answer
    assert run(folder, "policy", "HEAD~1", "HEAD").end == 0


def test_a_large_base_with_thousands_of_children_is_judged_once(tmp_path: Path) -> None:
    own, count = "model_config: {k3: 1}\n", sample(400, 3000)
    found = run(repository(tmp_path, {"a.yaml": BIG + children(count, own)}), "validate", "--format", "json")
    codes = [finding["code"] for finding in json.loads(found.answer)["findings"]]
    assert codes.count("C501") == count


OVERRIDES = {"a.yaml": BIG} | {
    f"@e{i}/x.yaml": f"name: big@e{i}\nbase: big\nmodel_config: {{_del_: [k0]}}\n" for i in range(150)
}


@pytest.mark.parametrize(
    "arguments",
    [
        ("list", "--format", "json"),
        ("envs",),
        ("lock", "big", *(f"big@e{i}" for i in range(150)), "--rev", "HEAD"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_many_overrides_of_a_large_card_share_it(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = run(repository(tmp_path, OVERRIDES), *arguments)
    assert done.end == 0, done.complaints


def test_thousands_of_cards_of_one_name_have_a_finding_each(tmp_path: Path) -> None:
    folder = repository(tmp_path, {"a.yaml": "---\n".join(f"name: tiny\nnote: {i}\n" for i in range(4000))})
    assert run(folder, "list").complaints.count("C210") == 3999
    assert run(folder, "show", "tiny").complaints.count("C210") <= 10


DUPLICATES: dict[str, Files] = {
    "overrides": {"a.yaml": "name: x\n---\n" + "---\n".join(f"name: x@lab\nnote: {i}\n" for i in range(4000))},
    "capitals": {
        "a.yaml": "---\n".join(
            "name: " + "".join(c.upper() if i >> at & 1 else c for at, c in enumerate("abcdefghijklm")) + "\n"
            for i in range(4096)
        )
    },
    "files": {f"{i}.yaml": f"name: x\nnote: {i}\n" for i in range(1500)},
    "keys": {"a.yaml": "name: x\nmap:\n" + "  k: 1\n" * 20_000},
    "typos": {
        "a.yaml": "---\n".join(f"name: card{i}\n" for i in range(4000)),
        "b.yaml": "---\n".join(f"name: w{i}\nbase: cadr{i}\n" for i in range(4000)),
    },
    "ring": {
        "a.yaml": "---\n".join(f"name: r{i}\nbase: r{(i + 1) % 1500}\n" for i in range(1500)),
        "b.yaml": "---\n".join(f"name: w{i}\nbase: r{i % 1500}\n" for i in range(4000)),
    },
    "unnamed": {"a.yaml": "---\n".join(f"note: {i}\n" for i in range(5000))},
    "fields": {"a.yaml": "name: x\n" + "".join(f"chekpoint{i}: 1\n" for i in range(8000))},
}


@pytest.mark.parametrize("kind", sample(["capitals", "files", "keys", "unnamed"], [*DUPLICATES]))
def test_what_is_wrong_again_and_again_costs_no_more_than_it_is(tmp_path: Path, kind: str) -> None:
    folder = repository(tmp_path, DUPLICATES[kind])
    for arguments in (("list",), ("validate", "--format", "json")):
        done = run(folder, *arguments, "--rev", "HEAD")
        assert done.end in (0, 1), done.complaints[-300:]
        assert len(done.answer) + len(done.complaints) < 20_000_000


CAPITALS = ("".join(c.upper() if i >> at & 1 else c for at, c in enumerate("abcdefghijklm")) for i in range(1 << 13))
SPELLINGS = [f"name: {name}\n" for name in CAPITALS]

STORES: dict[str, tuple[str, str]] = {
    "one name": (2 * ("---\n".join(f"name: x\nnote: {i}\n" for i in range(4000)),)),
    "names alike": ("---\n".join(SPELLINGS[::2]), "---\n".join(SPELLINGS[1::2])),
    "the same names": (2 * ("---\n".join(f"name: card{i}\n" for i in range(2000)),)),
    "typos": (
        "---\n".join(f"name: card{i}\n" for i in range(2000)),
        "---\n".join(f"name: w{i}\nbase: cadr{i}\n" for i in range(2000)),
    ),
    "bases": (
        "---\n".join(f"name: w{i}\nbase: card{i}\n" for i in range(2000)),
        "---\n".join(f"name: card{i}\nbase: card{i + 1}\n" for i in range(200)) + "---\nname: card200\n",
    ),
}


@pytest.mark.parametrize("kind", sample(["the same names", "bases"], [*STORES]))
def test_two_stores_cost_no_more_than_both(tmp_path: Path, kind: str) -> None:
    ours, theirs = STORES[kind]
    folder = repository(tmp_path / "ours", {"a.yaml": ours})
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "b.yaml").write_text(theirs)
    for arguments, end in ((["list"], 0), (["validate", "--format", "json"], 1)):
        done = run(folder, *arguments, "--store", str(tmp_path / "theirs"))
        assert done.end == end, done.complaints[-300:]
        assert len(done.answer) + len(done.complaints) < 20_000_000
