"""Logins for web servers: a token in a variable, or a line of `~/.netrc`, each for the one host that it names."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping

from assetcards.errors import DownloadError
from assetcards.redaction import HTTP_TOKEN
from assetcards.sources.defaults import login_sources


def user_logins() -> Callable[[str], str | None]:
    """What gives the login for a host that the user of this process has."""
    return logins(*login_sources())


def variable_of(host: str) -> str:
    """The variable that has the token for a host.

    >>> variable_of("models.my-lab.org")
    'CATALOG_HTTP_TOKEN_MODELS_MY__LAB_ORG'
    """
    return HTTP_TOKEN + host.rstrip(".").replace("-", "__").replace(".", "_").upper()


def logins(environ: Mapping[str, str], netrc: str) -> Callable[[str], str | None]:
    """What gives the `Authorization` for a host: from its variable, else from the file of logins at that path.

    The `default` of such a file, which is for any host, does not count. Raises DownloadError for a token that cannot be
    sent, and for a file that cannot be read.
    """

    def login(host: str) -> str | None:
        token = environ.get(variable_of(host))
        if token:
            return f"Bearer {_checked(host, token)}"
        return _maybe_of_file(host, netrc)

    return login


def _checked(host: str, token: str) -> str:
    if not (token.isascii() and token.isprintable()) or " " in token:
        words = f"the token in ${variable_of(host)} has spaces or characters that are no part of one"
        raise DownloadError(host, words, hint="set it again")
    return token


def _maybe_of_file(host: str, path: str) -> str | None:
    from netrc import NetrcParseError, netrc

    try:
        found = netrc(path).hosts.get(host) if host != "default" else None
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (NetrcParseError, OSError, ValueError) as error:
        words = f"{path}, the file of logins, cannot be read: {type(error).__name__}"
        raise DownloadError(host, words, hint="see whether each line is MACHINE, LOGIN and PASSWORD") from None
    if found is None:
        return None
    return f"Basic {base64.b64encode(f'{found[0]}:{found[2]}'.encode()).decode()}"
