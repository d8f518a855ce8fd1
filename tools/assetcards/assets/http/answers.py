"""What an answer means for a download: a file from its start or from a byte on, nothing, or to ask again later."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from email.utils import parsedate_to_datetime

from assetcards.assets.http.exchange import Answer
from assetcards.assets.http.faults import BrokenError
from assetcards.assets.http.proxies import PROXY_LOGIN
from assetcards.errors import DownloadError
from assetcards.escaping import safe

_BUSY = (408, 425, 429, 500, 502, 503, 504)
_RANGE = re.compile(r"bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\*)")
_STRONG = re.compile(r'"[\x21\x23-\x7e]{0,500}"')
_SETTLED_SECONDS = 60
"""How long a file has to be unchanged for its time of modification to name its content."""

_WRITE_DIGEST = "write the digest of the file beside its address"

_REFUSALS = {
    401: (
        "the host wants a login, or another one",
        "set CATALOG_HTTP_TOKEN_HOST for it, or write one into ~/.netrc; logins go by https:// alone",
    ),
    403: ("the host refuses access", "see on its website whether access has to be requested, or a login is missing"),
    404: ("the host has no such file", "look whether the address is spelled correctly"),
    407: ("the proxy wants a login", PROXY_LOGIN),
    410: ("the host has the file no more", ""),
    416: ("the host refuses to send the file", ""),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a host said of a file: its strong ETag, when it was modified, how many bytes it has; empty if it did not.

    Two parts belong together if the same was said with both.
    """

    etag: str = ""
    modified: str = ""
    total: int | None = None

    @property
    def condition(self) -> str:
        """What a host is to compare before it sends the rest; empty if nothing names the content."""
        return self.etag or self.modified

    def is_same_as(self, other: About) -> bool:
        """Whether both were certainly said of the same bytes."""
        has_same_name = bool(self.condition) and self.condition == other.condition
        return has_same_name and (self.total is None or other.total is None or self.total == other.total)

    def as_dict(self) -> dict[str, object]:
        """As JSON has it."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What an answer brings: the bytes of a file from `start` to `end`; `end` is None where the host does not say.

    `doubt` is why it may not be the whole file, or none: what is to be said if it has another digest than it should.
    """

    about: About
    start: int
    end: int | None
    doubt: str = ""


def range_headers(start: int, about: About) -> Mapping[str, str]:
    """The headers that ask for a file from a byte on, if it is still the same."""
    if not start:
        return {}
    condition = {"If-Range": about.condition} if about.condition else {}
    return {"Range": f"bytes={start}-", **condition}


def maybe_body(answer: Answer, start: int, *, has_digest: bool) -> Body | None:
    """What the answer to a request for a file, from a byte on, brings; None if the file has to be asked for whole.

    Without a digest it has to be certain that nothing is missing, and that it is no page for people. Raises
    DownloadError when there is no file, and BrokenError when there may be one later.
    """
    shown = answer.url.shown
    if answer.status in _BUSY:
        raise BrokenError(_busy_words(answer.status), wait=_wait_asked_for(answer), status=answer.status)
    body = _whole(answer) if answer.status == 200 else _part(answer, start) if answer.status == 206 else None
    if body is None and start and answer.status in (206, 416):
        return None
    if body is None:
        words, hint = _REFUSALS.get(answer.status, (f"the host answers with {answer.status}, not with a file", ""))
        raise DownloadError(shown, words, hint=hint, status=answer.status)
    if _is_page(answer):
        hint = "open the address in a browser: a login may be missing"
        return _doubtful(answer, body, "is a page (text/html), not a file", hint, has_digest=has_digest)
    encoding = answer.header("Content-Encoding").lower()
    if encoding not in ("", "identity"):
        words = f"is sent encoded ({safe(encoding)[:20]}), which nobody has asked for"
        return _doubtful(answer, body, words, _WRITE_DIGEST, has_digest=has_digest)
    if body.end is None and not answer.is_chunked:
        words = "the host does not say how long the file is, so that it may be cut"
        return _doubtful(answer, body, words, _WRITE_DIGEST, has_digest=has_digest)
    return body


def _doubtful(answer: Answer, body: Body, words: str, hint: str, *, has_digest: bool) -> Body:
    """A body about which a digest decides. Raises DownloadError without one."""
    if not has_digest:
        raise DownloadError(answer.url.shown, words, hint=hint, status=answer.status)
    return replace(body, doubt=words)


def _whole(answer: Answer) -> Body:
    return Body(about=_about(answer, answer.length), start=0, end=answer.length)


def _part(answer: Answer, start: int) -> Body | None:
    """The part that an answer is, or None if it is not the one that was asked for."""
    match = _RANGE.fullmatch(answer.header("Content-Range"))
    if match is None or not start or int(match[1]) != start or int(match[2]) < start:
        return None
    end, total = int(match[2]) + 1, None if match[3] == "*" else int(match[3])
    if answer.length not in (None, end - start) or (total is not None and end > total):
        return None
    return Body(about=_about(answer, total), start=start, end=end)


def _about(answer: Answer, total: int | None) -> About:
    etag = answer.header("ETag")
    return About(etag=etag if _STRONG.fullmatch(etag) else "", modified=_settled(answer), total=total)


def _settled(answer: Answer) -> str:
    """When the file was modified, if it names the content: it may change twice in the second that is named."""
    modified, now = (_seconds(answer.header(name)) for name in ("Last-Modified", "Date"))
    is_settled = modified is not None and now is not None and now - modified >= _SETTLED_SECONDS
    return answer.header("Last-Modified") if is_settled else ""


def _seconds(date: str) -> float | None:
    try:
        return parsedate_to_datetime(date).timestamp()
    except (ValueError, OverflowError):
        return None


def _is_page(answer: Answer) -> bool:
    kind = answer.header("Content-Type").partition(";")[0].strip().lower()
    path = answer.url.target.partition("?")[0].lower()
    return kind in ("text/html", "application/xhtml+xml") and not path.endswith((".html", ".htm", ".xhtml"))


def _busy_words(status: int) -> str:
    return "the host gets too many requests" if status == 429 else f"the host has a fault of its own ({status})"


def _wait_asked_for(answer: Answer) -> float | None:
    """For how many seconds the host asks to wait."""
    asked = answer.header("Retry-After")
    if asked.isascii() and asked.isdigit():
        return float(asked[:9])
    moment = _seconds(asked)
    return None if moment is None else max(0.0, moment - time.time())
