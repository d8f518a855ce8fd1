"""What is wrong with cards, as values: code, severity, location, message and hint."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol


class Severity(StrEnum):
    """The severity of a finding; the members are in order, the worst first.

    >>> [str(severity) for severity in Severity], Severity("error") is Severity.ERROR
    (['error', 'warning', 'advice'], True)
    """

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


SEVERITIES: dict[str, Severity] = {
    "C001": Severity.ERROR,
    "C002": Severity.ERROR,
    "C003": Severity.ERROR,
    "C004": Severity.WARNING,
    "C005": Severity.ADVICE,
    "C101": Severity.ERROR,
    "C102": Severity.WARNING,
    "C103": Severity.ERROR,
    "C104": Severity.ERROR,
    "C105": Severity.ERROR,
    "C106": Severity.WARNING,
    "C107": Severity.ERROR,
    "C108": Severity.ERROR,
    "C109": Severity.ERROR,
    "C110": Severity.WARNING,
    "C111": Severity.WARNING,
    "C112": Severity.ERROR,
    "C113": Severity.ERROR,
    "C114": Severity.ERROR,
    "C115": Severity.ERROR,
    "C116": Severity.ERROR,
    "C117": Severity.ERROR,
    "C118": Severity.WARNING,
    "C120": Severity.ERROR,
    "C121": Severity.ERROR,
    "C122": Severity.ERROR,
    "C123": Severity.ERROR,
    "C125": Severity.ERROR,
    "C126": Severity.ERROR,
    "C127": Severity.ERROR,
    "C128": Severity.ERROR,
    "C129": Severity.ERROR,
    "C130": Severity.ERROR,
    "C131": Severity.WARNING,
    "C132": Severity.WARNING,
    "C133": Severity.ERROR,
    "C134": Severity.ERROR,
    "C135": Severity.ERROR,
    "C136": Severity.ERROR,
    "C137": Severity.ERROR,
    "C138": Severity.ADVICE,
    "C139": Severity.ERROR,
    "C140": Severity.WARNING,
    "C201": Severity.ERROR,
    "C202": Severity.ERROR,
    "C203": Severity.ERROR,
    "C204": Severity.ERROR,
    "C205": Severity.ERROR,
    "C206": Severity.ERROR,
    "C207": Severity.ERROR,
    "C208": Severity.WARNING,
    "C210": Severity.ERROR,
    "C211": Severity.ERROR,
    "C212": Severity.ERROR,
    "C213": Severity.ERROR,
    "C214": Severity.ERROR,
    "C215": Severity.ERROR,
    "C216": Severity.ERROR,
    "C217": Severity.WARNING,
    "C218": Severity.ERROR,
    "C219": Severity.WARNING,
    "C220": Severity.ERROR,
    "C301": Severity.ERROR,
    "C302": Severity.ERROR,
    "C303": Severity.ERROR,
    "C304": Severity.ERROR,
    "C305": Severity.ERROR,
    "C306": Severity.ERROR,
    "C307": Severity.ERROR,
    "C308": Severity.WARNING,
    "C309": Severity.ADVICE,
    "C310": Severity.WARNING,
    "C311": Severity.WARNING,
    "C312": Severity.ERROR,
    "C401": Severity.ERROR,
    "C402": Severity.ERROR,
    "C403": Severity.ERROR,
    "C404": Severity.ERROR,
    "C405": Severity.ERROR,
    "C406": Severity.ERROR,
    "C407": Severity.ERROR,
    "C408": Severity.ERROR,
    "C409": Severity.ERROR,
    "C410": Severity.ERROR,
    "C411": Severity.ERROR,
    "C501": Severity.WARNING,
    "C502": Severity.ERROR,
    "C503": Severity.WARNING,
    "C504": Severity.WARNING,
    "C505": Severity.ERROR,
    "C506": Severity.WARNING,
    "C507": Severity.WARNING,
    "C508": Severity.WARNING,
    "C509": Severity.WARNING,
    "C510": Severity.ADVICE,
    "C511": Severity.WARNING,
    "C601": Severity.ERROR,
    "C602": Severity.ERROR,
    "C603": Severity.ERROR,
    "C604": Severity.ERROR,
    "C605": Severity.ERROR,
    "C606": Severity.ERROR,
    "C607": Severity.ERROR,
    "C608": Severity.WARNING,
    "C609": Severity.ERROR,
    "C610": Severity.ADVICE,
    "C611": Severity.ADVICE,
    "C612": Severity.WARNING,
    "C613": Severity.ERROR,
    "C614": Severity.ERROR,
    "C615": Severity.WARNING,
    "C616": Severity.WARNING,
    "C617": Severity.WARNING,
    "C618": Severity.ADVICE,
    "C701": Severity.WARNING,
    "C702": Severity.ERROR,
    "C703": Severity.ERROR,
    "C704": Severity.ERROR,
    "C705": Severity.ERROR,
    "C706": Severity.ERROR,
    "C707": Severity.ERROR,
    "C708": Severity.ERROR,
    "C901": Severity.ERROR,
    "C902": Severity.ERROR,
    "C903": Severity.ERROR,
    "C904": Severity.ERROR,
    "C905": Severity.ERROR,
    "C906": Severity.WARNING,
    "C907": Severity.WARNING,
    "C908": Severity.WARNING,
    "C909": Severity.ADVICE,
    "C910": Severity.WARNING,
}
"""The severity of the findings of each rule, by its code; nothing else sets it."""


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
    ...             message="base 'tny' does not exist", hint="did you mean 'tiny'?")
    >>> print(d)
    models/x.yaml:4:7: C401 error: base 'tny' does not exist (did you mean 'tiny'?)
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


class InFile(Protocol):
    """Anything in a file of a store: a card, a card file, a finding."""

    @property
    def path(self) -> str: ...

    @property
    def source(self) -> str: ...


class AtLine(Protocol):
    """Anything with a location in its file: a node, a card, a finding."""

    @property
    def line(self) -> int: ...

    @property
    def column(self) -> int: ...


def finding_of(
    code: str,
    where: InFile | str,
    at: AtLine | tuple[int, int],
    message: str,
    hint: str = "",
    related: tuple[FileLine, ...] = (),
    *,
    severity: Severity | None = None,
) -> Finding:
    """A finding in the file of something, or at a path of the catalog; its severity is that of the table by default.

    >>> print(finding_of("C113", "models/x.yaml", (1, 1), "Git LFS pointer instead of a card", "run `git lfs pull`"))
    models/x.yaml:1:1: C113 error: Git LFS pointer instead of a card (run `git lfs pull`)
    """
    line, column = at if type(at) is tuple else (at.line, at.column)  # type: ignore[union-attr]  # no node is a bare tuple
    return Finding(
        code=code,
        severity=severity or SEVERITIES[code],
        path=where if isinstance(where, str) else where.path,
        source="" if isinstance(where, str) else where.source,
        line=line,
        column=column,
        message=message,
        hint=hint,
        related=related,
    )


def sort_findings(findings: Iterable[Finding]) -> list[Finding]:
    """The findings without duplicates, sorted by path, line, column and code."""
    return sorted(set(findings), key=lambda d: (d.path, d.line, d.column, d.code, d.message, d.source))


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether any of the findings is an error."""
    return any(d.severity is Severity.ERROR for d in findings)


def failing_severities(*, strict: bool) -> tuple[Severity, ...]:
    """The severities that make a run fail: errors, and with `strict` also warnings."""
    return (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)


def render_chain(names: Sequence[str]) -> str:
    """The names of a chain; only both ends of a long one.

    >>> render_chain(["a", "b", "a"])
    'a -> b -> a'
    """
    shown = names if len(names) <= 12 else [*names[:6], f"... {len(names) - 12} more ...", *names[-6:]]
    return " -> ".join(shown)
