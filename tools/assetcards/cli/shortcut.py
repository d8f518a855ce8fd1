"""The short way for what people and shells ask most: click is not loaded for it, which takes as long as the answer.

It answers only what it knows wholly. All else, also whatever is wrong with a command line, is left to click, so that
there is one truth: `tests/cli/test_shortcut.py` compares both ways.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence, Set
from functools import partial
from typing import Any

from assetcards.cli.program import COMPLETION_VARIABLE

_OPTIONS = ("--repo", "--root", "--rev", "--env", "--format")
_VERBS = ("show", "blame", "list", "diff", "policy", "validate")
_FOLDERS = ("repo", "root")
_NO_CACHE = "--no-cache"
_VALIDATE_FLAGS = frozenset({"--staged", "--strict", "--quiet", "--allow-none"})

TAKE_CARDS = ("show", "blame", "log", "graph", "compare", "list", "lock", "override", "fetch", "verify")
"""The verbs of which the first argument is completed to the name of a card."""

SAFE_WORD = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._@,:/+=-]|!=)*")
"""The words that mean the same in every shell without quotes: names of the strict grammar, branches, conditions."""

_TYPED = re.compile(rf"catalog +(?:{'|'.join(TAKE_CARDS)}) +([A-Za-z0-9][A-Za-z0-9._@-]*)?")
_FORMS = {"bash": "plain,{}", "zsh": "plain\n{}\n_", "fish": "plain,{}"}
"""How each shell is given a word."""


def maybe_shortcut(words: Sequence[str]) -> Callable[[], int] | None:
    """What runs the command and gives its exit code; None when that is for click to do."""
    variables = os.environ
    run = _maybe_completion(variables) if variables.get(COMPLETION_VARIABLE) else _maybe_verb(words, variables)
    if run is None:
        return None
    from assetcards.cli.boundary import run_guarded

    return lambda: run_guarded(run, words)


def _maybe_completion(variables: Mapping[str, str]) -> Callable[[], int] | None:
    """What answers a shell that completes the first argument of a verb which takes cards."""
    shell, _, wanted = variables[COMPLETION_VARIABLE].partition("_")
    typed = _TYPED.fullmatch(variables.get("COMP_LINE" if shell == "bash" else "COMP_WORDS", ""))
    if typed is None or shell not in _FORMS or wanted != "complete":
        return None
    word = typed[1] or ""
    if shell != "bash" and variables.get("COMP_CWORD") != ("2" if shell == "zsh" else word):
        return None
    from assetcards.cli.in_time import card_names_in_time
    from assetcards.cli.printing import say
    from assetcards.cli.source import Source

    def run() -> int:
        names = filter(SAFE_WORD.fullmatch, card_names_in_time(Source(), word))
        say("\n".join(map(_FORMS[shell].format, names)) + "\n")
        return 0

    return run


def _maybe_verb(words: Sequence[str], variables: Mapping[str, str]) -> Callable[[], int] | None:
    """What runs `show`, `blame`, `list` of all names, `diff` or `policy` of two revisions, `validate` without files.

    Each may be without the cache.
    """
    if not words or words[0] not in _VERBS or variables.get("CATALOG_FORMAT"):
        return None
    known = {_NO_CACHE, *_VALIDATE_FLAGS} if words[0] == "validate" else {_NO_CACHE}
    flags = known.intersection(words)
    line = _maybe_line(words[1:], flags)
    run = None if line is None else _maybe_run(words[0], *line, flags)
    return run if run is None or _NO_CACHE not in flags else partial(_without_cache, run)


def _without_cache(run: Callable[[], int]) -> int:
    from assetcards.sources.defaults import unindexed

    with unindexed():
        return run()


def _maybe_run(
    verb: str, arguments: Sequence[str], options: dict[str, Any], flags: Set[str]
) -> Callable[[], int] | None:
    """What runs a verb that is known here, if it takes just these."""
    output_format = options.pop("format", "text")
    maybe_show = {"show": _maybe_show, "blame": _maybe_blame}.get(verb)
    if maybe_show is not None and arguments:
        return maybe_show(arguments, output_format, options)
    maybe_compare = {"diff": _maybe_diff, "policy": _maybe_policy}.get(verb)
    if maybe_compare is not None and len(arguments) == 2 and not {"rev", "env"} & options.keys():
        return maybe_compare(arguments, output_format, options)
    if verb == "validate" and not arguments:
        return _maybe_validate(flags, output_format, options)
    return _list(options) if verb == "list" and not arguments and output_format == "names" else None


def _maybe_line(words: Sequence[str], flags: Set[str]) -> tuple[Sequence[str], dict[str, Any]] | None:
    """The arguments behind a verb, and the options, if all of them are known here and each is there once."""
    arguments: list[str] = []
    options: dict[str, Any] = {}
    rest = iter(words)
    for word in rest:
        if word in flags:
            continue
        if not word.startswith("-"):
            arguments.append(word)
            continue
        option, equals, value = word.partition("=")
        name, value = option[2:], value if equals else next(rest, "")
        if option not in _OPTIONS or name in options or not value or value.startswith("-"):
            return None
        options[name] = value
    folders = (options[name] for name in _FOLDERS if name in options)
    return (arguments, options) if all(os.path.isdir(each) and os.access(each, os.R_OK) for each in folders) else None


def _maybe_show(arguments: Sequence[str], output_format: str, options: Mapping[str, Any]) -> Callable[[], int] | None:
    from assetcards.cli.showing import print_cards
    from assetcards.cli.source import Source
    from assetcards.rendering.show import FORMATS

    if output_format not in FORMATS:
        return None

    def run() -> int:
        name, *more = arguments
        source = Source(**options)
        with source.open() as catalog:
            print_cards(catalog, name, more, output_format, source)
        return 0

    return run


def _maybe_blame(arguments: Sequence[str], output_format: str, options: Mapping[str, Any]) -> Callable[[], int] | None:
    from assetcards.cli.blaming import print_writers
    from assetcards.cli.source import Source
    from assetcards.rendering.blame import FORMATS

    if output_format not in FORMATS or len(arguments) > 2:
        return None

    def run() -> int:
        print_writers(Source(**options), *arguments, output_format=output_format)
        return 0

    return run


def _maybe_diff(revisions: Sequence[str], output_format: str, options: Mapping[str, Any]) -> Callable[[], int] | None:
    from assetcards.cli.differing import print_diff
    from assetcards.rendering.diff import FORMATS
    from assetcards.sources.ranges import parse_range

    if output_format not in FORMATS:
        return None

    def run() -> int:
        print_diff(parse_range(revisions), output_format, **options)
        return 0

    return run


def _maybe_policy(revisions: Sequence[str], output_format: str, options: Mapping[str, Any]) -> Callable[[], int] | None:
    from assetcards.cli.policing import print_judgement
    from assetcards.rendering.policy import FORMATS
    from assetcards.sources.ranges import parse_range

    if output_format not in FORMATS:
        return None
    return lambda: print_judgement(parse_range(revisions), output_format, **options)


def _maybe_validate(flags: Set[str], output_format: str, options: Mapping[str, Any]) -> Callable[[], int] | None:
    from assetcards.cli.source import Source
    from assetcards.cli.validating import print_verdict
    from assetcards.commands.validate import Part
    from assetcards.rendering.validate import FORMATS

    staged, source = "--staged" in flags, Source(**options)
    if output_format not in FORMATS or (staged and source.rev is not None):
        return None
    none = "--allow-none" in flags
    part = Part(source=source.repo, root=source.root, rev=source.rev, env=source.env, staged=staged, allow_none=none)
    return lambda: print_verdict(part, source, output_format, strict="--strict" in flags, quiet="--quiet" in flags)


def _list(options: Mapping[str, Any]) -> Callable[[], int]:
    from assetcards.cli.all_names import print_all_names
    from assetcards.cli.source import Source

    return lambda: print_all_names(Source(**options))
