"""Dates as people write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from assetcards.moments import FORMS, MomentError, parse_moment

NOON = datetime(2024, 3, 31, 12, 30, tzinfo=UTC)


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> int:
    return int(datetime(year, month, day, hour, minute, second, tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-06-30", at(2024, 6, 30), at(2024, 6, 30, 23, 59, 59)),
        ("1969-12-31", at(1969, 12, 31), -1),
        ("today", at(2024, 3, 31), at(2024, 3, 31, 23, 59, 59)),
        (" yesterday ", at(2024, 3, 30), at(2024, 3, 30, 23, 59, 59)),
    ],
)
def test_a_day_is_its_first_second_or_its_last(text: str, first: int, last: int) -> None:
    assert (parse_moment(text, now=NOON, end=False), parse_moment(text, now=NOON, end=True)) == (first, last)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-06-30 14:30", at(2024, 6, 30, 14, 30)),
        ("2024-06-30T14:30:05", at(2024, 6, 30, 14, 30, 5)),
        ("2024-06-30T14:30:05Z", at(2024, 6, 30, 14, 30, 5)),
        ("2024-06-30T14:30+02:00", at(2024, 6, 30, 12, 30)),
        ("2024-06-30 14:30:00 -0330", at(2024, 6, 30, 18, 0)),
        ("@0", 0),
        ("@1719750600", at(2024, 6, 30, 12, 30)),
        ("90 seconds ago", at(2024, 3, 31, 12, 28, 30)),
        ("1 hour ago", at(2024, 3, 31, 11, 30)),
        ("2.weeks.ago", at(2024, 3, 17, 12, 30)),
        ("1 month ago", at(2024, 2, 29, 12, 30)),
        ("13 months ago", at(2023, 2, 28, 12, 30)),
        ("4 years ago", at(2020, 3, 31, 12, 30)),
    ],
)
@pytest.mark.parametrize("end", [False, True])
def test_a_time_is_one_second(text: str, moment: int, end: bool) -> None:
    assert parse_moment(text, now=NOON, end=end) == moment


def test_what_is_today_is_that_of_utc_wherever_one_is() -> None:
    late = datetime(2024, 3, 31, 1, tzinfo=timezone(timedelta(hours=9)))
    assert parse_moment("today", now=late, end=False) == at(2024, 3, 30)


@pytest.mark.parametrize(
    "text",
    [
        "", "now", "tomorrow", "last week", "2024", "2024-06", "2024-6-30", "20240630", "2024-02-30", "2024-13-01",
        "2024-06-30 24:30", "2024-06-30 14", "2024-06-30 14:30 CEST", "30.6.2024", "06/30/2024", "1719750600", "@-1",
        "-1 days ago", "9999 years ago", "999999 weeks ago", "1 fortnight ago", "2024-06-30T14:30:00+99:00", "v1.2",
    ],
)  # fmt: skip
def test_any_other_text_is_an_error_that_shows_the_forms(text: str) -> None:
    with pytest.raises(MomentError) as caught:
        parse_moment(text, now=NOON, end=True)
    assert str(caught.value) == f"{text!r} is not a date: write {FORMS}"
