"""How a remote repository is reached: the environment of a git that talks to it, and how it logs in.

git hands the address to the programs that connect for it, in their arguments, which every user of the machine can read.
So git gets an address without a login, and asks a helper for that, which answers from the environment.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping

from assetcards.errors import AddressError, GitError
from assetcards.git.addresses import TRANSPORTS, Address, Login, maybe_address
from assetcards.git.process import git_environment, run_git
from assetcards.git.user_settings import configured, settings_for_fetching
from assetcards.redaction import find_secrets

REMOTE = "source"

_ALIAS = "catalog:source"
"""What the remote is called in the configuration: no rewriting of addresses by the user's configuration begins so."""

_KEPT = re.compile(r"GIT_(?:ASKPASS|SSH|SSH_COMMAND|SSH_VARIANT|SSL_.*|PROXY_.*|HTTP_.*|CURL_.*)")
_SSH = "ssh -oBatchMode=yes -oConnectTimeout=30 -oServerAliveInterval=15 -oServerAliveCountMax=4"
"""Asks for no password, and gives up on a host that does not answer."""

_USER, _PASSWORD = "CATALOG_LOGIN_USER", "CATALOG_LOGIN_PASSWORD"
_HELPER = f"""!f() {{ test "$1" != get || printf 'username=%s\\npassword=%s\\n' "${_USER}" "${_PASSWORD}"; }}; f"""
"""What git runs to get the login: `printf` is a part of the shell, so this has no arguments that anybody sees."""


def fetch_environment(address: Address, environ: Mapping[str, str]) -> dict[str, str]:
    """The environment for talking to a remote: as for reading, with the user's means to reach and to be let in.

    Raises AddressError when the user's configuration makes an address of it that is not read from.
    """
    kept = {name: value for name, value in environ.items() if _KEPT.fullmatch(name)}
    environment = configured(git_environment(environ) | kept, *settings_for_fetching(environ))
    address = _rewritten(address, environment)
    environment = configured(
        environment,
        (f"remote.{REMOTE}.url", _ALIAS),
        (f"url.{address.without_credentials}.insteadOf", _ALIAS),
        (f"remote.{REMOTE}.promisor", "true"),
        (f"remote.{REMOTE}.partialCloneFilter", "blob:none"),
        ("fetch.fsckObjects", "true"),
        ("fetch.negotiationAlgorithm", "noop"),
        ("fetch.unpackLimit", "1"),  # one file, so that the system sees when it is too large
        ("core.bigFileThreshold", "8m"),  # a blob that is longer is not kept in memory
        ("core.deltaBaseCacheLimit", "16m"),
        ("pack.threads", "1"),
        ("http.lowSpeedLimit", "1"),
        ("http.lowSpeedTime", "60"),
        *_login_settings(address),
    )
    if address.login is not None:
        environment |= {_USER: address.login.user, _PASSWORD: address.login.password or ""}
    return environment | _ssh_variables(address, kept, environment) | {"GIT_ALLOW_PROTOCOL": ":".join(TRANSPORTS)}


def _rewritten(address: Address, environment: Mapping[str, str]) -> Address:
    """What the user's configuration makes of an address (`url.*.insteadOf`); a login may come by it, too."""
    asked = ["--git-dir", os.devnull, "ls-remote", "--get-url", REMOTE]
    answer = run_git(asked, configured(environment, (f"remote.{REMOTE}.url", address.text)))
    text = os.fsdecode(answer).removesuffix("\n")
    if text == address.text:
        return address
    from urllib.parse import quote  # late: the address in the cache's folder was found before

    try:
        found = maybe_address(f"file://{quote(text)}" if text.startswith("/") else text)
    except AddressError as error:
        error.add_note(f"your git configuration rewrites {address} to this")
        raise
    if found is None:
        hint = "check url.*.insteadOf in your git configuration"
        raise AddressError(address.shown, "your git configuration rewrites it to what is not an address", hint=hint)
    return found


def _login_settings(address: Address) -> Iterator[tuple[str, str]]:
    """The configuration by which git gets the login of an address, at its own host and nowhere else.

    No other helper is asked then, or stores it. A user alone is a name, for which git asks the user's own helpers and
    programs, unless it is a token that needs no password.
    """
    login = address.login
    if login is None:
        return
    host = f"credential.{address.host_url}"
    if login.password is None and not _is_token(login):
        yield f"{host}.username", login.user
        return
    yield f"{host}.helper", ""
    yield f"{host}.helper", _HELPER
    yield "http.proactiveAuth", "basic"


def _is_token(login: Login) -> bool:
    return next(find_secrets(login.user), None) is not None


def _ssh_variables(address: Address, kept: Mapping[str, str], environment: Mapping[str, str]) -> dict[str, str]:
    """How ssh is run: as the user's variables say, or else the user's own configuration, in git's order."""
    if not address.is_ssh or "GIT_SSH_COMMAND" in kept:
        return {}
    try:
        asked = ["--git-dir", os.devnull, "config", "--get", "core.sshCommand"]
        configured = os.fsdecode(run_git(asked, environment)).removesuffix("\n")
    except GitError:
        configured = ""
    if configured or "GIT_SSH" not in kept:
        return {"GIT_SSH_COMMAND": configured or _SSH}
    return {}
