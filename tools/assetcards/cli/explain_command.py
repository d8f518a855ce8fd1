"""`catalog explain`."""

from __future__ import annotations

import click

from assetcards.cli.options import style
from assetcards.cli.printing import say
from assetcards.commands.policy import maybe_explain_policy
from assetcards.commands.rules import find_rule, render_explanation


def _complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    from assetcards.policies.registry import POLICY_MODULES
    from assetcards.rules.registry import all_rules

    codes = [*(rule.code for rule in all_rules()), *POLICY_MODULES]
    return [code for code in codes if code.lower().startswith(incomplete.lower())]


@click.command()
@click.argument("rule", metavar="CODE", shell_complete=_complete)
def command(rule: str) -> None:
    """Print the manual page of the rule or policy CODE: what it finds, why that matters, an example, and the mend.

    \b
    Examples:
      catalog explain C401
      catalog explain base-unknown
      catalog explain P101
    """
    say(maybe_explain_policy(rule) or render_explanation(find_rule(rule), style))
