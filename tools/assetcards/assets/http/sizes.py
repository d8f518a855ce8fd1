"""How large a file of a web server is, by the head of its answer alone."""

from __future__ import annotations

import time

from assetcards.assets.http.answers import maybe_body
from assetcards.assets.http.faults import BrokenError
from assetcards.assets.http.limits import LIMITS, Limits
from assetcards.assets.http.pacing import Pace
from assetcards.assets.http.redirects import ANYBODY, Access, follow
from assetcards.assets.http.urls import parse_url
from assetcards.errors import DownloadError


def maybe_file_size(url: str, *, access: Access = ANYBODY, limits: Limits = LIMITS) -> int | None:
    """How many bytes a file has; None when its host does not say. Raises DownloadError as `download` does."""
    parsed = parse_url(url)
    try:
        answer = follow(parsed, {}, access, limits, Pace(limits, time.monotonic() + limits.idle_seconds))
        try:
            body = maybe_body(answer, 0, has_digest=True)
        finally:
            answer.close()
    except BrokenError as fault:
        raise DownloadError(parsed.shown, fault.words, hint="try again") from None
    return None if body is None else body.about.total
