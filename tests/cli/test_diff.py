"""`catalog diff`: what it compares, what it prints in each format, and how it ends."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import BASE, CHILD, OVERRIDE, Ask
from tests.gitfixture import GitFixture, git_variables
from tests.unit.comparison.test_opened import described

TINY = f"{BASE}---\n{CHILD}"
NEW_TINY = TINY.replace("license: MIT", "license: BSD-3-Clause").replace("layers: 2", "layers: 2.0")

EDITED = "(catalog/models/tiny.yaml:5, Ada Author)"
EDITED_CODE = "(`catalog/models/tiny.yaml:5`, `Ada Author`)"
LAYERS = "`model_config.encoder.layers` from `2` to `2.0`"
REMOVED_CODE = "(removed, `catalog/models/@lab/tiny.yaml:2`, `Ada Author`)"


@pytest.fixture
def changed(cards: GitFixture) -> GitFixture:
    """A second commit: `tiny` has another licence, its override and the data set are gone, there is a new card."""
    cards.commit(
        {
            "catalog/models/tiny.yaml": NEW_TINY,
            "catalog/tokenizers/new.yaml": "name: new\ntokenizer_family: llama\n---\nname: new@lab\nnote: x\n",
        },
        remove=["catalog/models/@lab/tiny.yaml", "catalog/datasets/sums.yaml"],
    )
    return cards


def test_the_text_shows_each_change_once_with_its_cause(changed: GitFixture, ask: Ask) -> None:
    code, out, err = ask("diff", "v1", "HEAD")
    assert (code, err) == (0, "")
    assert (
        out
        == f"""\
from v1 = {changed.head("v1")}
to   HEAD = {changed.head()}
2 changed, 1 added, 1 removed

changed
  `tiny` {EDITED} changed `license` and `model_config.encoder.layers`: 2 cards, 1 environment
        license                      MIT -> BSD-3-Clause
        model_config.encoder.layers  2 -> 2.0
      cards: tiny, tiny_chat
      in lab: tiny, tiny_chat
  `tiny@lab` (removed, catalog/models/@lab/tiny.yaml:2, Ada Author) changed `checkpoint`: 1 card, 1 environment
        checkpoint  /lab/tiny.pt -> ./weights/tiny.pt
      in lab: tiny

added
  new  also in lab
      file              catalog/tokenizers/new.yaml:1
      tokenizer_family  llama

removed
  sums
"""
    )


def test_broken_and_fixed_cards_are_reported_with_what_is_wrong(cards: GitFixture, ask: Ask) -> None:
    cards.commit({"catalog/models/tiny.yaml": CHILD, "catalog/models/@lab/tiny.yaml": OVERRIDE})
    code, out, _ = ask("diff", "v1..HEAD")
    finding = "catalog/models/tiny.yaml:2:7: base 'tiny' does not exist"
    assert (code, out.partition("\n\n")[2]) == (
        0,
        f"""\
broken
  `tiny` (removed, catalog/models/tiny.yaml:1, Ada Author) broke 1 card, 1 environment
      {finding}
      cards: tiny_chat
      in lab: tiny_chat

removed
  tiny  also in lab
""",
    )
    fixed = "fixed\n  `tiny` (added, catalog/models/tiny.yaml:1, Ada Author) fixed 1 card, 1 environment\n      "
    assert fixed + finding in ask("diff", "HEAD..v1")[1]


@pytest.mark.parametrize("revisions", [("v1",), ("v1", "--staged"), ("v1", "HEAD")])
def test_a_card_whose_file_cannot_be_read_is_broken_and_not_removed(
    cards: GitFixture, ask: Ask, revisions: tuple[str, ...]
) -> None:
    path = cards.folder / "catalog/datasets/sums.yaml"
    path.unlink()
    path.symlink_to("../models/tiny.yaml")
    cards.commit()
    text = ask("diff", *revisions)[1].partition("\n\n")[2]
    editor = ", Ada Author" if "HEAD" in revisions or "--staged" in revisions else ""
    broken = f"broken\n  `sums` (catalog/datasets/sums.yaml:1{editor}) broke 1 card\n"
    wrong = "      catalog/datasets/sums.yaml: is a symbolic link, not a file\n"
    assert text == f"{broken}{wrong}      cards: sums\n"


def test_many_cards_that_break_with_their_file_are_reported_once(cards: GitFixture, ask: Ask) -> None:
    cards.write({"catalog/models/tiny.yaml": "version https://git-lfs.github.com/spec/v1\n"})
    assert (
        ask("diff")[1].partition("\n\n")[2]
        == """\
broken
  each by itself broke: 2 cards, 1 environment
      catalog/models/tiny.yaml:1:1: Git LFS pointer instead of a card
      cards: tiny, tiny_chat
      in lab: tiny, tiny_chat
"""
    )


def test_a_card_and_its_override_in_one_file_are_one_card(cards: GitFixture, ask: Ask) -> None:
    path = "catalog/datasets/sums.yaml"
    cards.commit({path: "name: sums\n---\nname: sums@lab\nnote: 1\n"})
    cards.write({path: "version https://git-lfs.github.com/spec/v1\n"})
    out = ask("diff")[1]
    assert ") broke 1 card, 1 environment\n      catalog/datasets/sums.yaml:1:1: Git LFS" in out


def test_a_conflict_in_the_index_breaks_the_cards_of_its_file(cards: GitFixture, ask: Ask) -> None:
    cards.switch("other", new=True)
    cards.commit({"catalog/datasets/sums.yaml": "name: sums\nnote: theirs\n"})
    cards.switch("main")
    cards.commit({"catalog/datasets/sums.yaml": "name: sums\nnote: ours\n"})
    with pytest.raises(AssertionError, match="merge"):
        cards.git("merge", "other")
    out = ask("diff", "--staged")[1]
    assert (
        "`sums` (catalog/datasets/sums.yaml:1) broke 1 card\n      catalog/datasets/sums.yaml: is not merged yet\n"
        in out
    )


def test_the_json_document_has_every_difference_with_old_new_and_cause(changed: GitFixture, ask: Ask) -> None:
    document = json.loads(ask("diff", "v1", "HEAD", "--format", "json")[1])
    license_ = {"change": "changed", "old": "MIT", "new": "BSD-3-Clause", "cause": "tiny"}
    layers = {"change": "changed", "old": 2, "new": 2.0, "cause": "tiny"}
    checkpoint = {"change": "changed", "old": "/lab/tiny.pt", "new": "./weights/tiny.pt", "cause": "tiny@lab"}
    both = {"license": license_, "model_config.encoder.layers": layers}
    new: dict[str, object] = {"chain": ["new"], "path": "tokenizers/new.yaml", "line": 1}
    by_ada = document["causes"]["tiny"].copy()
    by_ada = {key: by_ada[key] for key in ("commit", "author", "date", "summary", "note")}
    assert (by_ada["commit"], by_ada["author"], by_ada["note"]) == (changed.head(), "Ada Author", None)

    def at(line: int) -> dict[str, object]:
        return {"card": "new@", "path": "tokenizers/new.yaml", "line": line}

    assert document == {
        "schema_version": 2,
        "revisions": {
            "old": {"kind": "commit", "asked": "v1", "commit": changed.head("v1"), "root": "catalog"},
            "new": {"kind": "commit", "asked": "HEAD", "commit": changed.head(), "root": "catalog"},
        },
        "added": [
            {"name": "new", "env": None, **new, "fields": {"tokenizer_family": {"value": "llama", **at(2)}}},
            {
                "name": "new",
                "env": "lab",
                **new,
                "fields": {
                    "note": {"value": "x", **at(5), "card": "new@lab"},
                    "tokenizer_family": {"value": "llama", **at(2)},
                },
            },
        ],
        "removed": [{"name": "sums", "env": None}],
        "renamed": [],
        "changed": [
            {"name": "tiny", "env": None, "fields": both, "opens_the_same": {}},
            {"name": "tiny", "env": "lab", "fields": {"checkpoint": checkpoint, **both}, "opens_the_same": {}},
            {"name": "tiny_chat", "env": None, "fields": both, "opens_the_same": {}},
            {"name": "tiny_chat", "env": "lab", "fields": both, "opens_the_same": {}},
        ],
        "broken": [],
        "fixed": [],
        "unresolved": [],
        "causes": {
            "tiny": {"edit": "changed", "path": "models/tiny.yaml", "line": 1, **by_ada},
            "tiny@lab": {"edit": "removed", "path": "models/@lab/tiny.yaml", "line": 1, **by_ada},
            "new": {"edit": "added", "path": "tokenizers/new.yaml", "line": 1, **by_ada},
        },
        "owners": {},
        "unowned": ["new", "sums", "tiny", "tiny_chat"],
        "opened": None,
        "summary": {"broken": 0, "fixed": 0, "changed": 2, "added": 1, "removed": 1, "renamed": 0},
    }
    assert '"new": 2.0' in ask("diff", "v1", "HEAD", "--format", "json")[1]


def test_the_json_document_shows_renamed_broken_and_unresolved_cards(cards: GitFixture, ask: Ask) -> None:
    cards.commit({"catalog/datasets/sums.yaml": "name: lost\nbase: nowhere\n---\nname: x\nlicense: MIT\n"})
    cards.commit(
        {
            "catalog/datasets/sums.yaml": "name: lost\nbase: nowhere\nnote: 1\n---\nname: y\nlicense: MIT\n",
            "catalog/models/@lab/tiny.yaml": "name: tiny@lab\nbase: nowhere\n",
        }
    )
    document = json.loads(ask("diff", "HEAD~1", "HEAD", "--format", "json")[1])
    assert document["renamed"] == [{"name": "y", "env": None, "old_name": "x"}]
    assert document["unresolved"] == [{"name": "lost", "env": None}]
    assert [(each["name"], each["env"], each["cause"]) for each in document["broken"]] == [
        ("tiny", "lab", "tiny@lab"),
        ("tiny_chat", "lab", "tiny@lab"),
    ]
    assert [(found["code"], found["path"], found["line"]) for found in document["broken"][0]["findings"]] == [
        ("C401", "models/@lab/tiny.yaml", 2)
    ]


def test_the_page_is_short_first_and_folds_the_details(changed: GitFixture, ask: Ask) -> None:
    assert (
        ask("diff", "v1", "HEAD", "--format", "markdown")[1]
        == f"""\
### What changes in the catalog

From `v1` = {changed.head("v1")} to `HEAD` = {changed.head()}: **2 changed, 1 added, 1 removed**.

- `tiny` {EDITED_CODE} changed `license` from `MIT` to `BSD-3-Clause` and {LAYERS}: 2 cards, 1 environment
- `tiny@lab` {REMOVED_CODE} changed `checkpoint` from `/lab/tiny.pt` to `./weights/tiny.pt`: 1 card, 1 environment
- removed: `sums`

| new card | family | loads | license | owners | file |
|---|---|---|---|---|---|
| `new` | `llama` |  | none | none | `catalog/tokenizers/new.yaml:1` |

<details>
<summary>Values and cards</summary>

**`tiny` {EDITED_CODE} changed `license` and `model_config.encoder.layers`: 2 cards, 1 environment**

| field | old | new |
|---|---|---|
| `license` | `MIT` | `BSD-3-Clause` |
| `model_config.encoder.layers` | `2` | `2.0` |

cards: `tiny`, `tiny_chat`

in `lab`: `tiny`, `tiny_chat`

**`tiny@lab` {REMOVED_CODE} changed `checkpoint`: 1 card, 1 environment**

| field | old | new |
|---|---|---|
| `checkpoint` | `/lab/tiny.pt` | `./weights/tiny.pt` |

in `lab`: `tiny`

</details>

<details>
<summary>New cards with all values</summary>

**`new`**:

| field | value | from |
|---|---|---|
| `tokenizer_family` | `llama` | `catalog/tokenizers/new.yaml:2` |

</details>
"""
    )


def test_a_page_of_no_change_is_a_sentence(cards: GitFixture, ask: Ask) -> None:
    head = cards.head()
    assert ask("diff", "--format", "markdown")[1] == (
        f"### What changes in the catalog\n\nFrom `HEAD` = {head} to the checkout: **no differences**.\n"
    )


# What is compared


def test_nothing_compares_head_with_the_checkout(cards: GitFixture, ask: Ask) -> None:
    cards.write({"catalog/models/tiny.yaml": NEW_TINY})
    out = ask("diff")[1]
    assert out.startswith(f"from HEAD = {cards.head()}\nto   the checkout\n2 changed\n")
    assert ask("diff", "--staged")[1] == (f"from HEAD = {cards.head()}\nto   the index\nno differences\n")


def test_staged_compares_with_the_index(cards: GitFixture, ask: Ask) -> None:
    cards.write({"catalog/models/tiny.yaml": NEW_TINY})
    cards.git("add", "--all")
    cards.write({"catalog/models/tiny.yaml": TINY})
    assert ask("diff", "--staged")[1].startswith(f"from HEAD = {cards.head()}\nto   the index\n2 changed\n")
    assert "no differences" in ask("diff")[1]


def test_a_pull_request_is_compared_with_where_it_left_its_base(cards: GitFixture, ask: Ask) -> None:
    cards.switch("feature", new=True)
    cards.commit({"catalog/datasets/more.yaml": "name: more\ndataset_family: generic\n"})
    cards.switch("main")
    cards.commit({"catalog/models/tiny.yaml": NEW_TINY})
    cards.switch("feature")
    lines = [f"from main...HEAD = {cards.head('v1')}", f"to   HEAD = {cards.head()}", "1 added", "", "added", "  more"]
    assert ask("diff", "--base", "main")[1].splitlines()[:6] == lines
    assert "2 changed, 1 added" in ask("diff", "main", "feature")[1]


def test_a_location_can_be_named(
    changed: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What it prints is the same but for the files, which open from where one stands."""
    here = ask("diff", "v1", "HEAD")[1]
    there = here.replace("catalog/", "cards/catalog/")
    monkeypatch.chdir(tmp_path)
    assert ask("diff", "v1", "HEAD", "--repo", changed.folder) == (0, there, "")
    assert ask("diff", "v1", "HEAD", "--repo", changed.folder, "--root", "catalog") == (0, there, "")
    assert ask("diff", "v1", "HEAD", "--repo", changed.folder, "--root", "catalog/tokenizers")[1].endswith(
        "1 added\n\nadded\n  new  also in lab\n"
        "      file              cards/catalog/tokenizers/new.yaml:1\n      tokenizer_family  llama\n"
    )


def test_a_further_store_is_on_both_sides(cards: GitFixture, ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "base.yaml").write_text("name: far\nlicense: MIT\n")
    cards.write({"catalog/datasets/sums.yaml": "name: sums\nbase: far\n"})
    assert "broken" in ask("diff")[1]
    assert re.search(r"\+ license +MIT\n", ask("diff", "--store", tmp_path / "more")[1])


# How it ends


def test_differences_exit_with_1_when_that_is_asked_for(changed: GitFixture, ask: Ask) -> None:
    assert ask("diff", "v1", "HEAD")[0] == 0
    assert ask("diff", "v1", "HEAD", "--exit-code")[0] == 1
    assert ask("diff", "HEAD", "HEAD", "--exit-code")[0] == 0


@pytest.mark.parametrize(
    "arguments", [("a", "b", "c"), ("a..b", "--staged"), ("a", "b", "--staged"), ("a", "--base", "b"), ("--rev", "v1")]
)
def test_what_does_not_go_together_is_a_matter_of_usage(
    cards: GitFixture, ask: Ask, arguments: tuple[str, ...]
) -> None:
    code, out, err = ask("diff", *arguments)
    assert (code, out) == (2, "")
    assert "Error: " in err


@pytest.mark.parametrize("revision", ["nowhere", "HEAD:catalog", "^HEAD", "--output=x", ""])
def test_what_names_no_commit_ends_with_3(cards: GitFixture, ask: Ask, revision: str) -> None:
    code, out, err = ask("diff", "--", "v1", revision)
    assert (code, out) == (3, "")
    assert err.startswith("catalog: ")
    assert err.count("\n") == 1


# Hostile text

ODD = "</details>|`<b>-you` [x](https://evil.example) #1 \\\\| $x$ \\e[31m \\u202e"


def test_nothing_that_cards_say_is_markup(cards: GitFixture, ask: Ask) -> None:
    hostile = 'name: "{0}"\n"{0}": "{1}"\n---\nname: "{0}@{0}"\nmodel_config: {{"{0}": "{1}"}}\n'
    broken = '---\nname: "{1}"\nbase: "{0}"\n---\nname: "{0}"\n'
    cards.commit({"catalog/models/odd.yaml": hostile.format(ODD, 1)})
    cards.commit({"catalog/models/odd.yaml": hostile.format(ODD, ODD)})
    cards.commit({"catalog/models/odd.yaml": (hostile + broken).format(ODD, f"!{ODD}")})
    for revisions, parts in (("HEAD~2..HEAD~1", 1), ("HEAD~1..HEAD", 1), ("HEAD~3..HEAD~1", 1), ("HEAD..HEAD~3", 0)):
        page = ask("diff", revisions, "--format", "markdown")[1]
        outside = re.sub(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", "", page)
        tags = ["<details>", "<summary>", "</summary>", "</details>"]
        assert re.findall(r"<[^>]*>", outside.replace(" < ", " ")) == tags * parts
        assert not set(outside) & set("`@$[]\\\x1b\u202e")
        assert all(line.count("|") in (0, 4, 7) for line in outside.splitlines())
        text = ask("diff", revisions)[1]
        assert not set(text) & {"\x1b", "\u202e"}


def test_what_looks_like_a_secret_is_not_shown_to_people(cards: GitFixture, ask: Ask) -> None:
    secret = "hf_" + "a" * 34
    cards.write(
        {"catalog/datasets/sums.yaml": f"name: sums\ndata: https://me:{secret}@example.org/x\nnote: {secret}\n"}
    )
    for output_format in ("text", "markdown"):
        out = ask("diff", "--format", output_format)[1]
        assert "***" in out
        assert secret not in out


def test_the_page_stays_within_its_bounds(cards: GitFixture, ask: Ask) -> None:
    """GitHub takes comments of 65,536 characters."""
    many = "---\n".join(
        f"name: card{number}\nnote: {number * 7}\n{'x' * 300}: '{'|' * 400}'\n" for number in range(600)
    )
    cards.write({"catalog/datasets/sums.yaml": many})
    cards.commit()
    cards.write({"catalog/datasets/sums.yaml": many.replace("note: ", "note: 1")})
    page = ask("diff", "--format", "markdown")[1]
    assert len(page) < 65_536
    assert "and 585 more like these" in page
    assert re.search(
        r"</details>\n\nLeft out, because a comment has no room for it: \d+ value tables. "
        r"`catalog diff --format json` has everything.\n\Z",
        page,
    )
    cards.git("checkout", "--quiet", "HEAD~1", "--", "catalog")
    assert len(ask("diff", "--format", "markdown")[1]) < 65_536


def test_text_names_some_cards_and_counts_the_rest(cards: GitFixture, ask: Ask) -> None:
    heirs = "---\n".join(f"name: heir{number:02}\nbase: tiny\n" for number in range(30))
    cards.commit({"catalog/models/heirs.yaml": heirs})
    cards.write({"catalog/models/tiny.yaml": NEW_TINY})
    out = ask("diff")[1]
    assert " changed `license` and `model_config.encoder.layers`: 32 cards, 1 environment" in out
    assert re.search(r"cards: heir00, .*, heir19 and 12 more\n", out)


def test_many_cards_that_change_alike_by_themselves_are_reported_once(cards: GitFixture, ask: Ask) -> None:
    text = "name: a{0}\nlicense: MIT\n"
    cards.commit({"catalog/models/many.yaml": "---\n".join(map(text.format, range(3)))})
    cards.write({"catalog/models/many.yaml": "---\n".join(map(text.replace("MIT", "BSD").format, range(3)))})
    assert ask("diff")[1].partition("\n\n")[2] == (
        "changed\n  each by itself changed `license`: 3 cards\n        license  MIT -> BSD\n      cards: a0, a1, a2\n"
    )


def test_long_values_are_cut_so_that_the_difference_is_seen(cards: GitFixture, ask: Ask) -> None:
    text = f"name: sums\nlangs: [{'aa, ' * 100}{{0}}{', zz' * 100}]\n"
    cards.commit({"catalog/datasets/sums.yaml": text.format("old")})
    cards.write({"catalog/datasets/sums.yaml": text.format("new")})
    row = next(line for line in ask("diff")[1].splitlines() if "->" in line)
    assert '"old"' in row
    assert '"new"' in row
    assert len(row) < 400


def test_values_of_two_types_that_are_written_alike_are_distinguished(cards: GitFixture, ask: Ask) -> None:
    cards.commit({"catalog/datasets/sums.yaml": "name: sums\nnote: [2024-06-30]\nother: 1\n"})
    cards.write({"catalog/datasets/sums.yaml": 'name: sums\nnote: ["2024-06-30"]\nother: "1"\n'})
    assert ask("diff")[1].splitlines()[-3:] == [
        '        note   ["2024-06-30"] -> another value that is written alike',
        '        other  1 -> "1"',
        "      cards: sums",
    ]


def test_reading_changes_nothing(changed: GitFixture, ask: Ask) -> None:
    def state() -> dict[str, Any]:
        files = (path for path in changed.folder.rglob("*") if path.is_file())
        return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}

    before = state()
    for arguments in ([], ["--staged"], ["v1", "HEAD"], ["--base", "v1"]):
        ask("diff", *arguments)
    assert state() == before


def test_more_of_new_cards_than_one_document_holds_is_an_error_that_says_so(
    changed: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assetcards.rendering.diff.MAX_DIFFERING_BYTES", 50)
    code, out, err = ask("diff", "v1", "HEAD", "--format", "json")
    assert (code, out) == (3, "")
    assert err == "catalog: more than 50 bytes of new cards (compare revisions that are closer together)\n"
    assert ask("diff", "v1", "HEAD")[0] == 0


def test_a_changed_config_that_its_family_cannot_tell_from_the_old_one_opens_the_same(
    cards: GitFixture, ask: Ask
) -> None:
    head = "name: q\nmodel_family: qwen\nmodel_arch: qwen25_3b\n"
    child = "name: q7\nbase: q\nmodel_arch: qwen25_7b\n---\nname: q7@lab\nlicense: MIT\n"
    cards.commit({"catalog/models/q.yaml": f"{head}note: 1\n---\n{child}"})
    cards.commit({"catalog/models/q.yaml": f"{head}model_config: {{num_layers: 36}}\n---\n{child}"})
    text = ask("diff", "HEAD~1", "HEAD")[1]
    assert "      cards: q, q7\n      in lab: q7\n      model_config opens the same for qwen (only q)\n" in text
    page = ask("diff", "HEAD~1", "HEAD", "--format", "markdown")[1]
    assert "2 cards, 1 environment; `model_config` opens the same for `qwen` (only `q`)\n" in page
    assert "in `lab`: `q7`\n\n`model_config` opens the same for `qwen` (only `q`)\n" in page
    changed = json.loads(ask("diff", "HEAD~1", "HEAD", "--format", "json")[1])["changed"]
    found = {(each["name"], each["env"]): each["opens_the_same"] for each in changed}
    assert found == {("q", None): {"model_config": "qwen"}, ("q7", None): {}, ("q7", "lab"): {}}
    cards.write({"catalog/models/q.yaml": f"{head}model_config: {{rope_theta: 1000000}}\n---\n{child}"})
    assert "\n      model_config opens the same for qwen\n" in ask("diff", "HEAD~1")[1]
    assert "\n      model_config opens the same for qwen\n" in ask("review", "HEAD~1")[1]


def test_opened_configs_are_compared_where_only_the_description_of_their_family_changed(
    cards: GitFixture, ask: Ask
) -> None:
    body = "model_family: mine\nmodel_arch: big\n"
    lab = {"catalog/catalog.toml": '[families]\ndescriptions = ["lab.json"]\n', "catalog/lab.json": described(8)}
    two = f"name: mine\n{body}model_config: {{size: 3}}\n---\nname: other\n{body}"
    cards.commit({**lab, "catalog/models/mine.yaml": two})
    cards.write({"catalog/lab.json": described(9)})
    assert ask("diff", "--exit-code") == (0, ask("diff")[1], "")
    code, text, _ = ask("diff", "--opened", "--exit-code")
    assert code == 1
    assert text.partition("to   the checkout\n")[2] == (
        "1 opens differently\n\nopened\n  `model_config` opens differently for `mine`: 1 card\n"
        "        model_config.size  8 -> 9\n      cards: other\n"
    )
    page = ask("diff", "--opened", "--format", "markdown")[1]
    assert "- `model_config` opens differently for `mine`: 1 card\n" in page
    assert "| `model_config.size` | `8` | `9` |\n\ncards: `other`\n" in page
    document = json.loads(ask("diff", "--opened", "--format", "json")[1])
    fields = {"model_config.size": {"change": "changed", "old": 8, "new": 9}}
    opened = {"config": "model_config", "family": "mine", "change": "changed", "fields": fields, "findings": []}
    assert document["opened"] == [{"name": "other", "env": None, **opened}]
    cards.write({"catalog/lab.json": described(8, key="width")})
    reason = "catalog/models/mine.yaml:4:16: mine has no config key 'size'"
    assert f"  `mine` no longer takes `model_config`: 1 card\n      {reason}\n" in ask("diff", "--opened")[1]
    assert f"1 card**\n\n- `{reason}`\n\ncards: `mine`" in ask("diff", "--opened", "--format", "markdown")[1]
    cards.git("rm", "--quiet", "-r", "--cached", "catalog")
    cards.git("commit", "--quiet", "--message=None")
    assert json.loads(ask("diff", "HEAD~1", "HEAD", "--opened", "--format", "json")[1])["opened"] == []


def test_a_value_that_changes_loads_neither_what_is_known_of_families_nor_policies(cards: GitFixture) -> None:
    """What is asked most, and what most of it costs are modules."""
    text = TINY.replace("family: small", "family: my_model")
    for layers in (3, 4):
        cards.commit({"catalog/models/tiny.yaml": text.replace("layers: 2", f"layers: {layers}")})
    program = "import sys; from assetcards.cli.main import main; main(); print(*sys.modules)"
    arguments = [sys.executable, "-c", program, "diff", "HEAD~1", "HEAD"]
    done = subprocess.run(
        arguments, capture_output=True, text=True, cwd=cards.folder, env=git_variables(cards.folder), check=True
    )
    loaded = set(done.stdout.split())
    assert {"model_config.encoder.layers", "assetcards.commands.diff"} <= loaded
    dear = {"json", "assetcards.families.known", "assetcards.policies.policy", "importlib.resources"}
    assert loaded & dear == set()
