"""Running the git commands that talk to another machine: for as long as it says anything, and within limits."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from assetcards.git.limits import Exceeded, Limits
from assetcards.git.running import run_limited

FETCH_LIMITS = Limits(seconds=900, memory=128_000_000, size=2_000_000_000)
"""What a fetch may take when nobody says otherwise: all its commands together, but for the memory of each process."""

BOTH_SIDES_MEMORY = 1_500_000_000
"""What a git may have that packs a repository of this machine: a server does that where nobody counts."""

SILENCE_SECONDS = 120.0
"""How long the other side may say nothing; git has no limit of its own, but for HTTP."""

LISTED_BYTES = 1 << 24
"""How long a list of branches and tags may be."""

_FAULT = re.compile(r"(?:fatal|error): (?P<said>.*)")
_CUT_OFF = "Could not read from remote repository."
"""What git says when the program that connects has failed; that program has said why, before."""


class Transfer(NamedTuple):
    """What a command printed on both its outputs, its exit code, and the limit that it went beyond with its words."""

    output: bytes
    said: str
    code: int
    exceeded: Exceeded | None
    limits: Limits

    @property
    def complaint(self) -> str:
        """The line that says best why it failed: git's own, or that of the program that connects for it."""
        if self.exceeded:
            return self.limits.explain(self.exceeded)
        lines = [line.strip() for line in self.said.splitlines() if line.strip()]
        for number, line in enumerate(lines):
            fault = _FAULT.fullmatch(line)
            if fault and fault["said"] == _CUT_OFF and number:
                return re.sub(r"^(?:ERROR|remote): ", "", lines[number - 1])
            if fault:
                return fault["said"] + (f" {lines[number + 1]}" if line.endswith(":") and lines[number + 1 :] else "")
        return lines[0] if lines else f"git failed with code {self.code}"


def run_transfer(
    arguments: Sequence[str], environment: Mapping[str, str], content: bytes = b"", *, limits: Limits
) -> Transfer:
    """Run a git command that is given `content` to read. Raises GitError when git cannot be started.

    What shows its progress is heard; a command that has sent nothing for `SILENCE_SECONDS` is ended.
    """
    limits = limits._replace(silence=SILENCE_SECONDS, output=LISTED_BYTES)
    return Transfer(*run_limited(arguments, environment, content, limits=limits), limits)
