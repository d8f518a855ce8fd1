"""What people read first of many findings: errors, warnings, and how much advice there is."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Ask
from tests.gitfixture import GitFixture

PICKLES = "---\n".join(
    f'name: m{number}\nmodel_family: llama\nlicense: MIT\ncheckpoint: "https://example.org/m{number}.pt"\n'
    for number in range(40)
)
"""Forty times C611, which is advice."""

BASELESS = "---\n".join(f"name: x{number}\nbase: nothing\n" for number in range(8))
"""Eight times the same error."""

CREDITS = "name: k\nmodel_family: llama\nowners: nobody\ncheckpoint: 'hg://org/k'\n"
"""An error, and one C610 of advice."""


@pytest.fixture
def repo(cards: GitFixture) -> GitFixture:
    cards.commit(
        {"catalog/models/a.yaml": PICKLES, "catalog/models/b.yaml": BASELESS, "catalog/models/k.yaml": CREDITS}
    )
    cards.git("rm", "--quiet", "-r", "catalog/models/tiny.yaml", "catalog/models/@lab", "catalog/datasets")
    return cards


def test_errors_are_not_drowned_in_advice_which_is_counted_by_code(repo: GitFixture, ask: Ask) -> None:
    code, out, err = ask("validate")
    assert (code, err) == (1, "")
    equal, other, last = out.splitlines()
    assert equal == (
        "catalog/models/b.yaml:2:7: C401 error: base 'nothing' does not exist (add that card, or name an existing one)"
        "; the same at catalog/models/b.yaml:5:7, catalog/models/b.yaml:8:7, catalog/models/b.yaml:11:7, "
        "catalog/models/b.yaml:14:7, catalog/models/b.yaml:17:7 and 2 more"
    )
    assert other.startswith("catalog/models/k.yaml:3:9: C302 error: ")
    assert last == "9 errors, 41 advice (C610 1, C611 40; --advice shows them)"


def test_with_advice_each_finding_has_a_line_in_the_order_of_the_files(repo: GitFixture, ask: Ask) -> None:
    code, out, _ = ask("validate", "--advice")
    lines = out.splitlines()
    assert (code, len(lines), lines[-1]) == (1, 51, "9 errors, 41 advice")
    assert [line.split(" ")[2] for line in lines[:-1]] == [
        *["advice:"] * 40,
        *["error:"] * 9,
        "advice:",
    ]


@pytest.mark.parametrize("output_format", ["json", "sarif", "github"])
def test_formats_for_programs_have_every_finding(repo: GitFixture, ask: Ask, output_format: str) -> None:
    out = ask("validate", "--format", output_format)[1]
    if output_format == "github":
        assert out.endswith("\n9 errors, 41 advice\n")
        assert (out.count(" C611 "), out.count("title=C401 ")) == (40, 8)
        return
    document = json.loads(out)
    found = document["findings"] if output_format == "json" else document["runs"][0]["results"]
    assert len(found) == 50


def test_advice_is_not_asked_for_where_it_is_left_out_or_there_anyway(repo: GitFixture, ask: Ask) -> None:
    code, _, err = ask("validate", "--advice", "--quiet")
    assert (code, "--advice cannot be used with --quiet, which leaves it out" in err) == (2, True)
    code, _, err = ask("validate", "--advice", "--format", "json")
    assert (code, "--advice cannot be used with --format json, which has it" in err) == (2, True)


def test_one_piece_of_advice_is_it(repo: GitFixture, ask: Ask) -> None:
    assert ask("validate", "catalog/models/k.yaml")[1].endswith("\n9 errors, 1 advice (C610 1; --advice shows it)\n")


def test_advice_on_what_a_change_silences_is_never_left_out(repo: GitFixture, ask: Ask) -> None:
    text = CREDITS.replace("'hg://org/k'\n", "'hg://org/k'  # catalog: ignore[C610] it is ours\n")
    repo.commit({"catalog/models/k.yaml": text})
    out = ask("validate", "--from-ref", "HEAD~1")[1]
    assert ": C909 advice: " in out
    assert "\n9 errors, 1 advice in HEAD" in out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (CREDITS, "no new findings; 8 errors were in v2 already"),
        (CREDITS.replace("nobody", "[]"), "no new findings; 8 errors were in v2 already"),
        (CREDITS + "license: 7\n", "1 new error; 9 errors were in v2 already"),
    ],
)
def test_new_findings_are_said_to_be_new_and_the_others_to_be_old(
    repo: GitFixture, ask: Ask, text: str, said: str
) -> None:
    repo.commit()
    repo.git("tag", "v2")
    repo.write({"catalog/models/k.yaml": text})
    out = ask("validate", "--new-only", "v2")[1]
    said = said.replace("8 errors", "9 errors") if text is CREDITS else said
    assert out.splitlines()[-1] == said
    document = json.loads(ask("validate", "--new-only", "v2", "--format", "json")[1])
    assert document["known"]["revision"] == {"asked": "v2", "commit": repo.head()}
    assert document["known"]["summary"]["advice"] == 41


def test_where_a_revision_had_no_findings_none_is_said_to_be_known(cards: GitFixture, ask: Ask) -> None:
    cards.commit({"catalog/models/k.yaml": CREDITS})
    assert ask("validate", "--new-only", "HEAD~1", "--strict", "--quiet")[1].endswith("\n1 new error\n")
