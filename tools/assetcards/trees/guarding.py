"""Running foreign code, such as a plugin: however it ends, the run continues or says why it cannot."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout

from assetcards.errors import AssetCardsError


@contextmanager
def foreign_code(fault: Callable[[str], AssetCardsError], *, keep: bool = True) -> Iterator[None]:
    """Turn whatever the code raises into one of our errors, from a description; `keep` passes our own on unchanged.

    That includes `sys.exit`: a plugin that ends the program with 0 would turn every check green. Ctrl-C stays
    Ctrl-C. What the code prints is not part of an answer, so it goes to standard error.

    >>> from assetcards.errors import SourceError
    >>> try:
    ...     with foreign_code(SourceError):
    ...         sys.exit(0)
    ... except SourceError as error:
    ...     error.message
    'SystemExit: 0'
    """
    try:
        with redirect_stdout(sys.stderr):
            yield
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        if keep and isinstance(error, AssetCardsError):
            raise
        raise fault(f"{type(error).__name__}: {error}" if str(error) else type(error).__name__) from error
