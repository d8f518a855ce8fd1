"""Every code that the toolchain notes has one rule with a manual page, and docs/ says what the rules say."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from assetcards.commands.rules import list_rules
from assetcards.docstrings import first_paragraph
from assetcards.lint.judging import Judge
from assetcards.lint.lint import lint_catalog
from assetcards.model.settings_file import parse_settings
from assetcards.model.settings_reading import SETTINGS_BY_TABLE
from assetcards.rendering.display import PLAIN
from assetcards.rendering.rules import GROUPS, render_manual
from assetcards.rules.registry import all_rules, manual_of, rule_modules
from assetcards.text.documents import Bounds
from tests.house.sources import PACKAGE, ROOT, module_files
from tests.unit.rules.judging import MODEL, catalog_of

CODE = re.compile(r"C[0-9]{3}")
SETTINGS_PAGE = ROOT / "docs" / "settings.md"


def texts_of(tree: ast.Module) -> Iterator[str]:
    """Every text constant of a module that is no documentation."""
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.value


NOTED = {
    name: {text for text in texts_of(tree) if CODE.fullmatch(text)}
    for name, tree in module_files()
    if not name.startswith("rules/") and name != "findings"
}
"""The codes that each module writes but for the rules themselves, and the table of how bad they are."""


def test_every_code_that_is_noted_has_a_rule() -> None:
    missing = {code: name for name, codes in NOTED.items() for code in codes if code not in rule_modules()}
    assert missing == {}


def test_every_rule_has_a_check_or_is_noted_by_reading_resolving_or_settings() -> None:
    noted = set().union(*NOTED.values())
    assert [rule.code for rule in all_rules() if not rule.judges and rule.code not in noted] == []


def test_every_rule_has_a_code_and_a_name_of_its_own() -> None:
    written = [text for name, tree in module_files() if name.startswith("rules/") for text in rule_arguments(tree)]
    assert sorted(written) == sorted({text for rule in all_rules() for text in (rule.code, rule.name)})


def rule_arguments(tree: ast.Module) -> Iterator[str]:
    """The code and the name in `RULE = Rule(...)` of a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Rule":
            arguments = {keyword.arg: keyword.value for keyword in node.keywords}
            yield from (ast.literal_eval(arguments[name]) for name in ("code", "name"))


def test_rules_explain_codes_that_there_are() -> None:
    assert [code for rule in all_rules() for code in rule.explains if code not in rule_modules()] == []


# Manual pages


@pytest.mark.parametrize("code", rule_modules())
def test_a_manual_page_has_a_sentence_an_example_and_a_fix(code: str) -> None:
    manual = manual_of(code)
    paragraphs = manual.split("\n\n")
    assert paragraphs[0].endswith(".") and len(first_paragraph(manual_of(code))) <= 130
    examples = [place for place, text in enumerate(paragraphs) if text.startswith("    ")]
    assert examples and examples[-1] < len(paragraphs) - 1
    assert code[:2] in GROUPS


def example_of(code: str) -> str:
    """The first indented block of a manual page."""
    block = re.search(r"^    .*(?:\n(?:    .*|(?=\n    )))*", manual_of(code), re.MULTILINE)
    assert block is not None
    return re.sub(r"^    ", "", block[0], flags=re.MULTILINE) + "\n"


FILES_BESIDE = {"C617", "C618"}
"""Rules of files beside the cards, which a catalog in memory has not; their golden cases have them."""


@pytest.mark.parametrize(
    "code", [code for code in rule_modules() if code[:2] in ("C3", "C6", "C9") and code not in FILES_BESIDE]
)
def test_the_example_of_a_manual_page_is_reported(code: str) -> None:
    example = example_of(code)
    heading = example.partition("\n")[0]
    settings = re.search(r"`(hosts = .*)`", heading)
    if "catalog.toml" in heading and settings is None:
        catalog = catalog_of({"models/x.yaml": f"name: tiny\n{MODEL}"}, example)
    else:
        catalog = catalog_of({"models/x.yaml": example}, f"[uris]\n{settings[1]}\n" if settings else "")
    judge = Judge(None)
    found = judge.lint(judge.settle(catalog)) if "the change that adds" in heading else lint_catalog(catalog)
    assert code in [finding.code for finding in found]


# Pages


def test_the_page_of_rules_is_what_the_command_writes() -> None:
    assert (ROOT / "docs" / "rules.md").read_text("utf-8") == render_manual(list_rules(), PLAIN), (
        "regenerate it: catalog rules --format markdown > docs/rules.md"
    )


def test_the_page_of_settings_has_every_setting_and_its_default() -> None:
    page = SETTINGS_PAGE.read_text("utf-8")
    names = {
        f"{table}.{name}" if table else name
        for table in ("", "rules", "uris", "bounds", "families")
        for name in SETTINGS_BY_TABLE[table]
    }
    rows = dict(re.findall(r"^\| `(?:\[\[)?([a-z_.]+)(?:\]\])?` \|.*\| (.*?) \|$", page, re.MULTILINE))
    documented = {name for name in rows if not name.startswith("policy.")}  # docs/policy.md has its outcomes
    kinds = {f"families.{kind}" for kind in ("model", "dataset", "tokenizer")}  # a row has their tables
    assert documented == names - kinds - {"rules", "uris", "bounds", "policy", "families"}
    assert {name: int(rows[f"bounds.{name}"]) for name in Bounds._fields} == Bounds()._asdict()


def test_the_example_of_the_page_of_settings_is_read_whole() -> None:
    example = re.search(r"```toml\n(.*?)```", SETTINGS_PAGE.read_text("utf-8"), re.DOTALL)
    assert example is not None
    settings = parse_settings(example[1].encode())
    assert settings.findings == ()
    assert settings.ignore and settings.path_ignores and settings.environments and settings.bounds != Bounds()


def test_a_rule_is_in_the_folder_of_its_group_in_a_file_of_its_name() -> None:
    """There whoever writes the next one finds a neighbour to begin with."""
    found = [path for path in PACKAGE.rglob("*.py") if "\nRULE = Rule(" in path.read_text("utf-8")]
    expected = {
        f"rules/{GROUPS[rule.code[:2]].partition(' ')[0].lower()}/{rule.name.replace('-', '_')}.py"
        for rule in all_rules()
    }
    assert {path.relative_to(PACKAGE).as_posix() for path in found} == expected
