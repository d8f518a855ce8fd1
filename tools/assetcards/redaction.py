"""Finds possible secrets in strings, and removes them from messages.

A secret that is found is never printed: a finding that showed it would copy it into the logs of every pull request.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

HTTP_TOKEN = "CATALOG_HTTP_TOKEN_"  # noqa: S105 (the name of a variable)
"""What the variables of tokens for web servers begin with; the host follows, so that no other host gets the token."""

_SECRETS = {
    "a Hugging Face token": r"\b(?:hf|api_org)_[A-Za-z0-9]{30,}",
    "an AWS access key": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "a GitHub token": r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,})",
    "a GitLab token": r"\bglpat-[A-Za-z0-9_-]{20,}",
    "a Slack token": r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}",
    "a Google API key": r"\bAIza[0-9A-Za-z_-]{35}",
    "an API key": r"\bsk-[A-Za-z0-9_-]{40,}",
    "a JSON web token": r"(?<![\w-])(?=[\w-]++\.eyJ[\w-]{10,}+\.[\w-])[\w-]*?\beyJ[\w-]{10,}+\.[\w-]++\.[\w-]+",
    "an Azure storage key": r"\bAccountKey=[A-Za-z0-9+/]{40,}",
    "a private key": r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----",
}
"""Each is tried at every position of a string, so that none may look far ahead from more than one position of a run:
the web token starts where its run of characters does, and is tried only where such a run continues as one."""

_KINDS = tuple(_SECRETS)
_MARKERS = (
    *("hf_", "api_org_", "AKIA", "ASIA", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xox"),
    *("AIza", "sk-", "eyJ", "AccountKey=", "PRIVATE KEY"),
)
"""What a string must contain for any of the expressions to match; searching for these first is twenty times as fast."""

_WORD = re.compile(r"(?<!\S)\S*@")
"""A string up to the last `@` before whitespace. `_user_info` is searched only there: it always finds its `@`, and
never reads to the end of a string in vain from each address in it."""

_MAY_BE_LOGIN = re.compile(r"[^@]*?:[^@]*@|\s*(?:git\+)?https?[:;/\\]+[^/\\@]*@", re.IGNORECASE)

_LOGINS_WITHOUT_SECRET = ("hg", "ssh", "git+ssh")


@cache
def _secret() -> re.Pattern[str]:
    """Like the others compiled when it is needed: compiling takes longer than all else of this module."""
    return re.compile("|".join(f"({pattern})" for pattern in _SECRETS.values()), re.ASCII)


@cache
def _user_info() -> re.Pattern[str]:
    """The login in an address. A password may contain `@`, and even `/` if it was not encoded as `%2F`."""
    return re.compile(
        r"(?<![A-Za-z0-9+.-])(?P<before>[0-9+.-]*(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://)"
        r"(?P<secret>[^\s/?#]*|[^\s/?#@:\[]+:(?!\d+/)[^\s@]*)@"
    )


@cache
def _mistyped() -> re.Pattern[str]:
    """An address with a typo in `://` and a login in it is treated as an address, too."""
    return re.compile(
        r"(?P<before>(?<![A-Za-z0-9+.-])(?P<scheme>(?:git\+)?(?:https?|ssh|ftps?))(?!://[^/\\:;])[:;/\\]{1,8})"
        r"(?![:;/\\])(?P<secret>[^\s/?#]*|[^\s/?#@:]+:(?!\d+/)[^\s@]*)@",
        re.IGNORECASE,
    )


@cache
def _parameter() -> re.Pattern[str]:
    """A parameter of an address that is named like a secret."""
    return re.compile(
        r"(?P<before>[?&;](?:[a-z]*[_-]?token|api_?key|password|passwd|secret|sig|signature"
        r"|x-amz-(?:signature|credential|security-token)|x-goog-signature|awsaccesskeyid)=)(?P<secret>[^\s&;#'\"]+)",
        re.IGNORECASE,
    )


class Secret(NamedTuple):
    """A possible secret in a string: its kind in words, and where it starts."""

    kind: str
    start: int


def find_secrets(text: str) -> Iterator[Secret]:
    """The tokens and keys in a string, recognized by their pattern.

    >>> list(find_secrets("token: hf_" + "a" * 34))
    [Secret(kind='a Hugging Face token', start=7)]
    """
    if not any(marker in text for marker in _MARKERS):
        return
    for match in _secret().finditer(text):
        assert match.lastindex is not None
        yield Secret(_KINDS[match.lastindex - 1], match.start())


def maybe_credentials(text: str) -> str | None:
    """The part of an address that is only for its owner, in words; None when there is none.

    >>> maybe_credentials("see https://me:pw@example.org/m"), maybe_credentials("https://example.org/m?token=abc")
    ('a user and a password', 'a signature or token')
    """
    for match in _user_infos(text):
        if ":" in match["secret"]:
            return "a user and a password"
        if match["scheme"].lower() not in _LOGINS_WITHOUT_SECRET:
            return "a user or token"
    return "a signature or token" if "://" in text and _parameter().search(text) else None


def _user_infos(text: str) -> Iterator[re.Match[str]]:
    if "@" in text:
        for word in _WORD.finditer(text):
            yield from _user_info().finditer(word[0])
            yield from _mistyped().finditer(word[0])


def has_login(text: str) -> bool:
    """Whether the name of a folder or a revision may contain a login, as an address does, well-formed or not.

    >>> has_login("https//me:pw@example.org/x"), has_login("me:pw@example.org"), has_login("./me:pw@example.org")
    (True, True, False)
    """
    return not _is_path(text) and _MAY_BE_LOGIN.match(text) is not None


def is_like_address(text: str) -> bool:
    """Whether the name of a folder or a revision may be an address.

    >>> is_like_address("https://example.org/x"), is_like_address("me:pw@example.org"), is_like_address("cards")
    (True, True, False)
    """
    return has_login(text) or ("://" in text and not _is_path(text))


def _is_path(text: str) -> bool:
    return text.startswith(("/", ".", "~")) and not text.startswith("//")


def redact_address(text: str) -> str:
    """An address that may be mistyped, without anything that may be a secret.

    >>> redact_address("https://me:p/w@example.org/m?x=abc")
    'https://***@example.org/m?***'
    """
    before, _, after = text.rpartition("@")
    scheme, found, _ = text.partition("://")
    shown = f"{scheme}{found}***@{after}" if before and found else f"***@{after}" if before else text
    return re.sub(r"(?s)[?#].*", "?***", shown)


def redact_asked(text: str) -> str:
    """User input where a name is expected, for messages: an address there, by mistake, shows no secret.

    >>> redact_asked("tiny@lab"), redact_asked("me:pw@example.org/x"), redact_asked("https://example.org/x#abc")
    ('tiny@lab', '***@example.org/x', 'https://example.org/x?***')
    """
    return redact_address(text) if is_like_address(text) else text


def redact_repeated(text: str, words: Iterable[str]) -> str:
    """A message that repeats words of a command line, or their values, with their secrets removed.

    >>> redact_repeated("'me:pw@h' is no size", ["prune", "--keep=me:pw@h"])
    "'***@h' is no size"
    """
    for word in words:
        for part in (word, word.partition("=")[2]):
            for form in (part, repr(part)[1:-1]):
                text = text.replace(form, redact_asked(form)) if form else text
    return text


def redact(text: str) -> str:
    """A string for messages, without possible secrets and the credentials of addresses.

    >>> redact("https://me:pw@example.org/m?token=abc")
    'https://***@example.org/m?token=***'
    """
    if any(marker in text for marker in _MARKERS):
        text = _secret().sub("***", text)
    if "@" in text:
        text = _WORD.sub(lambda word: _without_logins(word[0]), text)
    return _parameter().sub(lambda match: f"{match['before']}***", text) if "=" in text else text


def _without_logins(word: str) -> str:
    return _mistyped().sub(_without_login, _user_info().sub(_without_login, word))


def _without_login(match: re.Match[str]) -> str:
    """The address up to its host; the user name of ssh stays, because it is not a secret."""
    is_name = ":" not in match["secret"] and match["scheme"].lower() in _LOGINS_WITHOUT_SECRET
    return match[0] if is_name else f"{match['before']}***@"


def render_quoted(text: str, limit: int = 80) -> str:
    """A string for messages: redacted, quoted, with special characters escaped, and not longer than the limit.

    >>> render_quoted("a\\nb"), render_quoted("x" * 100, limit=5)
    ("'a\\\\nb'", "'xxxxx...'")
    """
    text = redact(text)
    return repr(text if len(text) <= limit else f"{text[:limit]}...")
