"""`catalog explain`."""

from __future__ import annotations

import click

from assetcards.cli.completing import beginning
from assetcards.cli.options import format_option
from assetcards.cli.printing import say
from assetcards.cli.screen import DISPLAY
from assetcards.commands.explain import explain
from assetcards.rendering.explain import FORMATS


def _complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    from assetcards.policies.registry import all_policies
    from assetcards.rules.registry import all_rules

    names = {rule.code: rule.name for rule in all_rules()} | {policy.code: policy.name for policy in all_policies()}
    codes = [code for code in names if code.lower().startswith(incomplete.lower())]
    return codes or beginning(names.values(), incomplete)


@click.command()
@click.argument("rule", metavar="CODE", shell_complete=_complete)
@format_option(FORMATS)
def command(rule: str, output_format: str) -> None:
    """Show the manual page of a rule or a policy: what it finds, why that matters, an example, and how to fix it.

    \b
    Examples:
      catalog explain C401
      catalog explain base-unknown
      catalog explain P101
    """
    say(FORMATS[output_format](explain(rule), DISPLAY))
