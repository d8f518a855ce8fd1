"""The settings that a user gives git in variables, and which of them count.

`git -c KEY=VALUE` puts them into `GIT_CONFIG_PARAMETERS` for the programs that git runs; containers and CI systems set
`GIT_CONFIG_COUNT`. Of these, what says whom to trust counts when something is read, and how to reach a server, and to
log in, when something is fetched. All else could change what is read. What a repository says is none of the user's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

_QUOTED = r"'(?:[^']|'\\[!']')*'"
_PARAMETER = re.compile(rf"\s*({_QUOTED})(?:(=)({_QUOTED})?)?")
_ESCAPED = re.compile(r"'\\([!'])'")

_FOR_READING = re.compile(r"safe\.directory", re.IGNORECASE)
_FOR_FETCHING = re.compile(r"core\.sshcommand|(?:credential|url|http)\..*", re.IGNORECASE | re.DOTALL)


class Setting(NamedTuple):
    """A setting of git, by its key; one without a value is true."""

    key: str
    value: str = "true"


def settings_for_reading(environ: Mapping[str, str]) -> list[Setting]:
    """Of the settings in variables those that count when a repository is read: which ones the user trusts.

    >>> settings_for_reading({"GIT_CONFIG_PARAMETERS": "'safe.directory'='*' 'core.pager'='less'"})
    [Setting(key='safe.directory', value='*')]
    """
    return [setting for setting in _given(environ) if _FOR_READING.fullmatch(setting.key)]


def settings_for_fetching(environ: Mapping[str, str]) -> list[Setting]:
    """Of the settings in variables those that count besides when something is fetched: how it is reached."""
    return [setting for setting in _given(environ) if _FOR_FETCHING.fullmatch(setting.key)]


def configured(environment: Mapping[str, str], *settings: tuple[str, str]) -> dict[str, str]:
    """An environment for git with more settings; what is given last holds.

    >>> configured({"GIT_CONFIG_COUNT": "0"}, ("core.pager", "cat"))["GIT_CONFIG_VALUE_0"]
    'cat'
    """
    count = int(environment["GIT_CONFIG_COUNT"])
    added = {"GIT_CONFIG_COUNT": str(count + len(settings))}
    for number, (key, value) in enumerate(settings, start=count):
        added |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    return dict(environment) | added


def _given(environ: Mapping[str, str]) -> Iterator[Setting]:
    """All settings in variables, in the order in which git reads them."""
    count = environ.get("GIT_CONFIG_COUNT", "")
    for number in range(int(count) if count and re.fullmatch("[0-9]{1,4}", count) else 0):
        key, value = environ.get(f"GIT_CONFIG_KEY_{number}"), environ.get(f"GIT_CONFIG_VALUE_{number}")
        if key and value is not None:
            yield Setting(key, value)
    parameters = environ.get("GIT_CONFIG_PARAMETERS", "")
    for match in _PARAMETER.finditer(parameters) if parameters else ():
        first, equals, value = _unquoted(match[1]), match[2], _unquoted(match[3] or "''")
        if equals:
            yield Setting(first, value)
        else:  # as git wrote them before 2.31
            key, is_set, rest = first.partition("=")
            yield Setting(key, rest) if is_set else Setting(key)


def _unquoted(text: str) -> str:
    return _ESCAPED.sub(r"\1", text[1:-1])
