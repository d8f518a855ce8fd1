"""P109: hosts from which no card loaded before."""

from __future__ import annotations

import pytest

from tests.unit.policies.judging import finder

found_in = finder("P109")

OLD = "name: old\nlicense: MIT\ncheckpoint: https://example.org/old.pt\nurl: https://pages.example/\n"


@pytest.mark.parametrize(
    ("written", "host"),
    [
        ("checkpoint: https://EVIL.example./x.pt", "evil.example"),
        ("checkpoint: hg://acme/x@v1", "hg://acme"),
        ("data: s3://bucket/x", "s3://bucket"),
        ("model_config: {a: [{b: 'http://10.0.0.7/x'}]}", "10.0.0.7"),
        ("dataset_config: {data: 'https://data.example/x'}", "data.example"),
        ("weights: https://me:secret@evil.example/x", "evil.example"),
        ("weights: ['ftp://me:secret@evil.example/x']", "ftp://evil.example"),
        ("checkpoint: https://pages.example/x.pt", "pages.example"),
    ],
)
def test_a_card_that_loads_from_a_new_host_needs_review(written: str, host: str) -> None:
    field = written.partition(":")[0]
    message = f"P109 warning: no card loaded from {host!r} before: {field} of 'new'"
    assert found_in(OLD, f"{OLD}---\nname: new\n{written}\n") == [f"7: {message}"]
    assert found_in(f"{OLD}---\nname: new\n", f"{OLD}---\nname: new\n{written}\n") == [f"7: {message}"]


@pytest.mark.parametrize(
    "written",
    [
        "checkpoint: http://Example.Org/new.pt",
        "checkpoint: ./new.pt",
        "checkpoint: file:///new.pt",
        "checkpoint: 'https://[x/'",
        "checkpoint: null",
        "url: https://new.example/x",
        "homepage: https://new.example/x",
        "description: https://new.example/x",
    ],
)
def test_a_known_host_a_path_and_a_page_are_not_reported(written: str) -> None:
    assert found_in(OLD, f"{OLD}---\nname: new\n{written}\n") == []


def test_a_host_is_reported_once_at_the_first_of_its_cards() -> None:
    new = "".join(f"---\nname: n{at}\ncheckpoint: hg://acme/{at}\n" for at in range(5))
    assert found_in(OLD, f"{OLD}{new}") == [
        "7: P109 warning: no card loaded from 'hg://acme' before: checkpoint of 'n0', 'n1', 'n2' and 2 more"
    ]


def test_a_host_that_a_removed_card_had_is_known() -> None:
    assert found_in(OLD, "name: new\ncheckpoint: https://example.org/new.pt\n") == []
