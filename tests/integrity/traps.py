"""A repository whose configuration names programs of a stranger, and the commands that read it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assetcards.cli.main import VERBS
from tests.cli.conftest import CARDS
from tests.cli.questions import question_of
from tests.gitfixture import GitFixture, git_variables

EMBEDDED = "vendor/cards.git"
"""A bare repository that is a folder of the checkout."""


@dataclass(frozen=True, kw_only=True)
class Trap:
    """Settings with `{trap}` for the program, and a git command that a careless reader would run it with, if any.

    `inside` is the folder of the checkout in whose repository they are set, and in which one stands.
    """

    settings: Mapping[str, str]
    careless: tuple[str, ...] = ()
    inside: str = ""


TRAPS = {
    "fsmonitor": Trap(settings={"core.fsmonitor": "{trap}"}, careless=("status",)),
    "textconv": Trap(settings={"diff.trap.textconv": "{trap}"}, careless=("diff",)),
    "diff driver": Trap(settings={"diff.trap.command": "{trap}"}, careless=("diff",)),
    "clean and smudge": Trap(
        settings={"filter.trap.clean": "{trap}", "filter.trap.smudge": "{trap}"}, careless=("status",)
    ),
    "filter process": Trap(settings={"filter.trap.process": "{trap}"}, careless=("status",)),
    "hooks": Trap(settings={"core.hooksPath": "{hooks}"}, careless=("add", "catalog")),
    "signatures": Trap(
        settings={"gpg.program": "{trap}", "log.showSignature": "true", "commit.gpgSign": "true"},
        careless=("log", "signed"),
    ),
    "external diff": Trap(settings={"diff.external": "{trap}"}, careless=("diff",)),
    "pager and editor": Trap(
        settings={"core.pager": "{trap}", "pager.log": "{trap}", "pager.blame": "{trap}", "core.editor": "{trap}"},
        careless=("commit", "--amend"),
    ),
    "alternates": Trap(settings={"core.alternateRefsCommand": "{trap}"}),
    "packing": Trap(settings={"uploadpack.packObjectsHook": "{trap}"}),
    "ssh": Trap(
        settings={
            "core.sshCommand": "{trap}",
            "core.gitProxy": "{trap}",
            "remote.origin.url": "ssh://host/cards",
            "remote.origin.promisor": "true",
            "extensions.partialClone": "origin",
        },
        careless=("ls-remote", "origin"),
    ),
    "archives": Trap(settings={"tar.x.command": "{trap}"}, careless=("archive", "--format=x", "HEAD")),
    "included file": Trap(settings={"include.path": "{included}"}, careless=("status",)),
    "credentials": Trap(settings={"credential.helper": "{trap}", "core.askPass": "{trap}"}),
    "aliases": Trap(settings={"alias.blame": "!{trap}", "alias.catalog": "!{trap}"}, careless=("catalog",)),
    "embedded repository": Trap(
        settings={"core.bare": "false", "core.worktree": "../..", "core.fsmonitor": "{trap}"},
        careless=("status",),
        inside=EMBEDDED,
    ),
}

_READS = (
    "list",
    "list --rev HEAD --format json",
    "list --changed",
    "show tiny_chat",
    "show tiny_chat@lab --rev HEAD",
    "show tiny_chat --at 2023-11-15",
    "validate",
    "validate --rev HEAD",
    "validate --staged",
    "validate --from-ref HEAD~1",
    "validate --rev HEAD --new-only HEAD~1",
    "stores",
    "stores --rev HEAD",
    "envs",
    "envs --rev HEAD",
    "blame tiny_chat",
    "blame tiny_chat@lab --rev HEAD",
    "blame tiny_chat --moves",
    "log tiny_chat",
    "log tiny_chat --rev signed --all-parents",
    "diff",
    "diff --staged",
    "diff HEAD~1 HEAD",
    "diff --base HEAD~1",
    "policy",
    "policy --staged",
    "policy --base HEAD~1",
    "compare tiny tiny_chat",
    "compare tiny tiny_chat --rev HEAD",
    "lock tiny_chat --rev HEAD --repo {here} --file {lock}",
    "lock --check --file {lock}",
    "lock --update --file {lock}",
    "list --repo {address} --rev HEAD",
    "log tiny_chat --repo {address} --rev HEAD",
    "diff HEAD...signed --repo {address}",
    "verify tiny",
    "verify --all --rev HEAD",
    "override tiny checkpoint=/m.pt --dry-run",
    "export --to fairseq2 {lock}.cards --dry-run",
    "families list",
    "families show qwen",
    "upstream list",
    "cache ls",
    "cache verify",
    "cache prune --keep 0",
    "rules",
    "explain C101",
    "completion bash",
)

READS = (*_READS, *(question_of(verb) for verb in VERBS if verb not in {each.split()[0] for each in _READS}))
"""Every verb, on the checkout and at a revision, staged and between commits, and fetched as from another machine.

What they write is the lock file and the cache, which are elsewhere: `here`, `lock` and `address` are filled in.
"""


def make_repository(folder: Path) -> GitFixture:
    """Three commits, one of them with a signature; a change that is staged and one that is not."""
    repo = GitFixture.init(folder)
    repo.commit({**CARDS, ".gitattributes": "* filter=trap diff=trap\n"})
    repo.commit({"catalog/models/tiny.yaml": CARDS["catalog/models/tiny.yaml"].replace("0.1", "0.2")})
    signed = repo.git("cat-file", "commit", "HEAD").replace("\n\n", "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n\n", 1)
    repo.git("update-ref", "refs/heads/signed", repo.store_object("commit", f"{signed}\n".encode()))
    repo.clone(repo.folder / EMBEDDED, "--bare")
    repo.commit({"catalog/models/more.yaml": "name: more\nmodel_family: llama\nlicense: MIT\n"}, message="More")
    repo.write({"catalog/models/tiny.yaml": CARDS["catalog/models/tiny.yaml"].replace("0.1", "0.3")})
    repo.git("add", "catalog")
    repo.write({"catalog/datasets/sums.yaml": f"{CARDS['catalog/datasets/sums.yaml']}license: MIT\n"})
    return repo


def write_trap(folder: Path) -> tuple[Path, Path, Path]:
    """The mark that a program leaves when it runs, the program, and a folder of hooks that are all that program."""
    mark, program, hooks = folder / "mark", folder / "trap", folder / "hooks"
    program.write_text(f"#!/bin/sh\ntouch {mark}\nexit 1\n")
    program.chmod(0o755)
    hooks.mkdir()
    for name in ("post-index-change", "reference-transaction", "post-checkout", "fsmonitor-watchman"):
        (hooks / name).symlink_to(program)
    return mark, program, hooks


@contextmanager
def trapped(repo: GitFixture, trap: Trap, folder: Path) -> Iterator[Path]:
    """The repository with programs configured that leave a mark when they run; gives the path of the mark.

    It is configured where it is, and as it was again after that, because answers name the place.
    """
    mark, program, hooks = write_trap(folder)
    included = folder / "included"
    included.write_text(f"[core]\nfsmonitor = {program}\n")
    config = repo.folder / trap.inside / ("config" if trap.inside else ".git/config")
    before = config.read_bytes()
    repo.git("config", "--file", config, "core.repositoryFormatVersion", "1")
    for key, value in trap.settings.items():
        repo.git("config", "--file", config, key, value.format(trap=program, hooks=hooks, included=included))
    yield mark
    config.write_bytes(before)


def run_careless(repo: GitFixture, trap: Trap) -> None:
    """The command of git that runs the program, however it ends."""
    command = ["git", "-C", str(repo.folder / trap.inside), *trap.careless]
    subprocess.run(command, env=git_variables(repo.folder), capture_output=True, check=False)


def contents(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Every file and folder below one, with mode, time and content."""
    found = {}
    for path in sorted(folder.rglob("*")):
        about = path.lstat()
        content = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
        found[str(path.relative_to(folder))] = (about.st_mode, about.st_mtime_ns, content)
    return found
