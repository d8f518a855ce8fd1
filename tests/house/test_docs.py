"""What the documentation tells is so: its commands are run, and its pages name all there is to name."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from assetcards import Severity, open_catalog, validate
from assetcards.cli.main import EXIT_CODES, VERBS
from assetcards.commands.listing import list_cards
from assetcards.model.filters import Filter
from assetcards.rendering.display import PLAIN
from assetcards.rendering.listing import render_page
from tests.gitfixture import GitFixture, git_variables
from tests.house.pages import Step, as_script, languages, prints_as_told, read_page
from tests.house.sources import PACKAGE, ROOT
from tests.house.words import without_code
from tests.programs import path_with_programs

PAGES = {
    path.relative_to(ROOT).as_posix(): path for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
}
HOME = "/home/ada"
"""The home of the reader whom the pages tell of."""

ABSENT, SYSTEM_STORE = "/etc/fairseq2/absent", "/etc/fairseq2/assets"
"""The pages tell of a machine without a system's store."""

MARK = "--next-step--"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home, and `cards`, a repository in it."""
    GitFixture.init(tmp_path / "cards")
    return tmp_path


def run_page(page: Path, home: Path) -> list[tuple[Step, str]]:
    """Take the steps of a page in the repository; each step with what it printed."""
    steps = [step for step in read_page(page.read_text("utf-8")) if not step.command.startswith("make ")]
    variables = git_variables(home) | {
        "HOME": str(home),
        "PATH": path_with_programs(home / "bin"),
        "LC_ALL": "C.UTF-8",
        "FAIRSEQ2_ASSET_DIR": ABSENT,
        "GIT_AUTHOR_DATE": "@1700000000 +0000",
        "GIT_COMMITTER_DATE": "@1700000000 +0000",
    }
    script = as_script(steps, MARK).replace(HOME, str(home))
    done = subprocess.run(
        ["bash", "-c", script], cwd=home / "cards", env=variables, capture_output=True, text=True, check=False
    )
    printed = done.stdout.replace(str(home), HOME).replace(ABSENT, SYSTEM_STORE)
    return list(zip(steps, printed.split(f"{MARK}\n")[1:], strict=True))


@pytest.mark.parametrize("page", PAGES)
def test_every_command_of_a_page_prints_what_the_page_tells(page: str, home: Path) -> None:
    if page == "README.md":
        begin_tour(home / "cards")
    wrong = [
        f"{page}:{step.line}: $ {step.command}told:\n{step.expected}printed:\n{printed}"
        for step, printed in run_page(PAGES[page], home)
        if not prints_as_told(step.expected, printed, HOME)
    ]
    assert wrong == [], "\n".join(wrong)


def begin_tour(checkout: Path) -> None:
    """A checkout of this repository after `make demo`, by somebody who has not taken the tour yet."""
    written = [step.path for step in read_page(PAGES["README.md"].read_text("utf-8")) if step.path]
    shutil.copytree(ROOT / "catalog", checkout / "catalog")
    for path in written:
        (checkout / path).unlink(missing_ok=True)
    GitFixture(checkout).commit()
    activate = checkout / ".venv" / "bin" / "activate"
    activate.parent.mkdir(parents=True)
    activate.touch()


def test_the_tour_leaves_a_catalog_that_make_test_takes(home: Path) -> None:
    begin_tour(home / "cards")
    run_page(PAGES["README.md"], home)
    with open_catalog(home / "cards" / "catalog", env="", stores=[]) as catalog:
        assert validate(catalog, [Severity.ERROR, Severity.WARNING]).findings == []
        assert "qwen3_8b_poems" in catalog.card_names()
        page = render_page(list_cards(catalog, Filter()), PLAIN)
    assert (home / "cards" / "catalog" / "README.md").read_text("utf-8") == page


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_with_what_it_is_for(page: str) -> None:
    assert re.match(r"# .+\n\n[A-Z`[][^|]*?\.[ \n]", PAGES[page].read_text("utf-8"))


@pytest.mark.parametrize("page", PAGES)
def test_the_name_of_a_file_is_above_its_block_where_readers_see_it(page: str) -> None:
    assert [info for info in languages(PAGES[page].read_text("utf-8")) if " " in info] == []


def test_make_has_the_targets_that_the_pages_name() -> None:
    steps = [step for page in PAGES.values() for step in read_page(page.read_text("utf-8"))]
    named = {step.command.split()[1] for step in steps if step.command.startswith("make ")}
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert {target for target in named if not re.search(rf"^{target}:", makefile, re.MULTILINE)} == set()
    assert {"demo", "test"} <= named


def test_the_readme_opens_with_the_two_commands_that_do_everything() -> None:
    commands = [step.command for step in read_page(PAGES["README.md"].read_text("utf-8"))]
    assert commands[:2] == ["make demo\n", "make test\n"]


def headings(page: str) -> list[str]:
    """The headings of the second level."""
    return re.findall(r"^## (.*)$", PAGES[page].read_text("utf-8"), re.MULTILINE)


def test_every_verb_has_its_chapter() -> None:
    assert [verb for verb in VERBS if f"catalog {verb}" not in headings("docs/commands.md")] == []


def test_every_exit_code_is_told() -> None:
    codes = re.findall(r"^  (\d+) ", EXIT_CODES, re.MULTILINE)
    table = PAGES["docs/exit-codes.md"].read_text("utf-8")
    assert [code for code in codes if f"\n| {code} |" not in table] == []


def test_every_variable_that_is_read_is_told() -> None:
    """Those of the command and of the library's defaults; nothing else reads any."""
    sources = [PACKAGE / "sources" / "defaults.py", *(PACKAGE / "cli").glob("*.py")]
    used = {
        name
        for path in sources
        for name in re.findall(r'"((?:CATALOG|FAIRSEQ2|XDG|NO|FORCE)_[A-Z_0-9]+|TERM|HOME)"', path.read_text("utf-8"))
    }
    table = PAGES["docs/environment-variables.md"].read_text("utf-8")
    assert {name for name in used if f"`{name}`" not in table} == set()


@pytest.mark.parametrize("page", PAGES)
def test_links_between_pages_lead_somewhere(page: str) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]*)#?([^)]*)\)", without_code(PAGES[page].read_text("utf-8")))
    assert [link for link in links if not leads_somewhere(PAGES[page], *link)] == []


def leads_somewhere(page: Path, path: str, heading: str) -> bool:
    """Whether a page may link this file and, in a page, this heading, named as GitHub names them."""
    target = page.parent / path if path else page
    if not heading or not target.exists():
        return target.exists()
    titles = re.findall(r"^#+ (.*)$", target.read_text("utf-8"), re.MULTILINE)
    return heading in {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles}


def test_every_page_is_in_the_list_of_pages() -> None:
    listed = set(re.findall(r"\]\(([^)#:]+)\)", PAGES["docs/README.md"].read_text("utf-8")))
    assert {Path(page).name for page in PAGES if page.startswith("docs/")} - listed == {"README.md"}
