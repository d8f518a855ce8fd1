"""A format is a row of a table, and what the tables have is what verbs take and pages name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from types import ModuleType

import click
import pytest

from assetcards.cli.following import AGENT_VERBS
from assetcards.cli.main import VERBS
from tests.house.sources import PACKAGE, ROOT, imported_names, module_files

MODULES: Mapping[str, ModuleType] = {verb: import_module(f"assetcards.cli.{verb}_command") for verb in VERBS}
TABLES = {verb: tuple(module.FORMATS) for verb, module in MODULES.items() if hasattr(module, "FORMATS")}
"""The formats of the verbs that have more than one."""

PAGE = (ROOT / "docs" / "commands.md").read_text("utf-8")


def choices_of(command: click.Command) -> Iterator[tuple[str, ...]]:
    """What `--format` takes, of a verb or of those below it."""
    for option in command.params:
        if option.name == "output_format":
            assert isinstance(option.type, click.Choice)
            yield tuple(option.type.choices)
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            yield from choices_of(inner)


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_takes_the_formats_of_its_table(verb: str) -> None:
    assert list(dict.fromkeys(choices_of(MODULES[verb].command))) == ([TABLES[verb]] if verb in TABLES else [])


def test_the_verbs_with_a_format_for_agents_are_named_where_there_is_none() -> None:
    assert sorted(AGENT_VERBS) == sorted(verb for verb, formats in TABLES.items() if "agent" in formats)


def test_every_table_is_that_of_a_verb() -> None:
    rendering = [import_module(f"assetcards.rendering.{path.stem}") for path in (PACKAGE / "rendering").glob("*.py")]
    tables = {module.__name__ for module in rendering if hasattr(module, "FORMATS")}
    taken = {
        name.removesuffix(".FORMATS")
        for module, tree in module_files()
        if module.startswith("cli/")
        for name in imported_names(tree)
        if name.endswith(".FORMATS")
    }
    assert taken == tables


def test_every_format_is_in_the_table_of_the_page_on_verbs() -> None:
    chapter = PAGE.partition("\n### Formats\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| (.*) \|$", chapter, re.MULTILINE)
    assert {verb: tuple(re.findall(r"`(\w+)`", formats)) for verb, formats in rows} == TABLES


def test_every_document_for_programs_is_in_a_chapter_of_its_verb() -> None:
    """Of the page on documents, or of the page on verbs where it says `--format json`."""
    titles = re.findall(r"^## (.*)$", (ROOT / "docs" / "json.md").read_text("utf-8"), re.MULTILINE)
    described = {verb for title in titles for verb in re.findall(r"catalog (\w+)", title)}
    for chapter in PAGE.split("\n## ")[1:]:
        if "--format json" in chapter:
            described.add(chapter.split()[1])
    assert {verb for verb, formats in TABLES.items() if "json" in formats} <= described


def test_verbs_give_values_and_write_no_text() -> None:
    text = [
        (module, name)
        for module, tree in module_files()
        if module.startswith("commands/")
        for name in imported_names(tree)
        if name.startswith(("assetcards.rendering", "assetcards.escaping"))
    ]
    assert text == []
