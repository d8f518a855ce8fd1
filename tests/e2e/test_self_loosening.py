"""What the judged change brings does not judge it, in any gate."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.loosening import (
    BAD,
    CHANGES,
    COMMENT,
    HIGH,
    SETTINGS,
    TINY,
    TYPO,
    Change,
    card,
    ignoring,
    pass_gates,
    toml,
)
from tests.e2e.loosening import request as make_request
from tests.gitfixture import GitFixture

STRICT = ("validate --staged", "validate --new-only", "policy --base", "hook validate of a push")
"""Gates for what differs from one to the next in nothing but severities."""


@pytest.fixture
def repo(tmp_path: Path) -> GitFixture:
    return GitFixture.init(tmp_path / "repo")


@pytest.mark.parametrize("name", CHANGES)
def test_beside_a_card_that_does_not_resolve_every_gate_is_red(
    repo: GitFixture, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    make_request(repo, CHANGES[name], CHANGES[name].unresolved)
    passed = list(pass_gates(repo, monkeypatch))
    assert [each for each in passed if each.code != 1] == []
    lacking = [each for each in passed if "base 'nosuch' does not exist" not in each.output]
    assert lacking == []


@pytest.mark.parametrize("name", CHANGES)
def test_beside_a_card_with_another_finding_every_gate_asks_for_review(
    repo: GitFixture, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    make_request(repo, CHANGES[name], CHANGES[name].other)
    passed = list(pass_gates(repo, monkeypatch))
    assert [each for each in passed if each.code != 0] == []
    assert [each for each in passed if " warning: " not in each.output] == []
    assert [each for each in passed if "policy" in each.gate and "\nneeds-review (" not in each.output] == []
    assert [each for each in pass_gates(repo, monkeypatch, "--strict", gates=STRICT) if each.code != 1] == []


NOT_RED = {
    "an environment": Change(
        files=toml(SETTINGS.replace('"lab"', '"lab", "juno"')),
        other={"catalog/models/@juno/tiny.yaml": "name: tiny@juno\ndescription: On Juno.\n"},
    ),
    "a field of its own": Change(
        files=toml(f'fields = ["licence"]\n{SETTINGS}'),
        other=card(TYPO.replace("licence: MIT", "licence: 5\nlicense: MIT")),
    ),
    "a suppression of advice, with a reason": Change(
        base=card("name: x\nmodel_family: llama\nlicense: MIT\ncheckpoint: hg://org/x\n"),
        other={
            "catalog/models/z.yaml": "name: z\nmodel_family: llama\nlicense: MIT\n"
            f"checkpoint: hg://org/z{COMMENT.format('C610')}\n"
        },
    ),
}


@pytest.mark.parametrize("name", NOT_RED)
def test_what_a_change_has_to_add_is_listed_and_stops_nobody(
    repo: GitFixture, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    make_request(repo, NOT_RED[name], NOT_RED[name].other)
    passed = list(pass_gates(repo, monkeypatch, "--strict"))
    assert [each for each in passed if each.code != 0] == []
    assert [each for each in passed if ": C909 advice: " not in each.output] == []


RED: dict[str, tuple[dict[str, str], str]] = {
    "no rule at all": ({"catalog/catalog.toml": f"{SETTINGS}[rules]\nselect = []\n"}, "C903"),
    "settings that cannot be read": ({"catalog/catalog.toml": "select = "}, "C901"),
    "a setting of tomorrow": ({"catalog/catalog.toml": f'omit = ["models/bad.yaml"]\n{SETTINGS}'}, "C902"),
    "a catalog further down": ({"catalog/models/catalog.toml": ignoring('"C401"')}, "C401"),
    "a catalog further up": ({"catalog.toml": ignoring('"C401"')}, "C401"),
    "a catalog beside": ({"a/catalog.toml": ignoring('"C401"'), "a/models/a.yaml": TINY}, "C401"),
    "a comment with capitals": ({"catalog/models/bad.yaml": f"{BAD[:-1]}  # Catalog: IGNORE[C401] soon\n"}, "C401"),
    "a comment of look-alikes": (
        {"catalog/models/bad.yaml": f"{BAD[:-1]}  # catalog: ignore[\u0421401] soon\n"},
        "C401",
    ),
    "a comment above": ({"catalog/models/bad.yaml": f"# catalog: ignore[C401] soon\n{BAD}"}, "C401"),
    "more than the base's bounds": (
        {
            "catalog/catalog.toml": SETTINGS + HIGH,
            "catalog/models/large.yaml": f"name: large\ndescription: {'x' * 1_100_000}\n",
        },
        "C130",
    ),
    "a file that is no card at all, and ignored": (
        {"catalog/catalog.toml": ignoring('"C1"'), "catalog/models/odd.yaml": "- [\n"},
        "C120",
    ),
    "an override of no card, and ignored": (
        {"catalog/catalog.toml": ignoring('"C2"'), "catalog/models/@lab/no.yaml": "name: no@lab\n"},
        "C205",
    ),
}


@pytest.mark.parametrize("name", RED)
def test_what_reading_and_resolving_report_is_red_whatever_the_change_says(
    repo: GitFixture, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    files, code = RED[name]
    make_request(repo, Change(), {"catalog/models/bad.yaml": BAD, **files} if code == "C401" else files)
    passed = list(pass_gates(repo, monkeypatch))
    assert [each for each in passed if each.code != 1] == []
    told = (f" {code} error: ", ": broken now: ")
    assert [each for each in passed if not any(words in each.output for words in told)] == []
