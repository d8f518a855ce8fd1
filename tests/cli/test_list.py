"""`catalog list`: which cards, in which form, and what is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from assetcards import SourceError
from assetcards.cli.printing import LINES_AT_A_TIME, say_all
from tests.cli.conftest import Ask
from tests.gitfixture import GitFixture

BROKEN = "name: tiny_broken\nbase: tinny\n"
BROKEN_LINE = "models/broken.yaml:2:7: C401 error: base 'tinny' does not exist (did you mean 'tiny'?)"


def listed(repo: GitFixture, *names: str) -> tuple[int, str, str]:
    """The whole answer when these are the cards of the catalog."""
    lines = "".join(f"   - {name}\n" for name in names)
    return 0, f"  path:{repo.folder / 'catalog'}\n{lines}\n", ""


def test_cards_are_listed_by_source_with_kind_and_environment(cards: GitFixture, ask: Ask) -> None:
    names = ("dataset:sums@", "model:tiny@", "model:tiny@lab", "model:tiny_chat@", "tokenizer:tiny_chat@")
    assert ask("list") == listed(cards, *names)


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (["--kind", "tokenizer"], ["tokenizer:tiny_chat@"]),
        (["--kind", "dataset", "--family", "generic"], ["dataset:sums@"]),
        (["--family", "generic"], ["dataset:sums@"]),
        (["--kind", "model", "--where", "base=tiny"], ["model:tiny_chat@"]),
        (["--where", "checkpoint=/lab/tiny.pt"], ["model:tiny@lab"]),
        (["--env", "lab", "--where", "model_arch=tiny", "--where", "license=MIT", "--kind", "model"],
         ["model:tiny@", "model:tiny@lab", "model:tiny_chat@"]),
    ],
)  # fmt: skip
def test_a_filter_leaves_those_that_have_all_it_asks_for(
    cards: GitFixture, ask: Ask, options: list[str], names: list[str]
) -> None:
    assert ask("list", *options) == listed(cards, *names)


def test_with_an_environment_the_overrides_of_others_are_not_listed(cards: GitFixture, ask: Ask) -> None:
    cards.write({"catalog/datasets/@edge/sums.yaml": "name: sums@edge\ndata: /edge\n"})
    assert ask("list", "--env", "edge", "--format", "names") == (0, "sums\nsums@edge\ntiny\ntiny_chat\n", "")


def test_a_value_is_matched_as_it_is_shown_and_as_it_is_written(cards: GitFixture, ask: Ask) -> None:
    cards.write({"catalog/a.yaml": 'name: a\nv: true\n---\nname: b\nv: "true"\n---\nname: c\nv: [1]\n'})
    names = [ask("list", "--format", "names", "--where", f"v={text}")[1] for text in ("true", '"true"', "[1]")]
    assert names == ["a\nb\n", "b\n", "c\n"]


def test_nothing_is_a_fine_answer_and_says_when_the_word_may_be_wrong(cards: GitFixture, ask: Ask) -> None:
    assert ask("list", "--kind", "other") == (1, "  no card\n", "")
    hints = "catalog: no card has the family 'lama' (did you mean 'llama'?)\ncatalog: no card has the field 'zzz'\n"
    assert ask("list", "--family", "lama", "--where", "zzz=1", "--where", "license=MIT") == (1, "  no card\n", hints)


@pytest.mark.parametrize("output_format", ["names", "jsonl", "csv", "tsv"])
def test_every_format_has_the_cards_in_one_order_of_which_a_limit_leaves_the_first(
    cards: GitFixture, ask: Ask, output_format: str
) -> None:
    """Files are read in another order: `@lab` is before `tiny.yaml`, and `a.yaml` before both."""
    cards.write({"catalog/models/a.yaml": "name: zeta\n", "catalog/z.yaml": "name: alpha\n"})
    lines = ask("list", "--columns", "name,env", "--format", output_format)[1].splitlines()
    names = [re.search("alpha|sums|tiny_chat|tiny|zeta", line) for line in lines]
    assert [name[0] for name in names if name] == ["alpha", "sums", "tiny", "tiny", "tiny_chat", "zeta"]
    code, first, err = ask("list", "--columns", "name,env", "--limit", "3", "--format", output_format)
    titles = len(lines) - 6
    assert (code, first.splitlines()) == (0, lines[: titles + 4])
    assert err == "catalog: 2 more cards beyond --limit 3\n"


def test_what_is_broken_is_named_once_and_the_rest_is_listed(cards: GitFixture, ask: Ask) -> None:
    kids = "".join(f"---\nname: kid{number}\nbase: tiny_broken\n" for number in range(3))
    cards.write({"catalog/models/broken.yaml": BROKEN + kids, "catalog/models/bad.yaml": "name: [\n"})
    code, out, err = ask("list", "--format", "names")
    assert (code, out) == (0, "sums\ntiny\ntiny@lab\ntiny_chat\n")
    first, second = err.splitlines()
    assert first.startswith("catalog: left out: catalog/models/bad.yaml:2:1: C120 error: ")
    assert second == f"catalog: left out: catalog/{BROKEN_LINE}"


def test_what_is_broken_in_another_store_says_which(cards: GitFixture, ask: Ask) -> None:
    cards.write({"mine/models/broken.yaml": BROKEN})
    assert ask("list", "--store", "mine", "--kind", "dataset")[2] == (f"catalog: left out: mine/{BROKEN_LINE}\n")


def test_stores_are_listed_apart(cards: GitFixture, ask: Ask) -> None:
    cards.write({"a/mine.yaml": "name: mine\n"})
    code, out, _ = ask("list", "--store", "a", "--kind", "other")
    assert (code, out) == (0, f"  path:{cards.folder / 'a'}\n   - other:mine@\n\n")


PAGE = r"""# Cards

Written by `catalog list --format markdown`; do not edit it by hand.

## Models

### small

| card | also | environments | license | description |
|---|---|---|---|---|
| [`tiny`](models/tiny.yaml#L1) |  | [`lab`](models/@lab/tiny.yaml#L1) | MIT | A small model for tests. |
| [`tiny_chat`](models/tiny.yaml#L11) | tokenizer |  | MIT |  |

## Datasets

### generic

| card | also | environments | license | description |
|---|---|---|---|---|
| [`sums`](datasets/sums.yaml#L1) |  |  |  |  |

## Other cards

| card | also | environments | license | description |
|---|---|---|---|---|
| [`odd`](x.yaml#L1) |  |  |  | `a\|b <c>` |
"""


def test_the_page_has_the_catalog_alone_by_kind_and_family(cards: GitFixture, ask: Ask) -> None:
    cards.write({"a/mine.yaml": "name: mine\n", "catalog/x.yaml": "name: odd\ndescription: 'a|b <c>'\n"})
    assert ask("list", "--format", "markdown") == (0, PAGE, "")


@pytest.mark.parametrize("value", ["", "=MIT", "context>1000", "context >= 1000", "!license=MIT", "license=MIT | "])
def test_where_takes_conditions_alone(cards: GitFixture, ask: Ask, value: str) -> None:
    code, out, err = ask("list", "--where", value)
    assert (code, out) == (2, "")
    last = value.rpartition(" | ")[2]
    assert f"{last!r} is not FIELD=VALUE, FIELD!=VALUE, FIELD~PART, FIELD or !FIELD" in " ".join(err.split())


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (["tiny*"], "tiny tiny@lab tiny_chat"),
        (["tiny"], "tiny tiny@lab"),
        (["*@lab", "sums@"], "sums tiny@lab"),
        (["--kind", "dataset", "--kind", "tokenizer"], "sums tiny_chat"),
        (["--family", "llama", "--family", "generic"], "sums tiny_chat"),
        (["--where", "checkpoint=/lab/tiny.pt", "--where", "checkpoint~TINY-CHAT"], "tiny@lab tiny_chat"),
        (["--where", "license", "--where", "checkpoint!=/lab/tiny.pt"], "tiny tiny_chat"),
        (["--where", "!license"], "sums"),
        (["--where", "!description"], "sums tiny_chat"),
        (["--where", "model.encoder.layers=2", "--where", "model_config.encoder.heads"], "tiny_chat"),
        (["--where", "env=lab"], "tiny@lab"),
        (["--where", "base=tiny"], "tiny_chat"),
        (["--where", "name~chat | kind=dataset"], "sums tiny_chat"),
    ],
)
def test_what_is_asked_of_one_field_are_alternatives_and_all_else_holds_at_once(
    cards: GitFixture, ask: Ask, arguments: list[str], names: str
) -> None:
    assert ask("list", "--format", "names", *arguments) == (0, "".join(f"{each}\n" for each in names.split()), "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["tine*"], "no card has the name 'tine*' (did you mean 'tiny'?)"),
        (["--where", "licence=MIT"], "no card has the field 'licence' (did you mean 'license'?)"),
        (["--where", "license=MTI"], "no card has the license 'MTI' (did you mean 'MIT'?)"),
        (["--where", "kind=modle"], "no card has the kinds 'modle' (did you mean 'model'?)"),
        (["--where", "license~gpl"], "no card has the license with 'gpl'"),
        (["--where", "model.encoder.layer=2"],
         "no card has the field 'model_config.encoder.layer' (did you mean 'model_config.encoder.layers'"),
        (["--kind", "dataset", "--where", "license"], "no card matches all that was asked for"),
        (["--kind", "dataset", "--family", "small"], "no card matches all that was asked for"),
    ],
)  # fmt: skip
def test_an_empty_answer_says_why(cards: GitFixture, ask: Ask, arguments: list[str], said: str) -> None:
    code, out, err = ask("list", "--format", "names", *arguments)
    assert (code, out) == (1, "")
    assert err.startswith(f"catalog: {said}")


def test_a_wrong_word_is_reported_beside_right_ones_and_in_an_exclusion(cards: GitFixture, ask: Ask) -> None:
    code, out, err = ask("list", "--format", "names", "--family", "generic", "--family", "smal", "--where", "!licence")
    assert (code, out) == (0, "sums\n")
    assert err == (
        "catalog: no card has the family 'smal' (did you mean 'small'?)\n"
        "catalog: no card has the field 'licence' (did you mean 'license'?)\n"
    )


def test_cards_that_are_gated_or_deprecated_are_found_by_their_status(cards: GitFixture, ask: Ask) -> None:
    cards.write(
        {
            "catalog/models/more.yaml": "name: asked\nmodel_family: small\nurl: https://example.org\n---\n"
            "name: old\nmodel_family: small\ncheckpoint: /x\ndeprecated: {since: '2.0'}\n---\nname: heir\nbase: old\n"
        }
    )
    found = [ask("list", "--format", "names", "--where", f"status={status}")[1] for status in ("gated", "deprecated")]
    assert found == ["asked\n", "old\n"]


def test_with_an_environment_a_card_is_what_it_resolves_to_there(cards: GitFixture, ask: Ask) -> None:
    at_lab = ("list", "--env", "lab", "--format", "names", "--where")
    assert ask(*at_lab, "checkpoint=/lab/tiny.pt") == (0, "tiny\ntiny@lab\n", "")
    said = "catalog: no card has the checkpoint './weights/tiny.pt' (did you mean '/lab/tiny.pt'?)\n"
    assert ask(*at_lab, "checkpoint=./weights/tiny.pt") == (1, "", said)
    cards.write({"catalog/models/@lab/tiny.yaml": "name: tiny@lab\nmodel_family: other\n"})
    assert ask("list", "--env", "lab", "--format", "names", "--family", "other")[1] == "tiny\ntiny@lab\ntiny_chat\n"


def test_a_broken_override_breaks_the_cards_of_its_environment(cards: GitFixture, ask: Ask) -> None:
    cards.write({"catalog/models/@lab/tiny.yaml": "name: tiny@lab\nbase: 3\n"})
    assert ask("list", "--format", "names")[1] == "sums\ntiny\ntiny_chat\n"
    code, out, err = ask("list", "--env", "lab", "--format", "names")
    assert (code, out) == (0, "sums\n")
    assert err.startswith("catalog: left out: catalog/models/@lab/tiny.yaml:2:7: C402 error: ")


def test_an_override_without_its_card_and_a_malformed_directive_are_named(cards: GitFixture, ask: Ask) -> None:
    cards.write(
        {
            "catalog/models/@lab/more.yaml": "name: tiny_shat@lab\nlicense: MIT\n",
            "catalog/models/more.yaml": "name: odd\nbase: tiny\nmodel_config: {_del_: dropout}\n",
        }
    )
    code, out, err = ask("list", "--format", "names")
    assert (code, out) == (0, "sums\ntiny\ntiny@lab\ntiny_chat\n")
    assert [line.split(" error: ")[0] for line in err.splitlines()] == [
        "catalog: left out: catalog/models/@lab/more.yaml:1:7: C205",
        "catalog: left out: catalog/models/more.yaml:3:23: C505",
    ]


def test_a_card_of_a_revision_is_linked_from_the_root_of_the_catalog(cards: GitFixture, ask: Ask) -> None:
    revised = ask("list", "--rev", "HEAD", "--format", "markdown")[1]
    assert "| [`sums`](datasets/sums.yaml#L1) |" in revised
    assert revised == ask("list", "--format", "markdown")[1]


def test_a_card_of_another_store_is_not_linked_from_the_page(cards: GitFixture, ask: Ask) -> None:
    cards.write({"a/mine.yaml": "name: mine\n"})
    page = ask("list", "--store", "a", "--format", "markdown")[1]
    assert "| `mine` |" in page
    assert "| [`sums`](datasets/sums.yaml#L1) |" in page


def test_the_page_does_not_depend_on_the_environment(
    cards: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = ask("list", "--format", "markdown")
    monkeypatch.setenv("CATALOG_ENV", "lab")
    assert ask("list", "--format", "markdown") == page


@pytest.mark.parametrize("number", [0, 1, LINES_AT_A_TIME, 2 * LINES_AT_A_TIME + 1])
def test_all_lines_before_a_failure_are_written(number: int, capsys: pytest.CaptureFixture[str]) -> None:
    def lines() -> Iterator[str]:
        yield from (f"{each}\n" for each in range(number))
        raise SourceError("it is gone")

    with pytest.raises(SourceError):
        say_all(lines())
    assert capsys.readouterr().out == "".join(f"{each}\n" for each in range(number))
