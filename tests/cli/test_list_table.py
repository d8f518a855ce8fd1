"""`catalog list` as a table: its width, its columns, their order, and the same columns for programs."""

from __future__ import annotations

import csv
import fcntl
import json
import os
import pty
import struct
import subprocess
import sys
import termios
from io import StringIO
from pathlib import Path

import pytest

from assetcards.rendering.listing_columns import DEFAULT
from assetcards.rendering.table import width_of
from tests.cli.conftest import Ask
from tests.cli.screens import list_screen
from tests.gitfixture import GitFixture

SIZES = """\
{name: small, model_family: my_model, checkpoint: /s, context_length: 512, license: MIT}
---
{name: large, base: small, checkpoint: /l, context_length: 131072, owners: [ada, "b,ob"]}
---
{name: middle, base: small, checkpoint: /m, context_length: 4096, description: "A\\tb."}
---
{name: unknown, model_family: my_model, checkpoint: /u}
"""


@pytest.mark.parametrize("width", [20, 40, 60, 80, 100, 120, 200])
def test_no_line_is_wider_than_the_terminal_and_no_card_has_two(width: int) -> None:
    table, _, left_out = list_screen(width).partition("no room for:")
    lines = table.splitlines()
    assert [line for line in [*lines, *f"no room for:{left_out}".splitlines()] if width_of(line) > width] == []
    assert len(lines) == 1 + 6
    assert set(left_out.replace(",", "").split()) <= set(DEFAULT)


def test_a_terminal_gets_a_table_and_a_pipe_the_form_of_the_guide(cards: GitFixture, ask: Ask) -> None:
    ours, theirs = pty.openpty()
    try:
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 50, 0, 0))
        variables = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "FORCE_COLOR")}
        subprocess.run(
            [sys.executable, "-m", "assetcards", "list"],
            stdout=theirs,
            env=variables | {"NO_COLOR": "1"},
            check=True,
            timeout=60,
        )
        shown = os.read(ours, 10_000).decode().replace("\r\n", "\n")
    finally:
        os.close(ours)
        os.close(theirs)
    assert shown == (
        "name       kinds     family    archite…  environm…\n"
        "sums       dataset   generic\n"
        "tiny       model     small     tiny      lab\n"
        "tiny_chat  model,…   small,…   tiny\n"
        "no room for: license, description\n"
    )
    assert ask("list") == ask("list", "--format", "guide")


def test_cards_are_sorted_by_a_column_and_those_without_a_value_are_last(cards: GitFixture, ask: Ask) -> None:
    cards.write({"catalog/models/sizes.yaml": SIZES})
    asked = ("list", "--family", "my_model", "--columns", "name,context,license")
    table = "name     context  license\n{}\n"
    rows = ["small        512  MIT", "middle      4096  MIT", "large     131072  MIT", "unknown"]
    assert ask(*asked, "--sort", "context") == (0, table.format("\n".join(rows)), "")
    assert ask(*asked, "--sort", "-context") == (0, table.format("\n".join([*rows[2::-1], rows[3]])), "")
    limited = ask(*asked, "--sort", "-context", "--limit", "1")
    assert limited == (0, "name   context  license\nlarge   131072  MIT\n", "catalog: 3 more cards beyond --limit 1\n")
    assert ask("list", "--sort", "-context", "--format", "names", "--where", "context")[1] == "large\nmiddle\nsmall\n"


def test_cards_that_are_the_same_in_a_column_are_sorted_by_the_next_one(cards: GitFixture, ask: Ask) -> None:
    cards.write({"catalog/models/sizes.yaml": SIZES})
    asked = ["list", "--family", "my_model", "--format", "names"]
    assert ask(*asked, "--sort", "license,-context")[1].split()[:3] == ["large", "middle", "small"]
    assert ask(*asked, "--sort", "license", "--sort", "context")[1].split()[:3] == ["small", "middle", "large"]
    assert ask(*asked, "--sort", "parameters,name")[1].split()[:3] == ["large", "middle", "small"]


def test_what_only_looks_like_a_number_and_what_is_too_long_for_one_are_sorted(cards: GitFixture, ask: Ask) -> None:
    notes = {"m_1": "5²", "m_2": "5" + "9" * 5000, "m_3": "4²"}
    text = "---\n".join(f"{{name: {name}, base: tiny, note: '{note}'}}\n" for name, note in notes.items())
    cards.write({"catalog/models/more.yaml": text})
    assert ask("list", "m_*", "--sort", "note", "--format", "names") == (0, "m_3\nm_1\nm_2\n", "")


def test_numbers_in_strings_are_sorted_as_numbers(cards: GitFixture, ask: Ask) -> None:
    sizes = ("70b", "7b", "0.6b", "13b", "7b_chat", "base")
    cards.write({"catalog/a.yaml": "\n---\n".join(f"name: m_{size}\nmodel_arch: {size}" for size in sizes)})
    names = ask("list", "m_*", "--sort", "arch", "--format", "names")[1].split()
    assert names == ["m_0.6b", "m_7b", "m_7b_chat", "m_13b", "m_70b", "m_base"]


def test_the_columns_are_the_same_for_programs(cards: GitFixture, ask: Ask) -> None:
    cards.write({"catalog/models/sizes.yaml": SIZES})
    asked = ("list", "middle", "large", "--columns", "name,owners,description,file", "--format")
    rows = [["name", "owners", "description", "file"]]
    rows += [["large", '["ada", "b,ob"]', "", "models/sizes.yaml:3"], ["middle", "", r"A\tb.", "models/sizes.yaml:5"]]
    assert list(csv.reader(StringIO(ask(*asked, "csv")[1]))) == rows
    assert [line.split("\t") for line in ask(*asked, "tsv")[1].splitlines()] == rows
    assert ask(*asked, "markdown")[1].splitlines()[2:] == [
        "| `large` | ada, b,ob |  | `models/sizes.yaml:3` |",
        r"| `middle` |  | `A\tb.` | `models/sizes.yaml:5` |",
    ]
    documents = [json.loads(line) for line in ask(*asked, "jsonl")[1].splitlines()]
    assert [each["values"]["owners"] for each in documents] == [["ada", "b,ob"], None]
    assert json.loads(ask(*asked, "json")[1])["cards"] == [
        {key: value for key, value in each.items() if key != "schema_version"} for each in documents
    ]


def test_programs_get_back_what_a_card_says_also_where_a_spreadsheet_takes_it_for_a_formula(
    cards: GitFixture, ask: Ask
) -> None:
    """A sign before it would be a part of the value for all that read CSV and are no spreadsheet."""
    said = ["=1+1", "+1", "-1", "@sum", '=HYPERLINK("x,y")']
    cards.write({f"catalog/f{at}.yaml": json.dumps({"name": f"f{at}", "note": each}) for at, each in enumerate(said)})
    asked = ("list", "f*", "--columns", "note", "--format")
    assert [row[0] for row in csv.reader(StringIO(ask(*asked, "csv")[1]))] == ["note", *said]
    assert ask(*asked, "tsv")[1].splitlines() == ["note", *said]
    assert [json.loads(line)["values"]["note"] for line in ask(*asked, "jsonl")[1].splitlines()] == said


def test_a_date_is_shown_and_asked_for_as_it_is_written(cards: GitFixture, ask: Ask) -> None:
    cards.write({"catalog/dated.yaml": "name: dated\nwhen: 2024-06-30\n"})
    assert ask("show", "dated", "when") == (0, "2024-06-30\n", "")
    asked = ("list", "--where", "when=2024-06-30", "--columns", "name,when", "--format")
    assert [ask(*asked, each)[1].splitlines()[1:] for each in ("csv", "tsv", "agent")] == [
        ["dated,2024-06-30"], ["dated\t2024-06-30"], ["dated\t2024-06-30"]
    ]  # fmt: skip


def test_an_override_has_a_row_where_its_environment_is_a_column(cards: GitFixture, ask: Ask) -> None:
    asked = ("list", "tiny", "--format", "tsv", "--columns")
    assert ask(*asked, "name,environments")[1] == "name\tenvironments\ntiny\tlab\n"
    assert ask(*asked, "name,env,checkpoint")[1] == (
        "name\tenv\tcheckpoint\ntiny\t\t./weights/tiny.pt\ntiny@lab\tlab\t/lab/tiny.pt\n"
    )


def test_a_column_that_there_is_not_is_an_error_that_says_what_is_meant(cards: GitFixture, ask: Ask) -> None:
    for asked in (
        ("list", "sums", "--columns"),
        ("list", "--format", "csv", "--sort"),
        ("search", "sums", "--columns"),
    ):
        code, out, err = ask(*asked, "name,licence,model.encoder.layer")
        assert (code, out) == (2, "")
        assert err.endswith("Error: no card has the field 'licence' (did you mean 'license'?)\n")
    assert "(did you mean 'source'?)" in ask("list", "--columns", "sourc")[2]


def test_a_field_that_no_card_has_but_might_is_an_empty_column(cards: GitFixture, ask: Ask) -> None:
    assert ask("list", "sums", "--columns", "name,parameters") == (
        0, "name  parameters\nsums\n", "catalog: no card has the field 'parameters'\n"
    )  # fmt: skip


def test_cards_are_sorted_by_every_column_there_is(cards: GitFixture, ask: Ask) -> None:
    cards.write({"more/aa.yaml": "name: zero\n"})
    asked = ("list", "--store", "more", "--format", "csv", "--columns", "name", "--sort")
    for columns, names in (
        ("file", ["zero", "sums", "tiny", "tiny_chat"]),
        ("-file", ["tiny_chat", "tiny", "sums", "zero"]),
        ("source,-name", ["tiny_chat", "tiny", "sums", "zero"]),
        ("-source,name", ["zero", "sums", "tiny", "tiny_chat"]),
        ("environments,-name", ["tiny", "zero", "tiny_chat", "sums"]),
    ):
        assert ask(*asked, columns)[1].split()[1:] == names, columns


def test_a_field_with_a_dot_or_an_operator_in_its_name_is_quoted_everywhere(cards: GitFixture, ask: Ask) -> None:
    cards.write({"catalog/odd.yaml": 'name: odd\n"a.b": dotted\n"k=v": eq\nmodel_config: {"x.y": {"!z": 5}}\n'})
    for field, value in (('"a.b"', "dotted"), ('"k=v"', "eq"), ('model."x.y"."!z"', "5")):
        assert ask("show", "odd", field)[1] == f"{value}\n"
        asked = (
            "list",
            "--where",
            f"{field}={value}",
            "--where",
            field,
            "--format",
            "tsv",
            "--columns",
            f"name,{field}",
        )
        assert ask(*asked)[1].splitlines()[1:] == [f"odd\t{value}"]
    assert """(did you mean '"a.b"'?)""" in ask("show", "odd", "a.b")[2]
    assert """(did you mean '"a.b"'?)""" in ask("list", "--where", "a.b=dotted")[2]
    assert """(did you mean '"a.b"'?)""" in ask("list", "--columns", "a.b")[2]
    assert '"a.b": dotted' in ask("show", "odd", "--format", "agent")[1].splitlines()


def test_lists_are_json_for_programs_and_empty_ones_are_there(cards: GitFixture, ask: Ask) -> None:
    cards.write({"catalog/t.yaml": 'name: full\ntags: [a, "b,c", 3]\n---\nname: empty\ntags: []\n---\nname: null\n'})
    asked = ("list", "--where", "tags", "--columns", "name,kinds,tags", "--format")
    for output_format in ("tsv", "agent"):
        assert ask(*asked, output_format)[1] == 'name\tkinds\ttags\nempty\tother\t[]\nfull\tother\t["a", "b,c", 3]\n'
    assert "empty" not in ask("list", "--where", "!tags", "--format", "names")[1].split()
    assert ask("list", "--where", "status", "--format", "names")[0] == 1
    assert ask("show", "full", "tags", "--format", "agent")[1] == 'tags: ["a", "b,c", 3]\n'


def test_resolved_cards_are_what_show_prints_of_each(cards: GitFixture, ask: Ask) -> None:
    lines = ask("list", "--resolved", "--format", "jsonl")[1].splitlines()
    names = ask("list", "--format", "names")[1].split()
    shown = {name: json.loads(ask("show", name, "--format", "json")[1]) for name in names}
    assert {each["query"]: each for each in map(json.loads, lines)} == shown
    document = json.loads(ask("list", "--resolved", "--format", "json")[1])
    assert [each["query"] for each in document["cards"]] == [json.loads(line)["query"] for line in lines]


@pytest.mark.parametrize(
    "options", [["--resolved"], ["--resolved", "--format", "jsonl", "--columns", "name"], ["--limit", "0"]]
)
def test_what_cannot_be_printed_together_is_refused(cards: GitFixture, ask: Ask, options: list[str]) -> None:
    assert ask("list", *options)[0] == 2


def test_no_card_is_no_table(tmp_path: Path, ask: Ask) -> None:
    assert ask("list", "--format", "table", "--root", tmp_path)[:2] == (0, "  no card\n")
