"""`catalog.toml`: what is read from it, and what is said of what cannot be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetcards import FolderTree, MemoryTree
from assetcards.lint.lint import lint_catalog
from assetcards.model.ceilings import CEILINGS
from assetcards.model.policy_names import POLICY_NAMES
from assetcards.model.settings import (
    DEFAULT_SCHEMES,
    MAX_SETTINGS_BYTES,
    CodeChoice,
    PathIgnore,
    Settings,
)
from assetcards.model.settings_file import load_settings, parse_settings
from assetcards.model.settings_reading import MAX_FINDINGS, SETTINGS_BY_TABLE
from assetcards.model.upstream_reading import UPSTREAM_KEYS
from assetcards.text.documents import Bounds
from assetcards.values import render_value
from tests.unit.rules.judging import catalog_of

FULL = """\
environments = ["lab", "edge-1.b"]
fields = ["reviewed_by"]

[rules]
select = ["C", "C301"]
ignore = ["C6"]

[[ignore]]
path = "models/*"
codes = ["C301"]
reason = "for a test"

[[ignore]]
path = "x.yaml"
codes = ["C3",
  "C6"]
reason = "for a test"

[uris]
schemes = ["hg"]
hosts = ["*.example.org"]

[bounds]
depth = 3
nodes = 4
"""


def told_of(text: str) -> list[str]:
    """What is said of a `catalog.toml`, as lines without hints."""
    return [f"{d.line}:{d.column}: {d.code} {d.message}" for d in parse_settings(text.encode()).findings]


def test_every_setting_is_read() -> None:
    settings = parse_settings(FULL.encode())
    assert settings == Settings(
        is_catalog=True,
        environments=("lab", "edge-1.b"),
        fields=("reviewed_by",),
        select=(CodeChoice("C", 5, 11), CodeChoice("C301", 5, 16)),
        ignore=(CodeChoice("C6", 6, 11),),
        path_ignores=(
            PathIgnore("models/*", (CodeChoice("C301", 10, 10),), "for a test", 8, 3),
            PathIgnore("x.yaml", (CodeChoice("C3", 15, 10), CodeChoice("C6", 16, 3)), "for a test", 13, 3),
        ),
        schemes=("hg",),
        hosts=("*.example.org",),
        bounds=Settings().bounds._replace(depth=3, nodes=4),
    )


@pytest.mark.parametrize("text", ["", "# only a comment\n\n  # and another", "[rules]\n", "environments = []\n"])
def test_what_is_left_out_has_its_default(text: str) -> None:
    assert parse_settings(text.encode()) == Settings(is_catalog=True)


def test_a_folder_without_the_file_is_no_catalog() -> None:
    assert load_settings(MemoryTree("x", {"a.yaml": "name: a\n"})) == Settings()
    assert load_settings(MemoryTree("x", {"catalog.toml": ""})) == Settings(is_catalog=True)


def test_a_link_or_folder_of_that_name_is_reported(tmp_path: Path) -> None:
    (tmp_path / "catalog.toml").symlink_to("elsewhere.toml")
    settings = load_settings(FolderTree(tmp_path))
    assert settings.is_catalog
    assert [str(d) for d in settings.findings] == [
        "catalog.toml: C901 error: is a symbolic link, not a file (fix it; until then no setting of this file applies)"
    ]
    (tmp_path / "folder" / "catalog.toml").mkdir(parents=True)
    settings = load_settings(FolderTree(tmp_path / "folder"))
    assert [d.message for d in settings.findings] == ["is a folder, not a file"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{'a.' * 20_000}a = 1", "1:130: C901 nested deeper than 64 levels"),
        ("a = [", "1:6: C901 not valid TOML: invalid value"),
        ("environments = ['lab'\n\n[rules]\n", "3:1: C901 not valid TOML: unclosed array"),
        ("x = 1\n" * 200_000, "1:1: C901 file is larger than 1 MiB"),
        ("[rule]", "1:2: C902 unknown setting 'rule'"),
        ("[rules]\nx.y = 3", "2:1: C902 unknown setting 'x'"),
        ("rules = { ignored = [] }", "1:11: C902 unknown setting 'ignored'"),
        ("[bounds]\nwidth = 3", "2:1: C902 unknown setting 'width'"),
        ("environments = 'lab'", "1:1: C903 environments is 'lab'"),
        ("environments = ['lab', 'a b']", "1:24: C903 environments has the item 'a b'"),
        ("environments = ['']", "1:17: C903 environments has the item ''"),
        ("environments = ['a@b']", "1:17: C903 environments has the item 'a@b'"),
        ("fields = [' x']", "1:11: C903 fields has the item ' x'"),
        ("fields = [\n  'x',\n  1.5,\n]", "3:3: C903 fields has the item 1.5"),
        ("rules = 3", "1:1: C903 rules is 3, not a table"),
        ("[[rules]]", "1:3: C903 rules is a list, not a table"),
        ("[rules]\nselect = []", "2:1: C903 select is an empty list"),
        ("[rules]\nselect = ['c3']", "2:11: C903 select has the item 'c3'"),
        ("[rules]\nignore = true", "2:1: C903 ignore is true"),
        ("ignore = ['C301']", "1:11: C903 ignore has the item 'C301', not a table"),
        ("[ignore]\npath = 'x'", "1:2: C903 ignore is a table, not a list of tables"),
        ("[uris]\nschemes = ['hg://']", "2:12: C903 schemes has the item 'hg://'"),
        ("[uris]\nhosts = ['https://example.org']", "2:10: C903 hosts has the item 'https://example.org'"),
        ("[bounds]\ndepth = 0", "2:1: C903 bound depth is 0"),
        ("[bounds]\ndepth = true", "2:1: C903 bound depth is true"),
        ("[bounds]\ndepth = 1e3", "2:1: C903 bound depth is 1000.0"),
        ("bounds.depth = 'x'", "1:8: C903 bound depth is 'x'"),
        ("[bounds]\ndepth = 201", "2:1: C903 bound depth is 201"),
    ],
)
def test_a_wrong_setting_is_reported_where_it_is_and_the_default_holds(text: str, told: str) -> None:
    assert told_of(text) == [told]
    settings = parse_settings(text.encode())
    assert (settings.select, settings.schemes, settings.hosts) == (None, DEFAULT_SCHEMES, ("*",))
    assert settings.bounds == Settings().bounds


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("codes = ['C3']\nreason = 'x'", ["1:3: C903 [[ignore]] without path"]),
        ("path = 'x'\nreason = 'x'", ["1:3: C903 [[ignore]] without codes"]),
        ("path = 'x'\ncodes = []\nreason = 'x'", ["3:1: C903 codes is an empty list"]),
        ("path = 'x'\ncodes = ['C3']\nreason = '  '", ["4:1: C903 reason is '  '"]),
        ("path = 3\ncodes = ['C3', 'X']\nreason = 'x'", ["2:1: C903 path is 3", "3:16: C903 codes has the item 'X'"]),
        ("path = 'x'\ncodes = ['C3']\nreason = 'x'\nuntil = 2030", ["5:1: C902 unknown setting 'until'"]),
    ],
)
def test_an_ignore_has_to_say_what_where_and_why(entry: str, told: list[str]) -> None:
    text = f"[[ignore]]\n{entry}\n"
    assert sorted(told_of(text)) == told
    assert len(parse_settings(text.encode()).path_ignores) == ("until" in entry)


def test_a_right_item_beside_a_wrong_one_holds_where_it_adds_to_others() -> None:
    settings = parse_settings(b"environments = ['lab', 3]\nfields = ['', 'x']\n[rules]\nignore = ['C3', 'x']\n")
    assert (settings.environments, settings.fields) == (("lab",), ("x",))
    assert [choice.text for choice in settings.ignore] == ["C3"]


def test_a_file_of_a_megabyte_is_read() -> None:
    text = "fields = ['x']\n" + "#" * (MAX_SETTINGS_BYTES - 15)
    assert len(text) == MAX_SETTINGS_BYTES
    assert load_settings(MemoryTree("x", {"catalog.toml": text})).fields == ("x",)
    told = load_settings(MemoryTree("x", {"catalog.toml": text + "#"})).findings
    assert [d.message for d in told] == ["file is larger than 1 MiB"]


@pytest.mark.parametrize(
    "number",
    [
        *(f"0x{'f' * digits}" for digits in (16, 5000)),
        f"0o{'7' * 6000}",
        f"0b{'1' * 20_000}",
        f"[0x{'f' * 5000}]",
        f"[[0x{'f' * 5000}], 1]",
        *(
            "9223372036854775808",
            "-0",
            "-1",
            "1e999",
            "1e999999",
            "inf",
            "-inf",
            "nan",
            "true",
            "1.0",
            "'1'",
            "{}",
            "[]",
        ),
        *("1979-05-27", "1979-05-27T07:32:00Z", "07:32:00"),
    ],
)
@pytest.mark.parametrize("bound", Bounds._fields)
def test_what_is_no_bound_is_a_finding_where_it_is_and_short(bound: str, number: str) -> None:
    [finding] = parse_settings(f"[bounds]\n{bound} = {number}\n".encode()).findings
    assert (finding.line, finding.column, finding.code) == (2, 1, "C903")
    assert finding.message.startswith(f"bound {bound} is ")
    assert len(finding.message) < 120


@pytest.mark.parametrize("place", ["depth = ", "depth = [", "x = {y = "])
def test_a_decimal_that_python_does_not_read_is_refused_where_it_is(place: str) -> None:
    [finding] = parse_settings(f"[bounds]\n{place}1{'0' * 4301}\n".encode()).findings
    message = "a number of more than 4000 digits"
    assert (finding.line, finding.column, finding.code, finding.message) == (2, len(place) + 1, "C901", message)


@pytest.mark.parametrize("date", ["0000-01-01", "2024-02-30", "07:61:00"])
def test_a_date_that_is_in_no_calendar_is_refused(date: str) -> None:
    [finding] = parse_settings(f"environments = ['lab']\nfields = [{date}]\n".encode()).findings
    assert (finding.line, finding.code) == (2, "C901")


def setting_of(name: str, count: int) -> str:
    """A `catalog.toml` in which there is so much of one setting that has a ceiling."""
    table, _, key = name.rpartition(".")
    entry = {"path": "x", "codes": ["C301"], "reason": "for a test"}
    if name == "ignore":
        return "".join(f"[[ignore]]\npath = 'x{n}'\ncodes = ['C301']\nreason = 'x'\n" for n in range(count))
    if name == "upstream":
        return "".join(f"[[upstream]]\nname = 'x{n}'\nrepository = '../x{n}'\n" for n in range(count))
    if name == "families.declared":
        return "".join(f"[families.model.x{n}]\n" for n in range(count))
    table = "families.model.x" if name == "families.architectures" else table
    if table == "bounds":
        return f"[bounds]\n{key} = {count}\n"
    if table == "ignore":
        entry[key] = ["C301"] * count if key == "codes" else "x" * count
        return "[[ignore]]\n" + "".join(f"{name} = {value!r}\n" for name, value in entry.items())
    suffix = ".json" if key == "descriptions" else ""
    items = ["C301"] * count if table == "rules" else [f"x{n}{suffix}" for n in range(count)]
    return (f"[{table}]\n" if table else "") + f"{key} = {items!r}\n"


@pytest.mark.parametrize(("name", "ceiling"), CEILINGS.items())
def test_a_setting_goes_up_to_its_ceiling_and_no_further(name: str, ceiling: int) -> None:
    settings = parse_settings(setting_of(name, ceiling).encode())
    assert settings.findings == ()
    assert settings != Settings(is_catalog=True)
    beyond = parse_settings(setting_of(name, ceiling + 1).encode())
    [finding] = beyond.findings
    assert finding.code == "C903"
    assert f"{ceiling}" in f"{finding.message} ({finding.hint})"
    assert f"{ceiling + 1}" in finding.message
    assert beyond._replace(findings=()) == Settings(is_catalog=True)


def test_no_bound_and_no_list_is_without_a_ceiling() -> None:
    settings = {f"{table}.{key}" if table else key for table, keys in SETTINGS_BY_TABLE.items() for key in keys}
    outcomes = {f"policy.{name}" for name in POLICY_NAMES}
    of_upstreams = {f"upstream.{key}" for key in UPSTREAM_KEYS}  # which have MAX_LENGTH in common
    of_families = {f"families.{key}" for key in ("shipped", "closed", "model", "dataset", "tokenizer")}
    tables = {"rules", "uris", "bounds", "policy", "families", "families.KIND.NAME.architectures"}
    counted = set(CEILINGS) - {"families.architectures", "families.declared"}
    assert settings - outcomes - of_upstreams - of_families - tables == counted


def test_the_ceilings_are_documented() -> None:
    page = (Path(__file__).parents[3] / "docs/settings.md").read_text("utf-8")
    rows = re.findall(r"^\| `([a-z_.]+)` \| ([0-9,]+)", page.partition("## Ceilings")[2], re.MULTILINE)
    assert {name: int(most.replace(",", "")) for name, most in rows} == CEILINGS


def test_what_people_write_is_far_from_the_bounds() -> None:
    reason = "see " + "a.b.c.d." * 1200
    entry = f"[[ignore]]\npath = 'x'\ncodes = ['C301']\nreason = '{reason}'\n"
    settings = parse_settings((entry * 80).encode())
    assert (settings.findings, len(settings.path_ignores)) == ((), 80)
    short = entry.replace(reason, "x" * 100)
    assert len(parse_settings((short * 300).encode()).path_ignores) == 300


def test_a_file_of_wrong_settings_has_a_bounded_number_of_findings() -> None:
    text = "".join(f"wrong{n} = {n}\n" for n in range(1000)) + "[bounds]\ndepth = 0\n"
    settings = parse_settings(text.encode())
    assert [finding.line for finding in settings.findings] == [*range(1, MAX_FINDINGS + 1)]
    assert settings.bounds == Settings().bounds


def test_a_name_of_thousands_of_characters_is_shown_in_short() -> None:
    [finding] = parse_settings(b"x" * 9000 + b" = 1\n").findings
    assert len(str(finding)) < 300


def test_a_card_as_deep_as_the_settings_may_allow_is_read_and_judged() -> None:
    deep = (
        "name: tiny\nmodel_family: my_model\nurl: https://example.org\nmodel_config: " + "{a: " * 198 + "1" + "}" * 198
    )
    catalog = catalog_of({"models/x.yaml": f"{deep}\n"}, "[bounds]\ndepth = 200\n")
    assert lint_catalog(catalog) == []
    assert render_value(catalog.card("tiny").config("model")).count("a") == 198


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_bytes_give_settings(content: bytes) -> None:
    assert parse_settings(content).is_catalog
