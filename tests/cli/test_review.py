"""`catalog review`: what a change does, what it comes to, and whom to ask, on one page."""

from __future__ import annotations

import json
import re

import pytest

from tests.cli.conftest import BASE, CHILD, DATASET, Ask
from tests.gitfixture import GitFixture

TINY = f"{BASE}---\n{CHILD}"


@pytest.fixture
def changed(cards: GitFixture) -> GitFixture:
    """A branch on which `tiny` has another license and its heir another base, and which found a bad field on `main`."""
    cards.commit({"catalog/datasets/sums.yaml": "name: sums\ndataset_family: generic\ndatta: x\n"})
    cards.switch("feature", new=True)
    new = TINY.replace("license: MIT", "license: BSD-3-Clause\nowners: [ada]").replace("base: tiny", "base: tinny")
    cards.commit({"catalog/models/tiny.yaml": new})
    return cards


def test_the_text_says_what_a_change_does_what_is_wrong_and_what_that_wants(changed: GitFixture, ask: Ask) -> None:
    code, out, err = ask("review", "--base", "main")
    assert (code, err) == (0, "")
    assert (
        out
        == f"""\
from main...HEAD = {changed.head("main")}
to   HEAD = {changed.head()}
1 broken, 1 changed

broken
  `tiny_chat` (catalog/models/tiny.yaml:12, Ada Author) broke 1 card, 1 environment
      catalog/models/tiny.yaml:13:7: base 'tinny' does not exist
      cards: tiny_chat
      in lab: tiny_chat

changed
  `tiny` (catalog/models/tiny.yaml:5, Ada Author) changed `license` and `owners`: 1 card, 1 environment
        license  MIT -> BSD-3-Clause
      + owners   ["ada"]
      cards: tiny
      in lab: tiny

owners of what it reaches: ada (1 card); 1 card without owners

findings
  catalog/models/tiny.yaml:13:7: C401 error: base 'tinny' does not exist (did you mean 'tiny'?)
  catalog/models/tiny.yaml:5: P104 warning: license of 'tiny' changed from 'MIT' to 'BSD-3-Clause' (explain in the \
change why it is right: users of the card rely on its license)

fail: the author has to fix 1 error first
"""
    )


def test_findings_that_were_there_before_are_not_the_authors(changed: GitFixture, ask: Ask) -> None:
    assert "datta" in ask("validate")[1]
    assert "datta" not in ask("review", "--base", "main")[1]


def test_the_document_has_the_outcome_and_all_findings_beside_the_diff(changed: GitFixture, ask: Ask) -> None:
    document = json.loads(ask("review", "--base", "main", "--format", "json")[1])
    diff = json.loads(ask("diff", "--base", "main", "--format", "json")[1])
    assert list(document)[:5] == ["schema_version", "revisions", "outcome", "findings", "counts"]
    assert document["outcome"] == "fail"
    assert [finding["code"] for finding in document["findings"]] == ["P104", "C401"]
    assert document["counts"] == {"errors": 1, "warnings": 1, "advice": 0}
    assert {key: document[key] for key in diff} == diff


@pytest.mark.parametrize(
    ("text", "outcome"),
    [(TINY.replace("base: tiny", "base: tinny"), "fail"), (TINY.replace("MIT", "BSD-3-Clause"), "needs-review")],
)
def test_only_a_failing_change_exits_with_1_and_only_where_that_is_asked_for(
    cards: GitFixture, ask: Ask, text: str, outcome: str
) -> None:
    cards.commit({"catalog/models/tiny.yaml": text})
    code, out, _ = ask("review", "HEAD~1", "HEAD", "--exit-code")
    assert (code, out.splitlines()[-1].partition(":")[0]) == (int(outcome == "fail"), outcome)
    assert ask("review", "HEAD~1", "HEAD")[0] == 0
    assert ask("review", "HEAD", "HEAD", "--exit-code")[:2] == (
        0,
        f"from HEAD = {cards.head()}\nto   HEAD = {cards.head()}\nno differences\n\npass: nothing objects to it\n",
    )


def test_the_change_is_judged_by_the_settings_before_it(cards: GitFixture, ask: Ask) -> None:
    settings = '[policy]\nlicense = "pass"\n[[ignore]]\npath = "*"\ncodes = ["C303"]\nreason = "ours"\n'
    text = TINY.replace("license: MIT", "license: BSD-3-Clause\nchekpoint: x")
    cards.commit({"catalog/catalog.toml": settings, "catalog/models/tiny.yaml": text})
    out = ask("review", "HEAD~1", "HEAD")[1]
    found = re.findall(r"^  catalog/\S+: ([CP]\d{3}) (\w+)", out, re.MULTILINE)
    assert found == [("C908", "warning"), ("C908", "warning"), ("P104", "warning"), ("C907", "warning")]


def test_the_first_catalog_and_the_last_one_have_a_review(cards: GitFixture, ask: Ask) -> None:
    cards.git("rm", "-r", "--quiet", "catalog")
    cards.commit()
    assert ask("review", "HEAD~1", "HEAD")[1].splitlines()[-1].startswith("fail: ")
    cards.commit({"catalog/catalog.toml": "", "catalog/datasets/sums.yaml": DATASET})
    out = ask("review", "HEAD~1", "HEAD")[1]
    assert "1 added" in out
    assert out.splitlines()[-1] == (
        "needs-review: somebody has to look at 1 warning, and to approve the change if it is meant"
    )


@pytest.mark.parametrize("output_format", ["text", "markdown"])
def test_a_large_change_is_cut_and_the_page_says_how_much(cards: GitFixture, ask: Ask, output_format: str) -> None:
    many = "---\n".join(
        f"name: a{at}\nmodel_family: x\nlicense: MIT\ncheckpoint: ./x.pt\nnote: '{'é|`' * 100}{at}'\n"
        for at in range(400)
    )
    cards.commit({"catalog/models/many.yaml": many})
    out = ask("review", "HEAD~1", "HEAD", "--format", output_format)[1]
    if output_format == "markdown":
        assert len(out.encode()) < 65_536
        assert re.search(r"\nLeft out, because a comment has no room for it: .*\d+ full listings", out)
