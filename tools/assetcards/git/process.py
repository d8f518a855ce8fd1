"""Running git: with argument lists of our own, in an environment of our own.

Only plumbing is run, because porcelain obeys what the configuration of a repository says, and may run its programs.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Mapping, Sequence

from assetcards.cpu import CPU_VARIABLE
from assetcards.errors import GitError
from assetcards.git.limits import SECONDS, Exceeded, Limits, local_limits
from assetcards.git.running import run_limited, start_limited
from assetcards.git.user_settings import configured, settings_for_reading
from assetcards.redaction import HTTP_TOKEN

OLDEST_GIT = (2, 31)
"""The first git that takes settings from `GIT_CONFIG_COUNT`, on which `git_environment` relies."""

_KEPT_VARIABLES = (
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_NOSYSTEM",
    "GIT_CONFIG_SYSTEM",
    "GIT_DISCOVERY_ACROSS_FILESYSTEM",
    "GIT_EXEC_PATH",
)
"""What the user says of git itself, as opposed to what a hook says of the repository it is run for."""

_CONFIGURATION = {
    "advice.graftFileDeprecated": "false",
    "core.commitGraph": "false",
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.untrackedCache": "false",
    "diff.external": "",
    "gpg.program": "false",
    "log.showSignature": "false",
    "protocol.ext.allow": "never",
    "safe.bareRepository": "explicit",
}
"""What a repository's own configuration must not decide: most of these can make git run a program.

A commit graph is a cache of what commits say, and nobody checks that it says the same. That grafts are no way to go is
nothing to tell of somebody who has none.
"""

_SETTINGS = {
    "GIT_ALLOW_PROTOCOL": "",  # nothing is fetched while reading, whatever a partial clone misses
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_PAGER": "cat",
    "GIT_TERMINAL_PROMPT": "0",
    "LANGUAGE": "C",  # some messages are read
    "LC_ALL": "C",
}

_DAMAGE = re.compile(
    r"corrupt|bad (?:object|tree|commit|shallow)|could not (?:read [0-9a-f]{40}|parse)"
    r"|unable to (?:read [0-9a-f]{40}|unpack|parse)|packed-refs|packfile|pack header"
)
"""How git says that what it keeps is not what it was."""

_HINTS: dict[Exceeded, str] = {
    "cpu": f"ask for less; if the repository is really that large, raise {CPU_VARIABLE}",
    "memory": "look for what is so large in the repository: no cards are",
}


def git_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment that every git of ours runs in, made from that of the process.

    A surrounding hook's `GIT_*` variables are left out, which name its repository and index, and so are tokens for web
    servers; replaced objects and grafts are not followed, nothing is fetched, and nothing is asked on the terminal. Of
    settings in variables those count that say which repositories the user trusts.
    """
    left_out = ("GIT_", HTTP_TOKEN)
    kept = {name: value for name, value in environ.items() if not name.startswith(left_out) or name in _KEPT_VARIABLES}
    kept["GIT_CONFIG_COUNT"] = "0"
    return configured(kept, *settings_for_reading(environ), *_CONFIGURATION.items()) | _SETTINGS


def work_tree_environment(top: str, environ: Mapping[str, str]) -> dict[str, str]:
    """As `git_environment`, for what is asked of the files of a work tree: the case of names counts if it does there.

    The configuration of a repository that was copied from a disk without case says that it does not: git would not list
    a file that was renamed, as if it ignored it.
    """
    ignores = os.path.lexists(os.path.join(top, ".GIT"))
    return configured(git_environment(environ), ("core.ignorecase", "true" if ignores else "false"))


def run_git(
    arguments: Sequence[str], environment: Mapping[str, str], content: bytes = b"", *, seconds: float = SECONDS
) -> bytes:
    """What a git command that talks to nobody prints when it is given `content` to read.

    Raises GitError with what it says when it fails, or when it goes beyond a limit.
    """
    limits = local_limits(environment, seconds)
    done = run_limited(arguments, environment, content, limits=limits)
    if done.exceeded:
        raise beyond_limit(done.exceeded, limits)
    if done.code != 0:
        complaint = _complaint(done.said) or f"git failed with code {done.code}"
        raise GitError(complaint, hint="run `git fsck`" if _DAMAGE.search(complaint) else "")
    return done.output


def start_git(arguments: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """A git command that is asked through its input and answers on its output, one question after the other.

    It needs nobody who ends it: its input ends with the process that asks.
    """
    return start_limited(arguments, environment, limits=local_limits(environment))


def explain_end(
    process: subprocess.Popen[bytes],
    arguments: Sequence[str],
    environment: Mapping[str, str],
    question: bytes,
    fault: GitError,
) -> GitError:
    """Why a git that is asked one question after the other ended before it had answered one: a limit, or the `fault`.

    It says nothing beside its answers, so another is asked. Raises GitError when git cannot be started.
    """
    limits = local_limits(environment)
    if process.wait() == -signal.SIGXCPU:
        return beyond_limit("cpu", limits)
    exceeded = run_limited(arguments, environment, question, limits=limits).exceeded
    return beyond_limit(exceeded, limits) if exceeded in _HINTS else fault


def beyond_limit(exceeded: Exceeded, limits: Limits) -> GitError:
    """What a git command comes to that goes beyond one of its limits."""
    hint = _HINTS.get(exceeded, "check the repository and its configuration")
    return GitError(f"git was ended: {limits.explain(exceeded)}", hint=hint)


def check_git(environment: Mapping[str, str]) -> None:
    """Raise GitError when git is too old, or missing."""
    said = run_git(["version"], environment).decode("utf-8", "replace").strip()
    version = re.search(r"(\d+)\.(\d+)", said)
    if version and (int(version[1]), int(version[2])) < OLDEST_GIT:
        raise GitError(f"{said} is too old", hint=f"install git {'.'.join(map(str, OLDEST_GIT))} or later")


def _complaint(stderr: str) -> str:
    """The first line in which git says what is wrong, with the line that goes on after its colon."""
    lines = stderr.strip().splitlines()
    faults = [number for number, line in enumerate(lines) if line.startswith(("fatal: ", "error: "))]
    said = [line.strip() for line in lines[faults[0] if faults else 0 :]]
    if said and said[0].endswith(":"):
        said[0] += f" {' '.join(said[1:2])}"
    return said[0].partition(": ")[2] if faults else "".join(said[:1])
