"""`catalog rules` and `catalog explain`."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TypeAlias

import pytest

from assetcards.cli.main import main
from assetcards.policies.registry import all_policies
from assetcards.rules.registry import all_rules

Run: TypeAlias = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `catalog`: its exit code, and what it writes to both outputs."""

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        return code, *capsys.readouterr()

    return run


def test_rules_are_listed_by_group_a_line_each(run: Run) -> None:
    code, text, error = run("rules")
    assert (code, error) == (0, "")
    lines = text.splitlines()
    assert "Content" in lines
    words = [" ".join(line.split()) for line in lines]
    assert "C301 error incomplete A card without a field that is needed to load it." in words
    assert [line.split()[0] for line in lines if line.startswith("  C")] == [rule.code for rule in all_rules()]
    assert "Change policies" in lines
    assert "P104 needs-review license A license that changed or was removed." in words
    assert [line.split()[0] for line in lines if line.startswith("  P")] == [each.code for each in all_policies()]
    assert lines[-1] == "`catalog explain CODE` shows the manual page of one."


def test_rules_for_programs_have_all_that_explain_has(run: Run) -> None:
    code, text, _ = run("rules", "--format", "json")
    document = json.loads(text)
    assert (code, document["schema_version"]) == (0, 2)
    assert [rule["code"] for rule in document["rules"]] == [rule.code for rule in all_rules()]
    [secret] = [rule for rule in document["rules"] if rule["code"] == "C306"]
    assert secret["name"] == "secret"
    assert secret["severity"] == "error"
    assert secret["summary"] == "A possible secret: a token, an access key or a private key."
    assert secret["manual"].startswith(secret["summary"])
    assert [policy["code"] for policy in document["policies"]] == [policy.code for policy in all_policies()]


@pytest.mark.parametrize("wanted", ["C608", "c608", "path-absolute", "Path-Absolute"])
def test_a_rule_is_explained_by_code_or_name(run: Run, wanted: str) -> None:
    code, text, error = run("explain", wanted)
    assert (code, error) == (0, "")
    assert text.startswith("C608 path-absolute (warning)\n\nAn absolute path in a card that is not an override.\n\n")
    assert text.endswith("silence it on its line, and say why:\n\n    # catalog: ignore[C608] REASON\n")


def test_a_rule_is_explained_to_programs_as_the_list_of_rules_has_it(run: Run) -> None:
    rules = json.loads(run("rules", "--format", "json")[1])["rules"]
    code, text, error = run("explain", "secret", "--format", "json")
    assert (code, error) == (0, "")
    assert json.loads(text) == {
        "schema_version": 2,
        "kind": "rule",
        **next(rule for rule in rules if rule["code"] == "C306"),
    }


@pytest.mark.parametrize("wanted", ["P104", "p104", "license", "License"])
def test_a_policy_is_explained_by_code_or_name(run: Run, wanted: str) -> None:
    code, text, error = run("explain", wanted)
    assert (code, error) == (0, "")
    assert text.startswith("P104 (change policy)\n\nA license that changed or was removed.\n\n")
    assert text.endswith(': "pass", "needs-review", "fail". The default is "needs-review".\n')


def test_a_policy_is_explained_to_programs_without_a_severity_of_its_own(run: Run) -> None:
    policies = json.loads(run("rules", "--format", "json")[1])["policies"]
    document = json.loads(run("explain", "p101", "--format", "json")[1])
    assert document == {"schema_version": 2, "kind": "policy", **policies[0]}
    assert {key: document[key] for key in ("code", "name", "severity", "default")} == {
        "code": "P101",
        "name": "removed",
        "severity": None,
        "default": "fail",
    }
    assert document["manual"].replace("\n", " ").startswith(document["summary"])


def test_nobody_is_advised_to_silence_what_cannot_be_silenced(run: Run) -> None:
    assert "REASON\n" not in run("explain", "C901")[1]


@pytest.mark.parametrize(
    ("wanted", "error"),
    [
        ("C9xx", "rule 'C9xx' is not known; see `catalog rules` (did you mean 'C901' or 'C902' or 'C903'?)"),
        ("P1xx", "rule 'P1xx' is not known; see `catalog rules` (did you mean 'P101' or 'P102' or 'P103'?)"),
        ("incomplet", "rule 'incomplet' is not known; see `catalog rules` (did you mean 'incomplete'?)"),
        ("zzz", "rule 'zzz' is not known; see `catalog rules`"),
        ("", "rule '' is not known; see `catalog rules`"),
        ("\x1b[2J", "rule '\\x1b[2J' is not known; see `catalog rules`"),
    ],
)
def test_an_unknown_rule_is_answered_with_suggestions(run: Run, wanted: str, error: str) -> None:
    assert run("explain", wanted) == (1, "", f"catalog: {error}\n")


def test_explain_wants_a_code(run: Run) -> None:
    code, _, error = run("explain")
    assert code == 2
    assert "Missing argument 'CODE'" in error


def test_codes_are_completed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from assetcards.cli.explain_command import command

    argument = command.params[0]
    context = command.make_context("explain", ["C301"])
    assert [item.value for item in argument.shell_complete(context, "c30")][:2] == ["C301", "C302"]
