"""What `import assetcards` costs."""

from __future__ import annotations

import subprocess
import sys

HEAVY = (
    "click",
    "git",
    "yamllint",
    "jsonschema",
    "yaml",
    "dataclasses",
    "importlib.metadata",
    "assetcards.model.catalog",
)


def modules_after(statement: str) -> set[str]:
    program = f"{statement}\nimport sys\nprint('\\n'.join(sys.modules))"
    return set(subprocess.check_output([sys.executable, "-c", program], text=True).split())


def test_importing_the_library_loads_nothing_that_costs() -> None:
    assert modules_after("import assetcards").intersection(HEAVY) == set()


def test_reading_a_folder_loads_no_git_and_no_command_line() -> None:
    statement = "import assetcards; assetcards.open_catalog('catalog', stores=[]).card('qwen3_8b').fields"
    assert modules_after(statement).intersection({"click", "git", "jsonschema", "yamllint", "tomllib"}) == set()


def test_every_public_name_is_listed_before_it_is_used() -> None:
    program = "import assetcards; assert set(assetcards.__all__) <= set(dir(assetcards)), dir(assetcards)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_the_folder_of_cards_is_no_package() -> None:
    program = "import catalog"
    done = subprocess.run([sys.executable, "-P", "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "No module named 'catalog'" in done.stderr
