"""Conditions on what a card is or has: `license=MIT`, `description~chat`, `!url`, or several of which one will do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from assetcards.errors import AssetCardsError
from assetcards.model.attributes import COMPUTED, attribute_name
from assetcards.nodes import Value
from assetcards.values import as_json_value, render_value

_FORM = re.compile(
    r"""\s*(?P<no>!?)(?P<field>(?:"[^"]*"|[^"=!~<>])+)(?:(?P<operator>!=|=|~)(?P<text>.*))?""", re.DOTALL
)


class ConditionError(AssetCardsError):
    """What is no condition.

    >>> try:
    ...     parse_clause("=MIT")
    ... except ConditionError as error:
    ...     print(error)
    '=MIT' is not FIELD=VALUE, FIELD!=VALUE, FIELD~PART, FIELD or !FIELD
    """


class Condition(NamedTuple):
    """What a card has to be or have; the operator is `=`, `!=`, `~`, `has` or `not`."""

    field: str
    operator: str
    text: str = ""

    def __str__(self) -> str:
        if self.operator in ("has", "not"):
            return f"{'!' if self.operator == 'not' else ''}{self.field}"
        return f"{self.field}{self.operator}{self.text}"

    @property
    def excludes(self) -> bool:
        """Whether it says what a card is not."""
        return self.operator in ("!=", "not")

    def accepts(self, value: Value) -> bool:
        """Whether it is true of a card with that value; of a sequence, any item will do."""
        return self._finds(value) is not self.excludes

    def _finds(self, value: Value) -> bool:
        if self.operator in ("has", "not"):
            return value is not None and (value != [] or self.field not in COMPUTED)
        if self.operator == "~":
            return any(self.text.casefold() in each.casefold() for each in spellings(value))
        return self.text in spellings(value)


Clause: TypeAlias = tuple[Condition, ...]
"""Conditions of which a card has to satisfy one."""


def spellings(value: Value) -> list[str]:
    """All that a value may be called by: as it is written, as it is shown, and each item of a sequence.

    >>> spellings("true"), spellings(["a", 1]), spellings(None)
    (['true', '"true"'], ['["a", 1]', 'a', '1'], [])
    """
    if value is None:
        return []
    items = value if isinstance(value, list) else []
    written = [text for each in (value, *items) if isinstance(text := as_json_value(each), str)]
    shown = [render_value(each) for each in (value, *items)]
    return list(dict.fromkeys([*(written if not items else []), *shown, *written]))


def spellings_of_one(value: Value) -> list[str]:
    """What a value may be called by, but for the whole of a sequence: what is suggested to somebody who types.

    >>> spellings_of_one(["a", 1]), spellings_of_one("a")
    (['a', '1'], ['a'])
    """
    return spellings(value)[isinstance(value, list) :]


def parse_clause(text: str) -> Clause:
    """Read conditions as they are written, with ` | ` between those of which one will do.

    Raises ConditionError for what is none.

    >>> [str(each) for each in parse_clause("status=gated | license~nc")], parse_clause("!arch")
    (['status=gated', 'license~nc'], (Condition(field='model_arch', operator='not', text=''),))
    """
    return tuple(map(_parse, text.split(" | ")))


def _parse(text: str) -> Condition:
    match = _FORM.fullmatch(text)
    field = match["field"].strip() if match is not None else ""
    if match is None or not field or (match["no"] and match["operator"]):
        forms = "FIELD=VALUE, FIELD!=VALUE, FIELD~PART, FIELD or !FIELD"
        raise ConditionError(f"{text!r} is not {forms}")
    operator = match["operator"] or ("not" if match["no"] else "has")
    return Condition(attribute_name(field), operator, (match["text"] or "").strip())


def merged(clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses that all have to hold: what is asked of one field more than once are alternatives.

    What a card is not to be is never one of them.

    >>> clauses = map(parse_clause, ["license=MIT", "arch=7b", "license=Apache-2.0", "license!=x"])
    >>> [" | ".join(map(str, clause)) for clause in merged(list(clauses))]
    ['license=MIT | license=Apache-2.0', 'model_arch=7b', 'license!=x']
    """
    by_field: dict[object, Clause] = {}
    for number, clause in enumerate(clauses):
        fields = {condition.field for condition in clause}
        is_one = len(fields) == 1 and not any(condition.excludes for condition in clause)
        key: object = fields.pop() if is_one else number
        by_field[key] = (*by_field.get(key, ()), *clause)
    return list(by_field.values())
