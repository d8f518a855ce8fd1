"""`catalog show`, as its reader sees it."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent

import pytest

from assetcards import register_environment_detector, unregister
from tests.cli.conftest import BASE, Ask
from tests.gitfixture import GitFixture


def shown(text: str, repo: GitFixture) -> tuple[int, str, str]:
    """The whole answer: a text as it stands in a test, with the folder of the cards."""
    return 0, dedent(text).lstrip("\n").replace("ROOT", str(repo.folder / "catalog")), ""


def test_each_value_says_who_wrote_it_when_that_is_another_card(cards: GitFixture, ask: Ask) -> None:
    expected = """
    tiny_chat

      kinds   model, tokenizer
      file    catalog/models/tiny.yaml:11
      source  path:ROOT
      chain   tiny_chat < tiny

      base              tiny
      checkpoint        hg://org/tiny-chat
      tokenizer_family  llama
      tokenizer         hg://org/tiny-chat
      model_family      small               from tiny (catalog/models/tiny.yaml:3)
      model_arch        tiny                from tiny (catalog/models/tiny.yaml:4)
      license           MIT                 from tiny (catalog/models/tiny.yaml:5)

      model config
        dropout         0.1  from tiny (catalog/models/tiny.yaml:8)
        encoder.layers  2    from tiny (catalog/models/tiny.yaml:9)
        encoder.heads   4
    """
    assert ask("show", "tiny_chat") == shown(expected, cards)


def test_an_override_is_shown_over_its_card_and_a_path_as_what_it_names(cards: GitFixture, ask: Ask) -> None:
    expected = """
    tiny@lab
      A small model for tests.

      kinds   model
      file    catalog/models/@lab/tiny.yaml:1 over catalog/models/tiny.yaml:1
      source  path:ROOT
      chain   tiny@lab over tiny

      checkpoint    /lab/tiny.pt
      model_family  small         from tiny (catalog/models/tiny.yaml:3)
      model_arch    tiny          from tiny (catalog/models/tiny.yaml:4)
      license       MIT           from tiny (catalog/models/tiny.yaml:5)

      model config
        dropout         0.1  from tiny (catalog/models/tiny.yaml:8)
        encoder.layers  2    from tiny (catalog/models/tiny.yaml:9)
    """
    assert ask("show", "tiny@lab") == shown(expected, cards)
    assert ask("show", "tiny", "--env", "lab") == shown(expected, cards)


def test_a_revision_is_shown_with_its_commit_and_a_relative_path_as_its_address(cards: GitFixture, ask: Ask) -> None:
    code, out, _ = ask("show", "tiny", "--rev", "v1")
    commit = cards.head("v1")
    assert code == 0
    assert f"  source    git:{cards.folder}@{commit}\n  revision  v1 = {commit}\n" in out
    assert out.endswith(f"\n  uris\n    checkpoint  git:{commit}:catalog/models/weights/tiny.pt\n")


def test_the_chain_is_a_block_for_each_layer_as_it_is_written(cards: GitFixture, ask: Ask) -> None:
    expected = """
    tiny_chat
      source          : path:ROOT
      file            : catalog/models/tiny.yaml:11
      base            : tiny
      checkpoint      : hg://org/tiny-chat
      tokenizer_family: llama
      tokenizer       : hg://org/tiny-chat
      model_config    : {"encoder": {"heads": 4}}

    tiny@lab over tiny
      source          : path:ROOT
      file            : catalog/models/@lab/tiny.yaml:1
      file            : catalog/models/tiny.yaml:1
      description     : A small model for tests.
      model_family    : small
      model_arch      : tiny
      license         : MIT
      checkpoint      : /lab/tiny.pt
      model_config    : {"dropout": 0.1, "encoder": {"layers": 2}}
    """
    assert ask("show", "tiny_chat", "--chain", "--env", "lab") == shown(expected, cards)


def test_what_speaks_of_the_base_alone_is_not_shown_for_its_children(cards: GitFixture, ask: Ask) -> None:
    cards.write({"catalog/models/tiny.yaml": f"{BASE}deprecated: {{since: '2024'}}\n---\nname: kid\nbase: tiny\n"})
    assert "deprecated" in ask("show", "tiny")[1]
    assert "deprecated" not in ask("show", "kid")[1]


def test_a_description_that_is_not_a_string_is_a_field_like_others(cards: GitFixture, ask: Ask) -> None:
    cards.write({"catalog/a.yaml": "name: odd\ndescription: [1, 2]\n"})
    assert ask("show", "odd")[1].endswith("\n\n  description  [1, 2]\n")


def test_one_long_value_leaves_the_others_where_they_are(cards: GitFixture, ask: Ask) -> None:
    cards.write({"catalog/a.yaml": f"name: long\nbase: tiny\nnote: {'x' * 300}\nteam: a\n"})
    lines = ask("show", "long")[1].splitlines()
    assert f"  note          {'x' * 300}" in lines
    assert "  license       MIT                from tiny (catalog/models/tiny.yaml:5)" in lines


def test_a_config_that_is_no_mapping_is_shown_whole(cards: GitFixture, ask: Ask) -> None:
    cards.write({"catalog/a.yaml": "name: odd\ndataset_config: hello\n---\nname: kid\nbase: odd\n"})
    assert ask("show", "kid")[1].endswith("\n  dataset config\n    (all of it)  hello  from odd (catalog/a.yaml:2)\n")


def test_keys_of_a_config_are_written_as_blame_and_diff_write_them(cards: GitFixture, ask: Ask) -> None:
    cards.write({"catalog/odd.yaml": 'name: odd\nmodel_config: {"0": text, 0: number, "true": yes, a.b: 1}\n'})
    config = ask("show", "odd")[1].partition("  model config\n")[2]
    assert config.splitlines() == [
        '    "0"     text',
        "    0       number",
        '    "true"  yes',
        '    "a.b"   1',
    ]


def test_a_config_under_a_spelling_that_does_not_count_is_shown_as_a_field(cards: GitFixture, ask: Ask) -> None:
    cards.write({"catalog/a.yaml": "name: odd\nmodel_config: {a: 1}\nmodel_config_overrides: {b: 2}\n"})
    assert ask("show", "odd")[1].endswith('\n  model_config  {"a": 1}\n\n  model config\n    b  2\n')


def test_a_value_from_another_store_says_which(cards: GitFixture, ask: Ask) -> None:
    cards.write({"mine/tiny.yaml": "name: tiny@user\nteam: mine\n"})
    out = ask("show", "tiny_chat", "--store", "mine")[1]
    assert "  team              mine                from tiny@user (mine/tiny.yaml:2)\n" in out
    assert "  license           MIT                 from tiny (catalog/models/tiny.yaml:5)\n" in out


HOSTILE = r"""
name: evil
description: "\e[31mred\u202e"
"a\tb": "\x07bell"
note: "line\nline"
"""


def test_text_of_cards_is_escaped_before_a_terminal_sees_it(cards: GitFixture, ask: Ask) -> None:
    cards.write({"catalog/models/e\x1b[2Jvil.yaml": HOSTILE})
    expected = r"""
    evil
      \x1b[31mred\u202e

      kinds   other
      file    catalog/models/e\x1b[2Jvil.yaml:2
      source  path:ROOT

      a\tb  "\u0007bell"
      note  "line\nline"
    """
    assert ask("show", "evil") == shown(expected, cards)
    assert all(character.isprintable() or character == "\n" for character in ask("show", "evil", "--chain")[1])


def test_strings_that_read_as_something_else_are_quoted(cards: GitFixture, ask: Ask) -> None:
    cards.write({"catalog/a.yaml": 'name: a\nt: "true"\nb: true\nn: null\ni: "7"\ne: ""\nd: 2024-06-30\nf: .inf\n'})
    assert ask("show", "a")[1].split("\n\n")[2] == (
        '  t  "true"\n  b  true\n  n  null\n  i  "7"\n  e  ""\n  d  "2024-06-30"\n  f  ".inf"\n'
    )


LOOK = "(run `catalog list` for all names, `catalog stores` for what is searched)"


@pytest.mark.parametrize(
    ("name", "code", "message"),
    [
        ("tny", 1, "card 'tny' is not known (did you mean 'tiny'?)"),
        ("tiny@lub", 1, "environment 'lub' is not known (did you mean 'lab'?)"),
        ("a@b@c", 2, "'a@b@c' has more than one '@' (a card is asked for as NAME, NAME@ENV or NAME@)"),
        ("", 2, "'' is empty (a card is asked for as NAME, NAME@ENV or NAME@)"),
        ("nope", 1, f"card 'nope' is not known {LOOK}"),
        ("e\x1b[2J\udce9", 1, rf"card 'e\x1b[2J\udce9' is not known {LOOK}"),
        ("x" * 5000, 1, f"card '{'x' * 80}...' is not known {LOOK}"),
        ("tiny@" + "x" * 5000, 1, f"environment '{'x' * 80}...' is not known (did you mean 'lab' or 'user'?)"),
        ("@" * 5000, 2, f"'{'@' * 80}...' has more than one '@' (a card is asked for as NAME, NAME@ENV or NAME@)"),
    ],
)
def test_a_name_that_is_not_there(cards: GitFixture, ask: Ask, name: str, code: int, message: str) -> None:
    assert ask("show", name) == (code, "", f"catalog: {message}\n")


def test_a_broken_card_says_all_that_is_wrong_with_it(cards: GitFixture, ask: Ask) -> None:
    cards.write({"catalog/a.yaml": "name: a\nx: 1\nx: 2\ny: 1\ny: 2\n"})
    code, out, err = ask("show", "a")
    assert (code, out) == (1, "")
    assert [line.split(" key ")[0] for line in err.splitlines()] == [
        "catalog: card 'a' cannot be resolved: catalog/a.yaml:3:1: duplicate",
        "catalog: also catalog/a.yaml:5:1: C121 error: duplicate",
    ]


def test_the_environment_of_a_variable_is_named_as_such_when_nobody_knows_it(
    cards: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CATALOG_ENV", "lub")
    message = "catalog: environment 'lub' is not known (did you mean 'lab'?); $CATALOG_ENV names it\n"
    assert ask("show", "tiny") == (1, "", message)
    assert ask("list") == (1, "", message)
    assert ask("show", "tiny", "--env", "lab")[0] == 0


@pytest.mark.parametrize("answer", ["lub", "elsewhere"])
def test_the_environment_of_a_detector_is_named_as_such_when_nobody_knows_it(
    cards: GitFixture, ask: Ask, answer: str
) -> None:
    @register_environment_detector
    def cluster() -> str:
        return answer

    told = "; the detector registered:cluster names it" if answer == "lub" else ""
    try:
        assert ask("show", "tiny@lub") == (
            1,
            "",
            f"catalog: environment 'lub' is not known (did you mean 'lab'?){told}\n",
        )
    finally:
        unregister(cluster)


@pytest.mark.parametrize("revision", [(), ("--rev", "HEAD")])
def test_a_source_that_a_variable_names_is_named_as_such(
    ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, revision: tuple[str, ...]
) -> None:
    monkeypatch.setenv("CATALOG_REPO", str(tmp_path / "nope"))
    code, out, err = ask("list", *revision)
    assert (code, out) == (3, "")
    assert err.endswith("; $CATALOG_REPO says what to read\n")
    assert "CATALOG_REPO" not in ask("list", "--repo", tmp_path / "nope", *revision)[2]


def test_the_chain_is_text_alone(cards: GitFixture, ask: Ask) -> None:
    code, out, err = ask("show", "tiny", "--chain", "--format", "json")
    assert (code, out) == (2, "")
    assert err.endswith("Error: --chain needs --format text; the JSON and YAML documents have `layers` and `origins`\n")


def test_an_override_from_another_store_is_shown_with_its_store(cards: GitFixture, ask: Ask) -> None:
    cards.write({"mine/e.yaml": "name: tiny@user\nlicense: BSD-2-Clause\n"})
    mine, own = f"path:{cards.folder}/mine", f"path:{cards.folder}/catalog"
    _, out, _ = ask("show", "tiny", "--store", "mine")
    assert f"  file    mine/e.yaml:1 over catalog/models/tiny.yaml:1\n  source  {own}\n" in out
    _, out, _ = ask("show", "tiny", "--store", "mine", "--chain")
    assert [line.partition(": ")[2] for line in out.splitlines()[1:5]] == [
        *(mine, "mine/e.yaml:1"),
        *(own, "catalog/models/tiny.yaml:1"),
    ]


def test_directives_that_reach_the_defaults_are_shown_with_who_wrote_them(cards: GitFixture, ask: Ask) -> None:
    base = "name: tiny\nmodel_family: llama\nmodel_config:\n  _del_: [dropout]\n  a: 1\n"
    child = "name: child\nbase: tiny\nmodel_config:\n  _set_:\n    encoder: {heads: 4}\n"
    cards.write(
        {"catalog/models/tiny.yaml": f"{base}---\n{child}", "catalog/models/@lab/tiny.yaml": "name: tiny@lab\n"}
    )
    _, out, _ = ask("show", "child")
    assert out.partition("  model config\n")[2] == (
        "    _del_.dropout  (deletes the default)              from tiny (catalog/models/tiny.yaml:4)\n"
        "    a              1                                  from tiny (catalog/models/tiny.yaml:5)\n"
        "    _set_.encoder  (replaces the default as a whole)\n"
        "    encoder.heads  4\n"
    )
    document = json.loads(ask("show", "child", "--format", "json")[1])
    assert document["patches"] == {
        "model": {"merge": {"_del_": ["dropout"], "a": 1, "_set_": {"encoder": {"heads": 4}}}}
    }
    assert document["origins"]["model_config._del_.dropout"] == {"card": "tiny@", "path": "models/tiny.yaml", "line": 4}
    assert document["origins"]["model_config._set_.encoder"]["line"] == 11


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        (["tiny", "checkpoint"], "./weights/tiny.pt\n"),
        (["tiny@lab", "checkpoint"], "/lab/tiny.pt\n"),
        (["tiny_chat", "model.encoder.layers"], "2\n"),
        (["tiny_chat", "model_config.encoder"], '{"layers": 2, "heads": 4}\n'),
        (["tiny_chat", "kinds"], "model\ntokenizer\n"),
        (["tiny_chat", "base"], "tiny\n"),
        (["model:tiny@lab", "env"], "lab\n"),
    ],
)
def test_one_value_is_printed_raw(cards: GitFixture, ask: Ask, words: list[str], printed: str) -> None:
    assert ask("show", *words) == (0, printed, "")


def test_a_value_is_printed_as_it_is_and_in_a_document(cards: GitFixture, ask: Ask) -> None:
    cards.write({"catalog/a.yaml": 'name: a\nnote: "two\\nlines  \u00e9"\nn: null\n'})
    assert ask("show", "a", "note")[1] == "two\nlines  \u00e9\n"
    document = json.loads(ask("show", "a", "note", "--format", "json")[1])
    assert (document["field"], document["value"]) == ("note", "two\nlines  \u00e9")
    assert ask("show", "a", "n")[0] == 1


def test_a_word_that_is_no_field_is_a_card_and_one_that_is_neither_is_reported_as_both(
    cards: GitFixture, ask: Ask
) -> None:
    both = ask("show", "tiny", "sums")[1]
    assert both == f"{ask('show', 'tiny')[1]}\n{ask('show', 'sums')[1]}"
    document = json.loads(ask("show", "tiny", "sums", "tiny@lab", "--format", "json")[1])
    assert [each["query"] for each in document["cards"]] == ["tiny", "sums", "tiny@lab"]
    said = "catalog: catalog/models/tiny.yaml:1: card 'tiny' has no field 'licence' (did you mean 'license'?)\n"
    assert ask("show", "tiny", "licence") == (1, "", said)


def test_a_listed_name_with_its_kind_is_that_card(cards: GitFixture, ask: Ask) -> None:
    listed = [line.removeprefix("   - ") for line in ask("list")[1].splitlines()[1:-1]]
    assert [ask("show", name)[0] for name in listed] == [0] * 5
    assert ask("show", "dataset:tiny")[0] == 1


def test_an_opened_config_names_the_variables_that_are_replaced_in_it(cards: GitFixture, ask: Ask) -> None:
    cards.write(
        {
            "catalog/models/long.yaml": "name: long\nmodel_family: qwen\nmodel_arch: qwen3_8b\n"
            'checkpoint: "hg://org/long"\nmodel_config: {max_seq_len: "${env:LENGTH:1}${env:ZEROS}"}\n',
        }
    )
    code, text, _ = ask("show", "long", "--opened")
    (line,) = [each for each in text.splitlines() if "max_seq_len" in each and "${env:" in each and "from" in each]
    assert (code, line.split("from")[1]) == (0, " long (catalog/models/long.yaml:5), with the variables LENGTH, ZEROS")
    origins = json.loads(ask("show", "long", "--opened", "--format", "json")[1])["opened"]["model"]["origins"]
    assert origins["max_seq_len"]["variables"] == ["LENGTH", "ZEROS"]
    assert "variables" not in origins["num_layers"]


def test_a_second_field_is_no_card_and_one_is_shown_at_a_time(cards: GitFixture, ask: Ask) -> None:
    code, out, err = ask("show", "tiny", "license", "description")
    assert (code, out) == (1, "")
    assert "card 'license' is not known" in err and "one field is shown at a time: `catalog show tiny license`" in err
    assert "one field" not in ask("show", "tiny", "sums", "licence")[2]
    assert "(did you mean 'model_config' or 'model_arch'?)" in ask("show", "tiny", "model")[2]
