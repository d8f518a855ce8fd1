"""What each verb is asked in tests of all verbs, so that a new one is among them."""

from __future__ import annotations

from importlib import import_module

import click

from assetcards.cli.main import VERBS

COMMANDS: dict[str, click.Command] = {verb: import_module(f"assetcards.cli.{verb}_command").command for verb in VERBS}


def question_of(verb: str) -> str:
    """The shortest command line of a verb, about the card `tiny`."""
    arguments = [each for each in COMMANDS[verb].params if isinstance(each, click.Argument) and each.required]
    return " ".join([verb, *("tiny" for _ in arguments)])
