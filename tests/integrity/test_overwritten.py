"""Every object of a small history, overwritten by another sound one of its kind: git believes it, and we do not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.cli.conftest import Ask, ask
from tests.gitfixture import GitFixture

__all__ = ["ask"]  # a fixture is found by its name here

TINY = "name: tiny\nmodel_family: llama\nlicense: MIT\ncheckpoint: hg://org/one\nnote: a line that stays as it is\n"
CHAT = "name: chat\nbase: tiny\nlangs: [en]\n"

COMMANDS = (
    "blame chat",
    "blame chat --moves",
    "log chat --all-parents",
    "list --changed",
    "show chat --rev HEAD~3",
    "show chat --at 2023-11-15T02:00:00",
    "diff main...side",
    "policy HEAD~3 HEAD",
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> GitFixture:
    """A file renamed twice, a branch that is merged, one that is not, and names for people."""
    repo = GitFixture.init(tmp_path_factory.mktemp("overwritten") / "repo")
    repo.commit({"catalog/catalog.toml": "", "catalog/one.yaml": TINY, ".mailmap": "Ada A. <ada@example.org>\n"})
    repo.commit({"catalog/chat.yaml": CHAT}, message="Chat")
    repo.switch("merged", new=True)
    repo.commit({"catalog/chat.yaml": CHAT.replace("[en]", "[en, de]")}, message="German")
    repo.switch("main")
    repo.commit({"catalog/models/two.yaml": TINY.replace("MIT", "X")}, remove=["catalog/one.yaml"], message="Renamed")
    repo.merge("merged")
    repo.switch("side", new=True)
    repo.commit({"catalog/side.yaml": "name: side\nmodel_family: qwen\n"}, message="Side")
    repo.switch("main")
    third = TINY.replace("MIT", "X").replace("org/one", "org/three")
    repo.commit({"catalog/three.yaml": third}, remove=["catalog/models/two.yaml"], message="Renamed again")
    repo.commit({"catalog/more.yaml": "name: more\nmodel_family: llama\n"}, message="More")
    return repo


def objects_by_kind(repo: GitFixture) -> dict[str, list[str]]:
    ids = repo.git("rev-list", "--objects", "--no-object-names", "--all").splitlines()
    kinds = repo.git("cat-file", "--batch-check=%(objecttype)", content="\n".join(ids)).splitlines()
    found = defaultdict(list)
    for object_id, kind in zip(ids, kinds, strict=True):
        found[kind].append(object_id)
    return found


@contextmanager
def overwritten(repo: GitFixture, object_id: str, other: str) -> Iterator[None]:
    """A loose object with the content of another one, and as it was again after that."""
    path, source = (repo.folder / ".git/objects" / each[:2] / each[2:] for each in (object_id, other))
    whole = path.read_bytes()
    path.chmod(0o644)
    path.write_bytes(source.read_bytes())
    try:
        yield
    finally:
        path.write_bytes(whole)


def test_no_command_believes_an_object_that_is_another_one(
    made: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(made.folder)
    right = {command: ask(*command.split()) for command in COMMANDS}
    assert {code for code, _, _ in right.values()} == {0}
    told: Counter[str] = Counter()
    wrong = []
    for kind, ids in objects_by_kind(made).items():
        for object_id, other in zip(ids, [*ids[1:], ids[0]], strict=True):
            with overwritten(made, object_id, other):
                for command in COMMANDS:
                    code, out, err = ask(*command.split())
                    if code == 3 and f"{object_id} is damaged" in err and not out:
                        told[command] += 1
                    elif (code, out, err) != right[command]:
                        wrong.append((command, kind, object_id, code, out, err))
    assert wrong == []
    assert min(told.values()) > 2
    assert told.keys() == set(COMMANDS)
    assert {command: ask(*command.split()) for command in COMMANDS} == right
