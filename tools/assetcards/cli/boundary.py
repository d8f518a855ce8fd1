"""The one boundary where errors end: what went wrong in a line on standard error, and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from types import UnionType
from typing import IO, TYPE_CHECKING, NoReturn

from assetcards import __version__
from assetcards.cli.prefixes import opened, prefixes_from_here
from assetcards.cli.printing import complain
from assetcards.cli.time_limit import OutOfTimeError, limited_time
from assetcards.errors import (
    ArchiveError,
    AssetCardsError,
    AssetError,
    CardError,
    CardNotFoundError,
    DigestError,
    DiskError,
    EnvironmentNotFoundError,
    FieldError,
    InvalidNameError,
    NoDigestError,
    NotFoundError,
)
from assetcards.notices import listening
from assetcards.redaction import redact_repeated

if TYPE_CHECKING:
    import click

NO, USAGE, NOT_RUN = 1, 2, 3
NOT_HAD, OTHER_BYTES = 4, 5
BUG, UNWRITTEN = 70, 74
"""As in `sysexits.h`."""
INTERRUPTED, CLOSED_PIPE = 130, 141
"""As shells report SIGINT and SIGPIPE."""

_CODES: dict[type | UnionType, int] = {
    InvalidNameError: USAGE,
    NotFoundError | CardError | FieldError: NO,
    DigestError | NoDigestError | ArchiveError: OTHER_BYTES,
    DiskError: UNWRITTEN,
    AssetError: NOT_HAD,
}
"""The exit codes of errors other than `NOT_RUN`."""


def run_guarded(run: Callable[[], int], words: Sequence[str]) -> int:  # noqa: PLR0911 (one return for each end)
    """Run, and turn whatever ends it into an exit code, with a message where there is something to say.

    `words` are those of the command line.
    """
    opened.set(None)
    _replace_closed_output()
    _never_fail_to_encode()
    try:
        with _own_exit(), limited_time(), listening(lambda message: _complain(f"catalog: {message}")):
            code = run()
        sys.stdout.flush()
        return code
    except OutOfTimeError as error:
        _complain(f"catalog: {error}")
        return NOT_RUN
    except KeyboardInterrupt:
        return INTERRUPTED
    except AssetCardsError as error:
        return _explain(error)
    except BrokenPipeError:
        _let_go_of(sys.stdout)
        return CLOSED_PIPE
    except OSError as error:
        return _explain_system(error)
    except SystemExit as end:
        return _explain_exit(end)
    except BaseException as error:
        return _explain_other(error, words)


@contextmanager
def _own_exit() -> Iterator[None]:
    """Let nobody but us end this process: what a package does that is loaded here must not make a check green."""
    end_process, process = os._exit, os.getpid()

    def end(status: int) -> NoReturn:
        if os.getpid() != process:  # a child that somebody has forked ends as it wants to
            end_process(status)
        raise SystemExit(status)

    os._exit = end
    try:
        yield
    finally:
        os._exit = end_process


def exit_code_of(error: AssetCardsError) -> int:
    """Whether the answer is no, the question cannot be asked, or the run could not go on."""
    return next((code for kinds, code in _CODES.items() if isinstance(error, kinds)), NOT_RUN)


def _replace_closed_output() -> None:
    """Instead of a closed standard output, have one that takes nothing: an answer that nobody gets is no success.

    Without it Python drops what is printed, and a file that is opened later may get the number of the output.
    """
    if sys.stdout is None:
        nowhere = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nowhere, 1)
        if nowhere != 1:
            os.close(nowhere)
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 (it is the output until the end)


def _never_fail_to_encode() -> None:
    """A character that a terminal's encoding lacks is written as an escape."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _explain_other(error: BaseException, words: Sequence[str]) -> int:
    """What the parser of options raises to end a run, and else a bug; most runs need not load it."""
    import click

    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, click.Abort):
        return INTERRUPTED
    return _explain_usage(error, words) if isinstance(error, click.ClickException) else _explain_bug()


def _explain_usage(error: click.ClickException, words: Sequence[str]) -> int:
    from io import StringIO

    text = StringIO()
    error.show(text)
    said = redact_repeated(text.getvalue(), words)
    _complain(*said.expandtabs(4).splitlines())  # click indents choices with tabs
    return error.exit_code


def _explain(error: AssetCardsError) -> int:
    message = seen_from_here(error)
    if isinstance(error, CardNotFoundError) and not error.hint and not error.findings:
        message += " (run `catalog list` for all names, `catalog stores` for what is searched)"
    if isinstance(error, EnvironmentNotFoundError):
        message += _who_names(error.name)
    _complain(f"catalog: {message}", *_other_findings(error))
    return exit_code_of(error)


def _other_findings(error: AssetCardsError) -> Iterator[str]:
    """What else is wrong with a card."""
    if isinstance(error, CardError):
        for finding in error.findings[1:]:
            words = str(finding).removeprefix(finding.location)
            yield _seen_from_here(f"catalog: also {finding.location_from(error.home)}{words}", error)


def seen_from_here(error: AssetCardsError) -> str:
    """The message of an error, with its notes, in which the locations that it has open from the current directory."""
    parts = [str(error), *getattr(error, "__notes__", ())]
    if not isinstance(error, AssetError):
        return "; ".join([_seen_from_here(parts[0], error), *parts[1:]])
    return _seen_from_here("; ".join(parts), error)


def _seen_from_here(message: str, error: AssetCardsError) -> str:
    catalog = opened.get()
    if catalog is None:
        return message
    from assetcards.rendering.findings import with_prefix

    prefixes = prefixes_from_here(catalog)
    for finding in getattr(error, "findings", ()):
        locations = [finding.location, *map(str, finding.related)]
        message = with_prefix(message, locations, prefixes.of(finding))
    if isinstance(error, FieldError | AssetError) and error.path:
        message = with_prefix(message, [f"{error.path}:{error.line}"], prefixes.of(error))
    return message


def _who_names(env: str) -> str:
    """What makes an environment the current one, if it is not the command line."""
    variable = os.environ.get("CATALOG_ENV", "").strip()
    if variable:
        return "; $CATALOG_ENV names it" if variable == env else ""
    from assetcards.trees.plugins import maybe_detection

    with suppress(AssetCardsError):  # a detector that fails is reported where it is asked, not beside another error
        found = maybe_detection()
        if found is not None and found.environment == env:
            return f"; the detector {found.plugin} names it"
    return ""


def _explain_system(error: OSError) -> int:
    """What the system refused: a file has a name, the working directory and the output have none."""
    if isinstance(error, FileNotFoundError) and error.filename is None:
        _complain("catalog: the current directory no longer exists (change to another)")
        return NOT_RUN
    if error.filename is not None:
        _complain(f"catalog: {os.fsdecode(error.filename)}: {error.strerror}")
        return NOT_RUN
    _let_go_of(sys.stdout)
    _complain(f"catalog: the output could not be written: {error.strerror}")
    return UNWRITTEN


def _explain_exit(end: SystemExit) -> int:
    """Somebody has ended the run who may not: the answer is not known, whatever exit code was wanted."""
    import traceback

    frames = [frame for frame in traceback.extract_tb(end.__traceback__) if frame.filename != __file__]
    where = frames[-1]
    _complain(
        f"catalog: {where.filename}:{where.lineno} ended the run with sys.exit({end.code!r}), so there is no answer"
    )
    return NOT_RUN


def _explain_bug() -> int:
    import traceback

    _complain(
        f"catalog: this is a bug in catalog {__version__}; please report it with the command and what follows",
        *traceback.format_exc().splitlines(),
    )
    return BUG


def _complain(*lines: str) -> None:
    """Write on standard error, if there is one that takes it."""
    try:
        for line in lines:
            complain(line)
    except OSError:
        _let_go_of(sys.stderr)


def _let_go_of(stream: IO[str]) -> None:
    """Send what is still buffered to nowhere, or Python fails once more when it exits."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
