"""A quick start: what one `catalog show` does not load, and PyYAML as whole as before."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import os
import re
import shutil
import subprocess
import sys
import typing
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import pytest

from assetcards.cli.quickstart import _Deferred, loading_quickly, quick_imports
from tests.gitfixture import GitFixture

SLOW = {
    *("git", "json", "pathlib", "urllib.parse", "tomllib", "difflib", "importlib.metadata", "subprocess", "traceback"),
    "hashlib",
    *(
        "assetcards.lint.lint",
        "assetcards.rules",
        "assetcards.git.addresses",
        "assetcards.text.tomltext",
        "assetcards.git.repo",
    ),
}
"""What costs milliseconds, and is needed for other questions alone."""

EACH_CLASS_ASKS = "inspect.get_annotations" in inspect.getsource(dataclasses)
"""Whether each dataclass asks `inspect`, as from Python 3.12 on."""


def printed_by(program: str, arguments: Sequence[str] = (), variables: Mapping[str, str] = MappingProxyType({})) -> str:
    """What a Python of its own prints."""
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.check_output(command, text=True, env={**os.environ, **variables})


@pytest.mark.parametrize("is_in_git", [True, False])
def test_showing_a_card_loads_nothing_slow(cards: GitFixture, *, is_in_git: bool) -> None:
    program = """if True:
        import sys
        from assetcards.__main__ import main
        assert main() == 0
        print("LOADED", *sys.modules)
    """
    if not is_in_git:
        shutil.rmtree(cards.folder / ".git")
    loaded = printed_by(program, ["show", "tiny_chat"]).split("LOADED ")[1].split()
    assert SLOW.intersection(loaded) == ({"subprocess"} if is_in_git else set())  # git says which files it ignores


def test_an_expression_of_a_quick_import_is_compiled_when_it_is_used_and_as_it_was_written() -> None:
    with loading_quickly():
        deferred = re.compile("(?P<word>b+)", re.IGNORECASE)
        assert re.compile("c").search("abc") is not None  # while modules are loaded, too
    assert [type(each) for each in (deferred, re.compile("d"))] == [_Deferred, re.Pattern]
    assert [found["word"] for found in deferred.finditer("aBba bb")] == ["Bb", "bb"]
    assert deferred.pattern == "(?P<word>b+)"


def test_a_quick_import_that_fails_leaves_python_as_it_was() -> None:
    before, made = list(sys.meta_path), vars(dataclasses).get("_create_fn")
    with pytest.raises(ImportError), quick_imports(), loading_quickly():
        raise ImportError
    assert isinstance(re.compile("a"), re.Pattern)
    assert (sys.meta_path, vars(dataclasses).get("_create_fn")) == (before, made)


def test_what_others_load_is_not_loaded_quickly(tmp_path: Path) -> None:
    (tmp_path / "theirs.py").write_text("import re\nKIND = type(re.compile('a')).__name__\n")
    program = """if True:
        import sys
        sys.path.insert(0, sys.argv[1])
        from assetcards.cli.quickstart import quick_imports
        with quick_imports():
            import assetcards.scalars
            import theirs
        import tomllib._re
        print(theirs.KIND, type(assetcards.scalars._INT).__name__, type(tomllib._re.RE_NUMBER).__name__)
    """
    assert printed_by(program, [str(tmp_path)]) == "Pattern _Deferred Pattern\n"


@pytest.mark.parametrize("first", ["", "import yaml;"])
def test_yaml_loaded_quickly_reads_as_ever(first: str) -> None:
    program = f"""if True:
        import re
        compile_at_once = re.compile
        {first}
        from assetcards.cli.quickstart import quick_imports
        with quick_imports():
            import yaml.cyaml
        assert re.compile is compile_at_once
        import yaml
        text = "when: 2024-06-30 10:20:30\\nlist: [1, 0x1f, 1.5e+3, 1:30, yes, ~]\\n"
        print(yaml.load(text, Loader=yaml.SafeLoader) == yaml.load(text, Loader=yaml.CSafeLoader))
        print(yaml.load(text, Loader=yaml.SafeLoader)["list"])
        print(yaml.safe_dump({{"a": "1:30", "b": "2024-06-30", "c": "x"}}).split())
    """
    assert printed_by(program).splitlines() == [
        "True",
        "[1, 31, 1500.0, 90, True, None]",
        "['a:', \"'1:30'\", 'b:', \"'2024-06-30'\", 'c:', 'x']",
    ]


def test_names_that_are_kept_are_given_without_a_reader_of_cards(cards: GitFixture, tmp_path: Path) -> None:
    cards.commit({f"catalog/models/m{number}.yaml": f"name: m{number}\nmodel_family: small\n" for number in range(30)})
    program = """if True:
        import sys
        from assetcards.__main__ import main
        assert main() == 0
        print("LOADED", *sys.modules)
    """
    line = ["list", "--format", "names", "--rev", "HEAD"]
    variables = {"CATALOG_CACHE_DIR": str(tmp_path / "cache")}
    names, again = (printed_by(program, line, variables).split("LOADED ") for _ in range(2))
    assert names[0] == again[0]
    assert "yaml" in names[1].split()
    assert {"yaml", "click", *([] if EACH_CLASS_ASKS else ["ast"])}.isdisjoint(again[1].split())


def test_what_python_has_for_rare_cases_is_there_when_it_is_used() -> None:
    program = """if True:
        from assetcards.cli.quickstart import loading_quickly
        with loading_quickly():
            import dataclasses
            import inspect
        import sys
        assert "ast" not in sys.modules
        print(inspect.signature(dataclasses.replace), sys.modules["inspect"].__file__ == inspect.__file__)
    """
    assert printed_by(program) == "(obj, /, **changes) True\n"


def test_a_named_tuple_of_a_quick_import_has_the_types_that_were_written() -> None:
    check = vars(typing)["_type_check"]
    with loading_quickly():
        Pair = typing.NamedTuple("Pair", [("first", "int | None"), ("second", int)])  # noqa: UP014 (made here)
        either = typing.Union["Pair", None]
    assert vars(typing)["_type_check"] is check
    assert typing.get_type_hints(Pair) == {"first": int | None, "second": int}
    assert either == typing.Union[typing.ForwardRef("Pair"), None]  # noqa: UP007 (as above)


def test_a_dataclass_of_a_quick_import_does_what_any_does() -> None:
    def made() -> type:
        @dataclasses.dataclass(frozen=True, slots=True, kw_only=True, order=True)
        class Point:
            x: int
            y: int = 2

        return Point

    with loading_quickly():
        quick = made()
    slow = made()
    for point in (quick, slow):
        one = point(x=1)
        assert repr(one).endswith("Point(x=1, y=2)")
        assert (one == point(x=1), one == point(x=2), one == 1, one < point(x=2)) == (True, False, False, True)
        assert hash(one) == hash(point(x=1, y=2))
        assert dataclasses.replace(one, y=3).y == 3
        assert copy.copy(one) == one
        with pytest.raises(dataclasses.FrozenInstanceError):
            one.x = 2
        with pytest.raises(dataclasses.FrozenInstanceError):
            del one.x
    assert [name for name in vars(slow) if name not in vars(quick)] == []


def test_the_modules_of_a_package_are_found_without_what_python_has_for_rare_cases() -> None:
    program = """if True:
        from assetcards.cli.quickstart import loading_quickly
        with loading_quickly():
            from assetcards.rules.registry import rule_modules
        import inspect, sys
        names = sorted(module.__name__ for module in rule_modules().values())
        print("ast" in sys.modules)
        inspect.signature(len)
        print("ast" in sys.modules, inspect.getmodulename("a/b.py"), len(names) > 100)
    """
    assert printed_by(program) == f"{EACH_CLASS_ASKS}\nTrue b True\n"
