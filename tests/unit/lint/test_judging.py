"""What a change silences, and what it does not: suppressions that stood before are none that it brings."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from assetcards import Catalog, MemoryTree
from assetcards.lint.judging import Judge
from assetcards.sources.making import make_catalog
from tests.unit.rules.judging import MODEL

TYPO = f"name: a\nlicence: MIT{{}}\n{MODEL}"
COMMENT = "  # catalog: ignore[C303] on purpose"
SILENT = TYPO.format(COMMENT)
LOUD = TYPO.format("")
BROKEN = "name: b\nbase: nowhere{}\n"
IGNORE = '[[ignore]]\npath = "{}"\ncodes = ["{}"]\nreason = "{}"\n'

Files = Mapping[str, str]


def catalog_of(files: Files, *others: Files, root: bool = True) -> Catalog:
    settings = {"catalog.toml": ""} if root else {}
    stores = [MemoryTree(f"other {number}", other) for number, other in enumerate(others)]
    return make_catalog(MemoryTree("cards", {**settings, **files}), env=None, stores=stores)


def told(before: Files | None, after: Files) -> list[str]:
    """Place and code of what is told of a change and of what it leaves silent."""
    old = catalog_of(before) if before is not None else None
    judge = Judge(old)
    new = judge.settle(catalog_of(after))
    found = judge.lint(new)
    silenced = judge.find_silenced(judge.settle(catalog_of(after)))
    settings = [finding for finding in found if finding.code in ("C908", "C909") and finding.path == "catalog.toml"]
    assert {*silenced, *settings} >= {finding for finding in found if finding.code in ("C907", "C908", "C909")}
    return [f"{finding.location}: {finding.code}" for finding in found]


# What a change adds


def test_a_comment_that_comes_with_its_card_is_reported() -> None:
    assert told({}, {"models/x.yaml": SILENT}) == ["models/x.yaml:2:1: C907"]


def test_a_comment_that_comes_later_is_reported() -> None:
    assert told({"models/x.yaml": LOUD}, {"models/x.yaml": SILENT}) == ["models/x.yaml:2:1: C907"]


def test_a_comment_that_is_copied_with_its_line_is_reported_once() -> None:
    copied = f"{SILENT}---\n{SILENT.replace('name: a', 'name: b')}"
    assert told({"models/x.yaml": SILENT}, {"models/x.yaml": copied}) == ["models/x.yaml:7:1: C907"]


def test_a_comment_that_goes_to_another_card_is_reported() -> None:
    before = f"{SILENT}---\n{LOUD.replace('name: a', 'name: b')}"
    after = f"{LOUD}---\n{SILENT.replace('name: a', 'name: b')}"
    assert told({"models/x.yaml": before}, {"models/x.yaml": after}) == [
        "models/x.yaml:2:1: C303",
        "models/x.yaml:7:1: C907",
    ]


@pytest.mark.parametrize(
    ("code", "one", "other"),
    [
        pytest.param(
            "C306", "hf_abcdefghijklmnopqrstuvwxyzABCDEFGH", "hf_XYZdefghijklmnopqrstuvwxyzABCDEFGH", id="secret"
        ),
        pytest.param(
            "C605", f"http://a.b/{'c' * 200}/d.safetensors", f"http://a.b/{'c' * 200}/e.safetensors", id="long"
        ),
    ],
)
def test_an_old_comment_on_another_value_is_reported_though_the_message_is_the_same(
    code: str, one: str, other: str
) -> None:
    card = f"name: a\nmodel_family: llama\ncheckpoint: {{!r}}  # catalog: ignore[{code}] on purpose\n"
    found = told({"models/x.yaml": card.format(one)}, {"models/x.yaml": card.format(other)})
    assert [each for each in found if each.endswith("C907")] != []
    assert [
        each
        for each in told({"models/x.yaml": card.format(one)}, {"models/x.yaml": card.format(one)})
        if "C907" in each
    ] == []


def test_another_code_of_a_comment_is_reported() -> None:
    loose = "name: a\nmodel_family: llama\ncheckpoint: hg://org/a;x=1{}\n"
    before = {"models/x.yaml": loose.format("  # catalog: ignore[C610] on purpose")}
    after = {"models/x.yaml": loose.format("  # catalog: ignore[C610, C605] on purpose")}
    codes = [line.rpartition(" ")[2] for line in told(before, after)]
    assert "C907" in codes or "C906" in codes


def test_what_reading_and_resolving_report_stays_beside_what_is_reported_about_the_comment() -> None:
    comment = "  # catalog: ignore[C401] comes next week"
    assert told({}, {"models/x.yaml": BROKEN.format(comment)}) == ["models/x.yaml:2:7: C401", "models/x.yaml:2:7: C907"]
    assert told({}, {"models/x.yaml": BROKEN.format("")}) == ["models/x.yaml:2:7: C401"]


def test_advice_is_listed_when_its_comment_comes_and_is_a_warning_when_a_pattern_silences_it() -> None:
    loose = "name: a\nmodel_family: llama\ncheckpoint: hg://org/a{}\n"
    commented = {"models/x.yaml": loose.format("  # catalog: ignore[C610] on purpose")}
    assert told({}, commented) == ["models/x.yaml:3:13: C909"]
    ignored = {"models/x.yaml": loose.format(""), "catalog.toml": IGNORE.format("*", "C610", "on purpose")}
    assert told({}, ignored) == ["catalog.toml:3:10: C908", "models/x.yaml:3:13: C907"]


def test_what_is_silenced_is_reported_with_its_reason_and_without_secrets() -> None:
    token = "hf_abcdefghijklmnopqrstuvwxyz0123456789"
    card = f"name: a\nmodel_family: llama\nlicence: {token}  # catalog: ignore[C303] {token}\n"
    judge = Judge(catalog_of({}))
    after = judge.settle(catalog_of({"models/x.yaml": card}))
    found = [finding for finding in judge.lint(after) if finding.code == "C907"]
    assert [finding.hint for finding in found] == ["the comment says: ***"]


def test_a_pattern_that_is_widened_is_reported_with_what_it_silences() -> None:
    before = {"models/x.yaml": LOUD, "catalog.toml": IGNORE.format("models/old/*", "C303", "old")}
    after = {**before, "catalog.toml": IGNORE.format("models/*", "C303", "old")}
    assert told(before, after) == ["catalog.toml:3:10: C908", "models/x.yaml:2:1: C907"]


def test_codes_that_are_widened_are_reported_with_what_they_silence() -> None:
    before = {"models/x.yaml": LOUD, "catalog.toml": IGNORE.format("*", "C301", "old")}
    after = {**before, "catalog.toml": IGNORE.format("*", "C3", "old")}
    assert told(before, after) == ["catalog.toml:3:10: C908", "models/x.yaml:2:1: C907"]


def test_rules_that_are_turned_off_are_reported_with_what_they_would_have_found() -> None:
    after = {"models/x.yaml": LOUD, "catalog.toml": '[rules]\nignore = ["C3"]\n'}
    assert told({"models/x.yaml": LOUD}, after) == ["catalog.toml:2:11: C908", "models/x.yaml:2:1: C907"]


def test_a_card_that_moves_under_a_pattern_of_the_base_is_reported_and_a_new_one_there_is_not() -> None:
    settings = {"catalog.toml": IGNORE.format("models/old/*", "C303", "old")}
    before = {**settings, "models/x.yaml": LOUD}
    assert told(before, {**settings, "models/old/x.yaml": LOUD}) == ["models/old/x.yaml:2:1: C907"]
    new = {**settings, "models/old/y.yaml": LOUD}
    assert told(settings, new) == []


def test_a_card_that_moves_under_a_pattern_is_not_reported_again_for_what_the_pattern_does_not_silence() -> None:
    settings = {"catalog.toml": IGNORE.format("models/old/*", "C303", "old")}
    unpinned = "name: a\nlicence: MIT\nmodel_family: my_model\ncheckpoint: hg://org/a\n"
    moved = {**settings, "models/old/x.yaml": unpinned}
    assert told({**settings, "models/x.yaml": unpinned}, moved) == [
        "models/old/x.yaml:2:1: C907",
        "models/old/x.yaml:4:13: C610",
    ]


def test_a_card_that_moves_under_a_pattern_and_gets_a_comment_is_reported_once() -> None:
    settings = {"catalog.toml": IGNORE.format("models/old/*", "C303", "old")}
    assert told({**settings, "models/x.yaml": LOUD}, {**settings, "models/old/x.yaml": SILENT}) == [
        "models/old/x.yaml:2:1: C907"
    ]


def test_a_new_catalog_is_judged_by_the_defaults() -> None:
    settings = 'environments = ["lab"]\n[bounds]\nnodes = 60_000\n[rules]\nignore = ["C3"]\n'
    assert told(None, {"catalog.toml": settings, "models/x.yaml": SILENT, "models/y.yaml": BROKEN.format("")}) == [
        "catalog.toml:1:1: C909",
        "catalog.toml:3:1: C908",
        "catalog.toml:5:11: C908",
        "models/x.yaml:2:1: C907",
        "models/y.yaml:2:7: C401",
    ]


def test_a_catalog_that_is_read_as_a_plain_folder_after_the_change_keeps_its_rules() -> None:
    old = catalog_of({"models/x.yaml": f"name: a b\n{MODEL}"})
    judge = Judge(old)
    new = judge.settle(catalog_of({"models/x.yaml": f"name: a b\nnote: 1\n{MODEL}"}, root=False))
    codes = {finding.code for finding in judge.lint(new)}
    assert codes == {"C907", "C908"}


def test_a_catalog_that_goes_is_reported_at_the_settings_as_a_whole() -> None:
    judge = Judge(catalog_of({"models/x.yaml": LOUD}))
    found = judge.settle(Catalog([])).settings.findings
    assert [(finding.code, finding.path, finding.line, finding.column) for finding in found] == [
        ("C908", "catalog.toml", 0, 0)
    ]


# What stood before


@pytest.mark.parametrize(
    "after",
    [
        {"models/x.yaml": f"# It was moved down.\n\n{SILENT}"},
        {"models/y.yaml": f"name: new\n{MODEL}---\n{SILENT}"},
        {"models/more/y.yaml": SILENT},
        {"models/x.yaml": SILENT.replace("on purpose", "by intent")},
        {"models/x.yaml": SILENT.replace("[C303]", "[ C303 ]").replace("\n", "\r\n")},
        {"models/x.yaml": f"{SILENT}tokenizer_ref: a\n"},
    ],
)
def test_a_comment_that_moves_with_its_card_or_says_it_in_other_words_is_none_that_is_added(after: Files) -> None:
    assert [line for line in told({"models/x.yaml": SILENT}, after) if "C118" not in line and "C40" not in line] == []


def test_a_comment_beside_another_finding_of_the_same_line_is_none_that_is_added() -> None:
    comment = "  # catalog: ignore[C401] comes next week"
    before = {"models/x.yaml": f"name: b\nbase: nowhere{comment}\n"}
    after = {"models/x.yaml": f"name: b\nbase: nowhere{comment}\n---\nname: nowhere@lab\n"}
    assert [line for line in told(before, after) if "C907" in line] == []


def test_a_file_without_cards_keeps_its_comments_where_it_goes() -> None:
    text = "- name: a # catalog: ignore[C104] kept as it was\n"
    loud = told({}, {"models/x.yaml": "- name: a\n"})
    code = loud[0].rpartition(" ")[2]
    silent = text.replace("C104", code)
    assert told({"models/x.yaml": silent}, {"models/y.yaml": silent}) == []
    assert told({}, {"models/y.yaml": silent}) != []


def test_a_comment_of_a_file_without_cards_is_none_of_another_file() -> None:
    loud = "- name: a\n"
    code = told({}, {"models/x.yaml": loud})[0].rpartition(" ")[2]
    silent = f"- name: a # catalog: ignore[{code}] kept as it was\n"
    assert told({"models/x.yaml": silent}, {"models/x.yaml": loud, "models/y.yaml": silent}) == [
        f"models/x.yaml:1:1: {code}",
        f"models/y.yaml:1:1: {code}",
        "models/y.yaml:1:1: C907",
    ]


def test_a_suppression_may_become_another_one_of_the_same_finding() -> None:
    settings = IGNORE.format("models/x.yaml", "C303", "old")
    assert told({"models/x.yaml": SILENT}, {"models/x.yaml": LOUD, "catalog.toml": settings}) == [
        "catalog.toml:3:10: C908"
    ]
    assert told({"models/x.yaml": LOUD, "catalog.toml": settings}, {"models/x.yaml": SILENT}) == []
    other = IGNORE.format("models/x.yaml", "C303", "another reason")
    before = {"models/x.yaml": LOUD, "catalog.toml": settings}
    assert told(before, {**before, "catalog.toml": f"# Written again.\n{other}"}) == []


def test_a_pattern_that_follows_its_folder_silences_nothing_new() -> None:
    before = {"models/old/x.yaml": LOUD, "catalog.toml": IGNORE.format("models/old/*", "C303", "old")}
    after = {"models/past/x.yaml": LOUD, "catalog.toml": IGNORE.format("models/past/*", "C303", "old")}
    assert told(before, after) == ["catalog.toml:3:10: C908"]


def test_what_the_base_turns_off_stays_off() -> None:
    settings = {"catalog.toml": '[rules]\nignore = ["C3"]\n'}
    assert told(settings, {**settings, "models/x.yaml": LOUD}) == []


def test_a_suppression_that_goes_brings_its_finding_back() -> None:
    assert told({"models/x.yaml": SILENT}, {"models/x.yaml": LOUD}) == ["models/x.yaml:2:1: C303"]


# Several stores


def test_the_comments_of_another_store_are_none_of_the_change() -> None:
    other = {"models/y.yaml": SILENT}
    old = catalog_of({"models/x.yaml": f"name: x\n{MODEL}"}, other)
    judge = Judge(old)
    new = judge.settle(catalog_of({"models/x.yaml": f"name: x\nnote: 1\n{MODEL}"}, other))
    assert judge.lint(new) == []


def test_what_a_change_silences_in_another_store_is_reported() -> None:
    other = {"models/y.yaml": LOUD}
    old = catalog_of({}, other)
    judge = Judge(old)
    new = judge.settle(catalog_of({"catalog.toml": IGNORE.format("*", "C303", "old")}, other))
    found = [(finding.code, finding.source) for finding in judge.lint(new)]
    assert found == [("C908", ""), ("C907", "memory:other 0")]
