"""Moments as users write them: a day, a time, or how long ago.

git accepts any string as a date, and takes what it does not understand for now; here that is an error.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from assetcards.errors import shorten

_SECONDS = re.compile(r"@(\d{1,18})")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?: ?(Z|[-+]\d{2}:?\d{2}))?")
_AGO = re.compile(r"(\d{1,6})[ .](second|minute|hour|day|week|month|year)s?[ .]ago")
_IN_MONTHS = {"month": 1, "year": 12}

FORMS = "2024-06-30, '2024-06-30 14:30', 2024-06-30T14:30:00+02:00, @1719750600, yesterday or '2 weeks ago'"
"""An example of each form."""


class MomentError(ValueError):
    """A string that is not a moment."""


def parse_moment(text: str, *, now: datetime, end: bool) -> int:
    """The seconds since 1970 of a moment; of a day its first one, or with `end` its last one.

    A day, and a time without an offset, is that of UTC, so that the same question has the same answer everywhere.
    Raises MomentError for other forms than those of `FORMS`, and for dates that are in no calendar.

    >>> noon = datetime(2024, 7, 31, 12, tzinfo=UTC)
    >>> [parse_moment(text, now=noon, end=True) for text in ("2024-06-30", "1 month ago", "@12")]
    [1719791999, 1719748800, 12]
    """
    text = text.strip()
    try:
        if match := _SECONDS.fullmatch(text):
            return int(match[1])
        if match := _TIME.fullmatch(text):
            moment = datetime.fromisoformat(f"{match[1]}T{match[2]}{match[3] or 'Z'}")
        elif match := _AGO.fullmatch(text):
            moment = _before(now, int(match[1]), match[2])
        else:
            moment = _first_second(text, now) + (timedelta(days=1, seconds=-1) if end else timedelta())
    except (ValueError, OverflowError):
        raise MomentError(f"{shorten(text)!r} is not a date: write {FORMS}") from None
    return int(moment.timestamp())


def _before(now: datetime, count: int, unit: str) -> datetime:
    if unit not in _IN_MONTHS:
        return now - timedelta(**{f"{unit}s": count})
    year, month = divmod(now.year * 12 + now.month - 1 - count * _IN_MONTHS[unit], 12)
    from calendar import monthrange

    last = monthrange(year, month + 1)[1]
    return now.replace(year=year, month=month + 1, day=min(now.day, last))


def _first_second(day: str, now: datetime) -> datetime:
    if day in ("today", "yesterday"):
        today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        return today - timedelta(days=day == "yesterday")
    if not _DAY.fullmatch(day):
        raise ValueError
    return datetime.fromisoformat(day).replace(tzinfo=UTC)
