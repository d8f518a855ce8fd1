"""The base class of all errors, and how messages show names."""

from __future__ import annotations

from typing import Any

from assetcards.redaction import redact, redact_asked

MAX_SHOWN = 200
"""The longest name that a message repeats completely; also the bound of strict names."""


def cut(text: str) -> str:
    """A string for messages: only the start of one that is far too long.

    >>> cut("tiny"), len(cut("x" * 5000))
    ('tiny', 83)
    """
    return text if len(text) <= MAX_SHOWN else f"{text[:80]}..."


def shorten(name: str) -> str:
    """A name for messages: not too long, and without the secrets of an address that is not a name.

    >>> shorten("tiny"), shorten("me:pw@example.org/x")
    ('tiny', '***@example.org/x')
    """
    return cut(redact_asked(name))


class AssetCardsError(Exception):
    """Base of every exception that this package raises on purpose.

    `message` says what is wrong and where; `hint` says what to do about it, or is empty.

    >>> from assetcards import AssetCardsError, open_catalog
    >>> try:
    ...     open_catalog("/no/such/folder")
    ... except AssetCardsError as error:
    ...     error.message, error.hint
    ('there is no folder /no/such/folder', 'name the folder of a repository, or of cards')

    It reaches other processes, such as the one that started a pool of workers:

    >>> import pickle
    >>> from assetcards import NotFoundError
    >>> pickle.loads(pickle.dumps(NotFoundError("card", "tny", ("tiny",)))).suggestions
    ('tiny',)
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        message, hint = redact(message), redact(hint)  # which may quote user input, or output of programs
        super().__init__(f"{message} ({hint})" if hint else message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[Any, ...]:
        """What makes it again, whatever it was made of."""
        return _made_again, (type(self), self.args), self.__dict__


def _made_again(kind: type[AssetCardsError], args: tuple[Any, ...]) -> AssetCardsError:
    error = kind.__new__(kind)
    error.args = args
    return error


class BoundError(AssetCardsError):
    """What was asked for takes more than one run may take (docs/bounds.md); no card need be wrong.

    >>> BoundError("more than 100000 answers", hint="ask for less").hint
    'ask for less'
    """


class NotInstalledError(AssetCardsError):
    """What is asked for needs a library that is not installed; `extra` is what brings it.

    >>> NotInstalledError("Parquet", "pyarrow", extra="parquet").hint
    'install it: pip install "assetcards[parquet]"'
    """

    def __init__(self, what: str, library: str, *, extra: str) -> None:
        hint = f'install it: pip install "assetcards[{extra}]"'
        super().__init__(f"{what} needs {library}, which is not installed", hint=hint)
        self.extra = extra
