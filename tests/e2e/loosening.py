"""Pull requests that loosen what they are judged by, and every gate that they go through."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from assetcards.cli.main import main as catalog
from assetcards_hooks import catalog_policy, catalog_validate
from tests.gitfixture import GitFixture

if TYPE_CHECKING:
    import pytest

SETTINGS = """\
environments = ["lab"]

[uris]
hosts = ["*"]

[policy]
removed = "fail"
frozen_fields = ["license"]
"""
WEIGHTS = "checkpoint: https://example.org/{0}.safetensors\n"
TINY = f"name: tiny\nmodel_family: llama\nlicense: MIT\n{WEIGHTS.format('tiny')}"
BASE = {"catalog/catalog.toml": SETTINGS, "catalog/models/tiny.yaml": TINY}

BAD = "name: bad\nbase: nosuch\n"
"""A card that does not resolve (C401)."""

TYPO = f"name: y\nmodel_family: llama\nlicence: MIT\n{WEIGHTS.format('y')}"
"""A card with another finding (C303)."""

Files: TypeAlias = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a pull request loosens, by files, over what the base has more; and its cards, each with its own finding."""

    files: Files = field(default_factory=dict)
    base: Files = field(default_factory=dict)
    moves: Mapping[str, str] = field(default_factory=dict)
    unresolved: Files = field(default_factory=lambda: {"catalog/models/bad.yaml": BAD})
    other: Files = field(default_factory=lambda: {"catalog/models/y.yaml": TYPO})


def ignoring(codes: str, path: str = "*", reason: str = "as I say") -> str:
    """The settings with an `[[ignore]]` more."""
    return f'{SETTINGS}\n[[ignore]]\npath = "{path}"\ncodes = [{codes}]\nreason = "{reason}"\n'


def toml(text: str) -> Files:
    """A pull request that writes these settings."""
    return {"catalog/catalog.toml": text}


def card(text: str) -> Files:
    """A pull request that adds this card."""
    return {"catalog/models/y.yaml": text}


LAX = "".join(f'{name} = "pass"\n' for name in ("removed", "checkpoint", "digest", "license", "reused", "broken"))
HIGH = "[bounds]\nfile_bytes = 4_000_000\nnodes = 200_000\ndocuments = 40_000\ndepth = 200\n"
COMMENT = "  # catalog: ignore[{}] comes next week"
CHANGES = {
    "everything is ignored": Change(files=toml(ignoring('"C"'))),
    "a comment": Change(
        unresolved={"catalog/models/bad.yaml": BAD.replace("nosuch", f"nosuch{COMMENT.format('C401')}")},
        other=card(TYPO.replace("licence: MIT", f"licence: MIT{COMMENT.format('C303')}")),
    ),
    "rules are turned off": Change(files=toml(f'{SETTINGS}[rules]\nignore = ["C3", "C4", "C6"]\n')),
    "rules are selected": Change(files=toml(f'{SETTINGS}[rules]\nselect = ["C2"]\n')),
    "private hosts are allowed": Change(
        files=toml(SETTINGS.replace('["*"]', '["*", "169.254.169.254", "10.*"]')),
        other=card("name: y\nmodel_family: llama\ncheckpoint: https://169.254.169.254/y.safetensors\n"),
    ),
    "schemes are allowed": Change(
        files=toml(SETTINGS.replace("[uris]", '[uris]\nschemes = ["ftp", "https"]')),
        other=card("name: y\nmodel_family: llama\ncheckpoint: ftp://example.org/y.safetensors\n"),
    ),
    "the policy is relaxed": Change(
        files=toml(SETTINGS[: SETTINGS.index("removed")] + LAX),
        other={"catalog/models/tiny.yaml": TINY.replace("org/tiny", "org/other")},
    ),
    "bounds are raised": Change(files=toml(SETTINGS + HIGH), other=card(TYPO.replace("licence", "license"))),
    "the catalog moves": Change(
        moves={"catalog": "cards"},
        files={"cards/catalog.toml": ignoring('"C303", "C401"', reason="new home")},
        unresolved={"cards/models/bad.yaml": BAD},
        other={"cards/models/y.yaml": TYPO},
    ),
    "the catalog begins further up": Change(
        moves={"catalog/catalog.toml": "catalog.toml", "catalog/models": "models"},
        files={"catalog.toml": ignoring('"C303", "C401"')},
        unresolved={"models/bad.yaml": BAD},
        other={"models/y.yaml": TYPO},
    ),
    "another catalog is found": Change(files={"catalog.toml": ignoring('"C303", "C401"')}, other={}),
    "a pattern is widened": Change(
        base=toml(ignoring('"C303", "C401"', "models/legacy/*")), files=toml(ignoring('"C303", "C401"', "models/*"))
    ),
    "codes are widened": Change(base=toml(ignoring('"C301"')), files=toml(ignoring('"C3", "C401"'))),
    "a field, and what it leaves open": Change(
        files=toml(f'fields = ["licence"]\n{ignoring(chr(34) + "C301" + chr(34))}'),
        other=card("name: y\nmodel_family: llama\nlicence: MIT\n"),
    ),
    "a file goes where much is ignored": Change(
        base={
            **toml(ignoring('"C303"', "models/legacy/*")),
            "catalog/models/old.yaml": TYPO.replace("name: y", "name: old"),
        },
        moves={"catalog/models/old.yaml": "catalog/models/legacy/old.yaml"},
        files={},
        other={},
    ),
}
"""Every one needs review beside a card with another finding, and fails beside one that does not resolve."""


class Gate(NamedTuple):
    """A gate: whether the change is committed, or staged only; and the run that judges it."""

    committed: bool
    run: Callable[[list[str]], int]
    variables: Mapping[str, str] = {}


GATES = {
    "validate --staged": Gate(False, lambda more: catalog(["validate", "--staged", *more])),
    "validate --staged --all": Gate(False, lambda more: catalog(["validate", "--staged", "--all", *more])),
    "validate --new-only": Gate(False, lambda more: catalog(["validate", "--new-only=main", *more])),
    "policy --staged": Gate(False, lambda more: catalog(["policy", "--staged", *more])),
    "hook validate": Gate(False, catalog_validate.main, {"GIT_INDEX_FILE": ".git/index"}),
    "hook policy": Gate(False, catalog_policy.main, {"GIT_INDEX_FILE": ".git/index"}),
    "hook validate by hand": Gate(False, catalog_validate.main),
    "validate --from-ref": Gate(True, lambda more: catalog(["validate", "--from-ref=main", *more])),
    "validate --rev --new-only": Gate(True, lambda more: catalog(["validate", "--rev=HEAD", "--new-only=main", *more])),
    "policy --base": Gate(True, lambda more: catalog(["policy", "--base=main", *more])),
    "hook validate of a push": Gate(
        True, catalog_validate.main, {"PRE_COMMIT_FROM_REF": "main", "PRE_COMMIT_TO_REF": "HEAD"}
    ),
    "hook policy of a push": Gate(
        True, catalog_policy.main, {"PRE_COMMIT_FROM_REF": "main", "PRE_COMMIT_TO_REF": "HEAD"}
    ),
}


class Passage(NamedTuple):
    """What came of a gate."""

    gate: str
    code: int
    output: str


def request(repo: GitFixture, change: Change, cards: Files) -> None:
    """Make the pull request on the branch `change`, in two commits: what it loosens, and its cards."""
    repo.commit({**BASE, **change.base})
    repo.switch("change", new=True)
    for old, new in change.moves.items():
        (repo.folder / new).parent.mkdir(exist_ok=True)
        repo.git("mv", old, new)
    repo.commit(change.files)
    repo.commit(cards)


def pass_gates(
    repo: GitFixture, monkeypatch: pytest.MonkeyPatch, *arguments: str, gates: Collection[str] = GATES.keys()
) -> Iterator[Passage]:
    """Go through gates, the change committed on its branch or staged on `main`."""
    monkeypatch.chdir(repo.folder)
    for committed in (True, False):
        repo.git("checkout", "--quiet", "change")
        if not committed:
            repo.git("checkout", "--quiet", "--detach", "change")
            repo.git("reset", "--quiet", "--soft", "main")
        for name, gate in GATES.items():
            if name in gates and gate.committed == committed:
                yield Passage(name, *_run(gate, monkeypatch, list(arguments)))


def _run(gate: Gate, monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> tuple[int, str]:
    output = StringIO()
    with monkeypatch.context() as patch, redirect_stdout(output), redirect_stderr(output):
        for name, value in gate.variables.items():
            patch.setenv(name, value)
        return gate.run(arguments), output.getvalue()
