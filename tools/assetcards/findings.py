"""What is wrong with cards, as values: code, severity, location, message and hint."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """How bad a finding is; ordered by the members' order here, worst first.

    >>> [str(severity) for severity in Severity], Severity("error") is Severity.ERROR
    (['error', 'warning', 'advice'], True)
    """

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


class FileLine(NamedTuple):
    """A line of a file of the store that a finding is about.

    >>> str(FileLine("models/x.yaml", 4))
    'models/x.yaml:4'
    """

    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


MAX_MESSAGE = 2000
"""How long the message of a finding is at most; of a longer one the middle is left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding about the cards.

    `path` is relative to the root of the store, POSIX; `line` and `column` count from 1, and 0 is "the file as a
    whole". `message` says what was seen, `hint` how to fix it. `related` are the other locations that they speak of, or
    that have the same fault; in the message they are written like `path`. `source` is the store, as `Tree.origin`
    writes it; empty is the catalog itself.

    >>> d = Finding(code="C401", severity=Severity.ERROR, path="models/x.yaml", line=4, column=7,
    ...             message="base 'tny' is not a card here", hint="did you mean 'tiny'?")
    >>> print(d)
    models/x.yaml:4:7: C401 error: base 'tny' is not a card here (did you mean 'tiny'?)
    """

    code: str
    severity: Severity
    path: str
    line: int
    column: int
    message: str
    hint: str = ""
    related: tuple[FileLine, ...] = ()
    source: str = ""

    def __post_init__(self) -> None:
        """Messages quote names and values, which may be long, and a thousand findings may quote the same one."""
        for name in ("message", "hint"):
            text = getattr(self, name)
            if len(text) > MAX_MESSAGE:
                object.__setattr__(self, name, f"{text[: MAX_MESSAGE - 200]} [...] {text[-193:]}")

    @property
    def location(self) -> str:
        """`path:line:column`, without the numbers that are 0."""
        return ":".join([self.path, *(str(n) for n in (self.line, self.column) if n)])

    def location_from(self, home: str) -> str:
        """The location for a message about a catalog whose own store is `home`: with the store when that is another."""
        return self.location if self.source in ("", home) else f"{self.location} in {self.source}"

    def __str__(self) -> str:
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.location}: {self.code} {self.severity}: {self.message}{hint}"


def sort_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Each finding once, in the order of path, line, column and code."""
    return sorted(set(findings), key=lambda d: (d.path, d.line, d.column, d.code, d.message, d.source))


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether any of the findings is an error."""
    return any(d.severity is Severity.ERROR for d in findings)


def render_chain(names: Sequence[str]) -> str:
    """Names that lead from one to the next; of a long chain its ends.

    >>> render_chain(["a", "b", "a"])
    'a -> b -> a'
    """
    shown = names if len(names) <= 12 else [*names[:6], f"... {len(names) - 12} more ...", *names[-6:]]
    return " -> ".join(shown)
