"""Variables in the strings of a config: `${env:VAR}` and `${env:VAR:default}`, replaced when it is opened."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_VARIABLE = re.compile(r"\$\{env:([A-Za-z_][A-Za-z0-9_]*)(?::([^}]*))?\}")


class Replaced(str):
    """A string in which a variable was replaced: it may be read as a number, for no card can write one there."""

    __slots__ = ()


def variables_in(value: object) -> list[str]:
    """The names of the variables in the strings of a value, each once; keys do not count.

    >>> variables_in({"data": ["${env:ROOT}/${env:SET:train}", 3], "${env:KEY}": "${env:ROOT}"})
    ['ROOT', 'SET']
    """
    if isinstance(value, dict | list):
        parts = value.values() if isinstance(value, dict) else value
        return list(dict.fromkeys(name for part in parts for name in variables_in(part)))
    return [match[1] for match in _VARIABLE.finditer(value)] if isinstance(value, str) else []


def replace_variables(config: Any, variables: Mapping[str, str]) -> Any:
    """A config with the variables in its strings, not in its keys, replaced once; one that is not set is empty.

    >>> replace_variables({"data": ["${env:ROOT}/x", "${env:NONE:y}", 3]}, {"ROOT": "/srv"})
    {'data': ['/srv/x', 'y', 3]}
    """
    if isinstance(config, dict):
        return {key: replace_variables(value, variables) for key, value in config.items()}
    if isinstance(config, list):
        return [replace_variables(item, variables) for item in config]
    if not isinstance(config, str) or not variables_in(config):
        return config
    return Replaced(_VARIABLE.sub(lambda match: variables.get(match[1], match[2] or ""), config))
