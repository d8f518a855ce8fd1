"""`catalog policy`: what a change comes to, by what it does to resolved cards."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from assetcards.policies.registry import policy_modules
from tests.cli.conftest import Ask
from tests.gitfixture import GitFixture

CARDS = """\
name: base
model_family: llama
model_arch: tiny
license: MIT
model_config: {vocab_size: 10, rope: {theta: 1}}
---
name: one
base: base
checkpoint: hg://org/one
checkpoint_sha256: aaaa
---
name: two
base: base
checkpoint: hg://org/two
---
name: old
base: base
checkpoint: hg://org/old
deprecated: {replaced_by: one}
---
name: one@lab
note: lab
"""
LOOK = "somebody has to look at {}, and to approve the change if it is meant"
FIX = "the author has to fix 1 error first"
FREEZE = '[policy]\nfrozen_fields = ["model_arch", "model_config.rope"]\n'


Find: TypeAlias = Callable[..., list[str]]


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitFixture:
    repo = GitFixture.init(tmp_path / "repo")
    repo.commit({"catalog/catalog.toml": "", "catalog/x.yaml": CARDS})
    monkeypatch.chdir(repo.folder)
    return repo


def without(name: str) -> str:
    """The cards, less one."""
    return "---\n".join(card for card in CARDS.split("---\n") if not card.startswith(f"name: {name}\n"))


@pytest.fixture
def findings(repo: GitFixture, ask: Ask) -> Find:
    """What is found when the file of cards becomes another one: line of the file, code, severity and message."""

    def run(cards: str, settings: str = "") -> list[str]:
        if settings:
            repo.commit({"catalog/catalog.toml": settings})
        repo.commit({"catalog/x.yaml": cards})
        out = ask("policy", "HEAD~1..HEAD")[1]
        return [line.removeprefix("catalog/x.yaml:").partition(" (")[0].strip() for line in out.splitlines()[:-1]]

    return run


# Removed


def test_a_card_that_went_without_a_deprecation_fails(repo: GitFixture, ask: Ask) -> None:
    repo.commit({"catalog/x.yaml": without("two")})
    code, out, err = ask("policy", "HEAD~1..HEAD")
    assert (code, err) == (1, "")
    assert out == (
        "catalog/x.yaml: P101 error: card 'two' was removed (was at catalog/x.yaml:12): it was not deprecated with "
        "a `replaced_by` (deprecate it with `deprecated: {replaced_by: ...}`, and remove it in a later change)\n"
        f"fail (1 error) from HEAD~1 = {repo.head('HEAD~1')} to HEAD = {repo.head()}: {FIX}\n"
    )


def test_a_card_that_was_deprecated_may_go(findings: Find) -> None:
    assert findings(without("old")) == []


def test_a_deprecation_has_to_name_a_card_that_is_there(repo: GitFixture, findings: Find) -> None:
    repo.commit({"catalog/x.yaml": CARDS.replace("replaced_by: one", "replaced_by: two")})
    cards = without("old").replace("name: two\n", "name: three\n")
    assert findings(cards)[0] == "P101 error: card 'old' was removed"


@pytest.mark.parametrize("about", ["gone: soon", "{reason: bad}", "{replaced_by: 5}", "null"])
def test_a_deprecation_without_a_replacement_does_not_count(repo: GitFixture, findings: Find, about: str) -> None:
    field = f"deprecated: {about}" if about != "gone: soon" else "deprecated: soon"
    repo.commit({"catalog/x.yaml": CARDS.replace("deprecated: {replaced_by: one}", field)})
    assert findings(without("old")) == ["P101 error: card 'old' was removed"]


def test_a_card_that_inherits_a_deprecation_is_not_deprecated(repo: GitFixture, findings: Find) -> None:
    heir = f"{CARDS}---\nname: heir\nbase: old\n"
    repo.commit({"catalog/x.yaml": heir})
    assert findings(CARDS) == ["P101 error: card 'heir' was removed"]


def test_a_renamed_card_went_too(repo: GitFixture, ask: Ask) -> None:
    repo.commit({"catalog/x.yaml": CARDS.replace("name: two", "name: zwei")})
    code, out, _ = ask("policy", "HEAD~1..HEAD")
    assert code == 1
    assert "card 'two' was removed (was at catalog/x.yaml:12): it was renamed to 'zwei' without a deprecation (" in out


def test_every_file_that_a_finding_names_is_one_that_an_editor_opens(repo: GitFixture, ask: Ask) -> None:
    changes = {
        "P101": {"catalog/x.yaml": without("two")},
        "P108": {"catalog/y.yaml": "name: one\n"},
        "P107": {"catalog/y.yaml": "name: three\n"},
        "C907": {"catalog/y.yaml": "name: Base  # catalog: ignore[C211] both are ours\n"},
    }
    for code, change in changes.items():
        repo.commit(change)
        out = ask("policy", "HEAD~1..HEAD")[1]
        named = re.findall(r"[\w./-]+\.yaml", out.partition(f": {code} ")[2].partition("\n")[0])
        assert {name.partition("/")[0] for name in named} == {"catalog"}, out


def test_an_override_that_went_is_no_removed_card(findings: Find) -> None:
    assert findings(CARDS.partition("---\nname: one@lab")[0]) == []


# Checkpoint, digest, licence


def test_another_checkpoint_under_the_same_name_needs_review(findings: Find) -> None:
    (line,) = findings(CARDS.replace("hg://org/two", "hg://org/zwei"))
    assert line == (
        "14: P102 warning: checkpoint of 'two' changed from 'hg://org/two' to 'hg://org/zwei' under the same name"
    )


def test_a_checkpoint_in_one_environment_says_in_which(findings: Find) -> None:
    (line,) = findings(CARDS.replace("note: lab", "checkpoint: /lab/one.pt"))
    assert line == (
        "22: P102 warning: checkpoint of 'one' in environment 'lab' changed from 'hg://org/one' to '/lab/one.pt' "
        "under the same name"
    )


def test_a_checkpoint_that_is_added_is_none_that_changed(findings: Find) -> None:
    assert findings(CARDS.replace("model_arch: tiny\n", "model_arch: tiny\ncheckpoint: hg://org/base\n")) == []


def test_a_checkpoint_that_goes_is_reported_where_the_card_gave_it_up(findings: Find) -> None:
    assert findings(CARDS.replace("checkpoint: hg://org/two\n", "")) == [
        "12: P102 warning: checkpoint of 'two' changed from 'hg://org/two' to nothing under the same name"
    ]


def test_a_digest_that_changes_without_its_address_fails(findings: Find) -> None:
    assert findings(CARDS.replace("sha256: aaaa", "sha256: bbbb")) == [
        "10: P103 error: checkpoint_sha256 of 'one' changed from 'aaaa' to 'bbbb', but checkpoint did not"
    ]


def test_a_digest_that_goes_fails(findings: Find) -> None:
    assert findings(CARDS.replace("checkpoint_sha256: aaaa\n", "")) == [
        "7: P103 error: checkpoint_sha256 of 'one' changed from 'aaaa' to nothing, but checkpoint did not"
    ]


def test_a_digest_that_changes_with_its_address_is_right(findings: Find) -> None:
    new = CARDS.replace("sha256: aaaa", "sha256: bbbb").replace("hg://org/one\n", "hg://org/eins\n")
    assert [line.split()[1] for line in findings(new)] == ["P102"]


def test_another_license_is_reported_once_for_all_cards_that_inherit_it(findings: Find) -> None:
    assert findings(CARDS.replace("MIT", "BSD-3-Clause")) == [
        "4: P104 warning: license of 'base', 'old', 'one' and 1 more changed from 'MIT' to 'BSD-3-Clause'"
    ]


def test_a_secret_is_not_shown(findings: Find) -> None:
    lines = findings(CARDS.replace("hg://org/two", "https://me:hf_secret@example.org/two"))
    assert "hf_secret" not in "".join(lines)
    assert "'https://***@example.org/two'" in lines[0]
    assert "'example.org'" in lines[1]


# Reused names


def test_a_name_that_belonged_to_another_card_fails(repo: GitFixture, findings: Find) -> None:
    last = repo.head()
    repo.commit({"catalog/x.yaml": without("two")})
    repo.commit({"catalog/y.yaml": "name: unrelated\n"})
    assert findings(f"{without('two')}---\nname: two\nlicense: MIT\n") == [
        f"20: P105 error: the name 'two' belonged to another card until commit {last[:12]}"
    ]


def test_a_card_that_comes_back_as_it_was_passes(repo: GitFixture, findings: Find) -> None:
    repo.commit({"catalog/x.yaml": without("two")})
    assert findings(CARDS) == []


def test_a_name_that_was_never_used_passes(findings: Find) -> None:
    assert findings(f"{CARDS}---\nname: new\nnote: two is its neighbour\n") == []


def test_a_renamed_card_may_not_take_a_name_that_was_used(repo: GitFixture, findings: Find) -> None:
    repo.commit({"catalog/x.yaml": without("two")})
    lines = findings(without("two").replace("name: old", "name: two"))
    assert [line.split()[1] for line in lines] == ["P105"]


def test_a_card_that_was_broken_was_another_card(repo: GitFixture, findings: Find) -> None:
    repo.commit({"catalog/x.yaml": CARDS.replace("name: two\nbase: base", "name: two\nbase: nowhere")})
    repo.commit({"catalog/x.yaml": without("two")})
    assert [line.split()[1] for line in findings(CARDS)] == ["P105"]


def test_a_shallow_clone_does_not_know_what_names_were_used(
    repo: GitFixture, ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit({"catalog/x.yaml": f"{CARDS}---\nname: new\nnote: 1\n"})
    clone = repo.clone(tmp_path / "clone", "--depth=2")
    monkeypatch.chdir(clone.folder)
    code, out, _ = ask("policy", "HEAD~1..HEAD")
    assert code == 0
    assert out.startswith(
        "catalog/x.yaml:24: P105 advice: cannot check whether the name 'new' was used before: this clone is shallow "
        "(fetch the full history)\npass from "
    )


# Frozen fields


def test_a_frozen_field_fails_and_so_does_what_is_below_a_frozen_name(findings: Find) -> None:
    new = CARDS.replace("model_arch: tiny", "model_arch: big").replace("theta: 1", "theta: 2")
    names = "'base', 'old', 'one' and 1 more"
    assert findings(new.replace("vocab_size: 10", "vocab_size: 11"), FREEZE) == [
        f"3: P106 error: model_arch of {names} changed from 'tiny' to 'big', but it is frozen",
        f"5: P106 error: model_config.rope.theta of {names} changed from 1 to 2, but it is frozen",
    ]


def test_a_frozen_config_may_be_named_by_any_of_its_spellings(findings: Find) -> None:
    frozen = '[policy]\nfrozen_fields = ["model_config_overrides.rope"]\n'
    (line,) = findings(CARDS.replace("theta: 1", "theta: 2"), frozen)
    assert line.startswith("5: P106 error: model_config.rope.theta of ")


def test_a_name_that_only_begins_like_a_frozen_one_is_not_frozen(findings: Find) -> None:
    new = CARDS.replace("rope: {theta: 1}", "rope: {theta: 1}, rope_2: 1").replace("vocab_size: 10", "vocab_size: 11")
    assert findings(new, FREEZE) == []


# What does not resolve


def test_a_card_that_breaks_fails_and_needs_review_when_it_comes_back_with_other_content(findings: Find) -> None:
    (line,) = findings(CARDS.replace("license: MIT", "license: [MIT"), FREEZE)
    assert line == (
        "5: P108 error: cannot judge changes to 'base', 'old', 'one' and 1 more: broken now: "
        "not valid YAML: the '[' on line 4 is not closed before this"
    )
    assert findings(CARDS.replace("MIT", "BSD").replace("model_arch: tiny", "model_arch: big")) == [
        "1: P107 warning: cannot judge changes to 'base', 'old', 'one' and 1 more: broken before",
        "9: P109 warning: no card loaded from 'hg://org' before: checkpoint of 'old', 'one', 'two'",
    ]


def test_an_edit_of_a_card_that_stays_broken_needs_review(repo: GitFixture, findings: Find) -> None:
    broken = CARDS.replace("name: two\nbase: base", "name: two\nbase: nowhere")
    repo.commit({"catalog/x.yaml": broken})
    (line,) = findings(broken.replace("hg://org/two", "hg://org/zwei"))
    assert line == (
        "13: P107 warning: cannot judge changes to 'two': broken before and now: base 'nowhere' does not exist"
    )


def test_what_breaks_in_one_environment_says_in_which(findings: Find) -> None:
    (line,) = findings(CARDS.replace("note: lab", "base: nowhere"))
    assert line == (
        "22: P108 error: cannot judge changes to 'one' in environment 'lab': broken now: base 'nowhere' does not exist"
    )


def test_a_file_that_could_not_be_read_does_not_go_without_a_word(repo: GitFixture, findings: Find, ask: Ask) -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\n"
    (line,) = findings(pointer)
    assert line == (
        "1: P108 error: cannot judge changes to 'base', 'old', 'one' and 1 more: broken now: "
        "Git LFS pointer instead of a card"
    )
    repo.commit({"catalog/y.yaml": "name: new\n"}, remove=["catalog/x.yaml"])
    assert ask("policy", "HEAD~1..HEAD")[1].startswith(
        "catalog/x.yaml: P107 warning: cannot judge changes to the file: broken before, and removed now: Git"
    )


def test_a_card_that_was_lost_in_a_broken_file_does_not_go_without_a_word(repo: GitFixture, ask: Ask) -> None:
    lost = "name: x\n---\n- name: two\n  note: 1\n- name: three\n"
    repo.commit({"catalog/y.yaml": lost, "catalog/x.yaml": without("two")})
    repo.commit({"catalog/y.yaml": "name: x\n"})
    assert ask("policy", "HEAD~1..HEAD")[1].startswith(
        "catalog/y.yaml: P107 warning: cannot judge changes to 'three', 'two': broken before, and removed now: "
        "a sequence, not a card ("
    )


def test_a_file_that_is_reported_by_its_names_is_reported_once(repo: GitFixture, ask: Ask) -> None:
    (repo.folder / "catalog/y.yaml").write_bytes(b"name: latin\nnote: \xe9\n")
    repo.commit()
    repo.commit(remove=["catalog/y.yaml"])
    (line, verdict) = ask("policy", "HEAD~1..HEAD")[1].splitlines()
    assert "P107 warning: cannot judge changes to 'latin': broken before, and removed now: invalid UTF-8" in line
    assert verdict.startswith("needs-review (1 warning)")


def test_a_card_that_is_not_fixed_and_not_touched_is_no_matter_of_the_change(repo: GitFixture, findings: Find) -> None:
    broken = CARDS.replace("name: two\nbase: base", "name: two\nbase: nowhere")
    repo.commit({"catalog/x.yaml": broken})
    assert findings(f"{broken}---\nname: new\n") == []


# Settings


def test_what_a_kind_of_change_comes_to_can_be_chosen(repo: GitFixture, ask: Ask) -> None:
    repo.commit({"catalog/catalog.toml": '[policy]\nremoved = "needs-review"\nlicense = "fail"\ncheckpoint = "pass"\n'})
    new = without("two").replace("MIT", "BSD").replace("hg://org/old", "hg://org/alt")
    repo.commit({"catalog/x.yaml": new})
    code, out, _ = ask("policy", "HEAD~1..HEAD")
    assert [line.split()[1:3] for line in out.splitlines()[:-1]] == [["P104", "error:"], ["P101", "warning:"]]
    assert code == 1
    assert out.splitlines()[-1].startswith("fail (1 error, 1 warning) from ")


def test_a_change_does_not_relax_the_policy_that_it_is_judged_by(repo: GitFixture, ask: Ask) -> None:
    repo.commit({"catalog/catalog.toml": '[policy]\nremoved = "pass"\n', "catalog/x.yaml": without("two")})
    assert ask("policy", "HEAD~1..HEAD")[0] == 1
    repo.commit({"catalog/x.yaml": without("old")})
    assert ask("policy", "HEAD~1..HEAD")[0] == 0


def test_the_first_catalog_is_judged_by_the_default_policy_and_needs_review(repo: GitFixture, ask: Ask) -> None:
    repo.git("switch", "--quiet", "--orphan", "empty")
    repo.commit({"README.md": ""})
    said = "empty has no such catalog, so there is nothing to compare with: all cards count as new"
    finding = f"catalog/catalog.toml: C908 warning: {said} (if it has another folder there, leave out --root)\n"
    sides = f"from empty = {repo.head('empty')} to main = {repo.head('main')}: {LOOK.format('1 warning')}\n"
    assert ask("policy", "empty", "main")[:2] == (0, f"{finding}needs-review (1 warning) {sides}")


@pytest.mark.parametrize(
    ("settings", "finding"),
    [
        (
            '[policy]\nremoved = "error"\n',
            "2:1: C903 error: policy removed is 'error' (write pass, needs-review, fail)",
        ),
        (
            "[policy]\nfrozen_fields = [1]\n",
            "2:18: C903 error: frozen_fields has the item 1 (write names of fields, or dotted",
        ),
        ("[policy]\nfreeze = []\n", "2:1: C902 error: unknown setting 'freeze' (did you mean 'frozen'?)"),
    ],
)
def test_a_wrong_setting_is_found_at_its_line(repo: GitFixture, ask: Ask, settings: str, finding: str) -> None:
    repo.write({"catalog/catalog.toml": settings})
    assert ask("validate")[1].startswith(f"catalog/catalog.toml:{finding}")


def test_a_wrong_setting_does_not_pass_without_a_word(repo: GitFixture, ask: Ask) -> None:
    repo.commit({"catalog/catalog.toml": '[policy]\nfrozen_fields = "tags"\nremoved = "maybe"\n'})
    repo.commit({"catalog/catalog.toml": ""})
    head = [repo.head("HEAD~1"), repo.head()]
    place, so = "catalog/catalog.toml", "ignored, the default applies"
    names = "write a list of names of fields, or dotted names in configs"
    code, out, _ = ask("policy", "HEAD~1..HEAD")
    assert code == 0
    assert out.splitlines() == [
        f"{place}:2:1: C903 warning: frozen_fields is 'tags': {so} ({names})",
        f"{place}:3:1: C903 warning: policy removed is 'maybe': {so} (write pass, needs-review, fail)",
        f"needs-review (2 warnings) from HEAD~1 = {head[0]} to HEAD = {head[1]}: {LOOK.format('2 warnings')}",
    ]
    assert ask("policy", "HEAD~1..HEAD", "--strict")[0] == 1
    repo.commit({"catalog/catalog.toml": "# fixed\n"})
    assert ask("policy", "HEAD~1..HEAD")[1].startswith("pass from ")


# What is compared, and how it is told


def test_a_pull_request_is_judged_from_where_it_left_its_base(repo: GitFixture, ask: Ask) -> None:
    repo.switch("feature", new=True)
    repo.commit({"catalog/y.yaml": "name: new\n"})
    repo.switch("main")
    repo.commit({"catalog/z.yaml": "name: merged_meanwhile\n"})
    repo.switch("feature")
    assert ask("policy", "--base", "main")[0] == 0
    assert ask("policy", "main", "HEAD")[0] == 1
    repo.write({"catalog/x.yaml": without("two")})
    assert ask("policy", "--base", "main")[0] == 0
    repo.git("add", "--all")
    code, out, _ = ask("policy", "--base", "main", "--staged")
    assert (code, out.splitlines()[-1]) == (
        1,
        f"fail (1 error) from main...HEAD = {repo.head('main~1')} to the index: {FIX}",
    )


def test_the_exit_code_is_1_for_failures_and_when_one_is_strict_for_reviews(repo: GitFixture, ask: Ask) -> None:
    repo.write({"catalog/x.yaml": CARDS.replace("MIT", "BSD")})
    assert ask("policy")[0] == 0
    assert ask("policy", "--strict")[0] == 1


def test_the_document_has_the_outcome_and_the_findings(repo: GitFixture, ask: Ask) -> None:
    repo.write({"catalog/x.yaml": CARDS.replace("MIT", "BSD")})
    assert json.loads(ask("policy", "--format", "json")[1]) == {
        "schema_version": 2,
        "revisions": {
            "old": {"kind": "commit", "asked": "HEAD", "commit": repo.head(), "root": "catalog"},
            "new": {"kind": "checkout", "asked": "checkout", "commit": None, "root": f"{repo.folder}/catalog"},
        },
        "outcome": "needs-review",
        "findings": [
            {
                "code": "P104",
                "severity": "warning",
                "path": "x.yaml",
                "line": 4,
                "column": 0,
                "message": "license of 'base', 'old', 'one' and 1 more changed from 'MIT' to 'BSD'",
                "hint": "explain in the change why it is right: users of the card rely on its license",
                "related": [],
                "source": None,
            }
        ],
        "summary": {"errors": 0, "warnings": 1, "advice": 0},
    }


def test_annotations_and_logs_are_those_of_validate(repo: GitFixture, ask: Ask) -> None:
    repo.commit({"catalog/x.yaml": without("two")})
    code, out, _ = ask("policy", "HEAD~1..HEAD", "--format", "github")
    assert code == 1
    assert out.startswith("::error file=catalog/x.yaml,title=P101::card 'two' was removed ")
    assert out.endswith(f"\n1 error in HEAD = {repo.head()}\nfail: {FIX}\n")
    (result,) = json.loads(ask("policy", "HEAD~1..HEAD", "--format", "sarif")[1])["runs"][0]["results"]
    assert (result["ruleId"], result["level"]) == ("P101", "error")
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "catalog/x.yaml"


def test_a_catalog_that_went_is_reported_in_every_format(repo: GitFixture, ask: Ask) -> None:
    repo.git("rm", "--quiet", "-r", "catalog")
    repo.commit({"README.md": ""})
    for output_format in ("text", "json", "github", "sarif"):
        code, out, _ = ask("policy", "HEAD~1..HEAD", "--format", output_format)
        assert code == 1
        assert out.count("P101") >= 3


@pytest.mark.parametrize("code", ["p102", *policy_modules()])
def test_every_policy_has_a_manual_page(repo: GitFixture, ask: Ask, code: str) -> None:
    out = ask("explain", code)[1]
    assert out.startswith(f"{code.upper()} (change policy)\n\nA ")
    assert "\nWhat it comes to is `policy." in out


def test_what_needs_review_is_said_on_github_beside_its_warnings(
    repo: GitFixture, ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    repo.commit({"catalog/x.yaml": CARDS.replace("license: MIT", "license: X11")})
    wish = f"needs-review: {LOOK.format('1 warning')}"
    code, out, _ = ask("policy", "HEAD~1..HEAD", "--format", "github")
    assert (code, out.splitlines()[-1]) == (0, f"::notice title=catalog policy::{wish}")
    assert (tmp_path / "summary.md").read_text("utf-8").startswith(f"### Catalog\n\n{wish}\n\n1 warning")
