"""TOML that is small and costs much to read, each read as `catalog.toml` and as `catalog.lock`.

As a program it reads them all and prints a line of JSON for each: how it ends, and how long the processor worked; and
a line with the most memory that it had.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from functools import partial

from tests.hostile.judging import peak_bytes

MIB = 1 << 20
SECONDS, MEMORY = 60, 2 << 30


def _parts(count: int, separator: str = ".") -> str:
    return separator.join(["a"] * count)


def _lines(line: Callable[[int], str], size: int = MIB) -> str:
    """Numbered lines, up to a size."""
    found: list[str] = []
    room = size
    while (room := room - len(line(len(found))) - 1) >= 0:
        found.append(line(len(found)))
    return "\n".join(found)


def _ignores(count: int) -> str:
    return "\n".join(["[[ignore]]\npath='*'\ncodes=['C3']\nreason='.'"] * count)


BOMBS: dict[str, Callable[[], str]] = {
    "dotted_key": lambda: f"{_parts(20_000)} = 1",
    "dotted_key_of_a_megabyte": lambda: f"{_parts(MIB // 2 - 3)} = 1",
    "dotted_header": lambda: f"[{_parts(20_000)}]",
    "dotted_header_of_a_list": lambda: f"[[{_parts(20_000)}]]",
    "dotted_key_in_an_inline_table": lambda: f"x = [{{{_parts(20_000)} = 1}}]",
    "dotted_key_with_spaces_and_quotes": lambda: " . ".join(["'b'", '"a"'] * 20_000) + " = 1",
    "dotted_keys_within_the_levels": lambda: _lines(lambda n: f"k{n}.{_parts(60)} = 1"),
    "headers_within_the_levels": lambda: _lines(lambda n: f"[k{n}.{_parts(60)}]"),
    "headers_ever_deeper": lambda: "\n".join(f"[{_parts(level)}]" for level in range(1, 640)),
    "open_brackets": lambda: "x = " + "[" * 50_000,
    "brackets": lambda: "x = " + "[" * 20_000 + "]" * 20_000,
    "open_braces": lambda: "x = " + "{a=" * 20_000,
    "braces_with_dotted_keys": lambda: "x = " + f"{{{_parts(30)} = " * 200,
    "brackets_in_a_list": lambda: "x = [" + ",".join(["[" * 60 + "]" * 60] * (MIB // 122)) + "]",
    "braces_in_a_list": lambda: _lines(lambda n: f"k{n} = " + "{a=" * 40 + "1" + "}" * 40),
    "empty_lists": lambda: "x = [" + "[]," * (MIB // 3 - 3) + "]",
    "empty_tables": lambda: "x = [" + "{}," * (MIB // 3 - 3) + "]",
    "numbers": lambda: "x = [" + "1," * (MIB // 2 - 4) + "]",
    "floats": lambda: "x = [" + "1.5," * (MIB // 4 - 3) + "]",
    "times": lambda: "x = [" + "07:32:00," * (MIB // 9 - 3) + "]",
    "keys": partial(_lines, lambda n: f"k{n} = 1"),
    "quoted_keys": partial(_lines, lambda n: f'"k{n}" = 1'),
    "keys_twice": lambda: _lines(lambda n: f"k{n} = 1", MIB // 2) + "\n" + _lines(lambda n: f"k{n} = 1", MIB // 2 - 1),
    "keys_of_an_inline_table": lambda: "x = {" + _lines(lambda n: f"k{n} = 1,").replace("\n", "")[:-1] + "}",
    "headers": partial(_lines, lambda n: f"[k{n}]"),
    "headers_of_a_list": lambda: "[[ignore]]\n" * (MIB // 11),
    "ignores": lambda: _ignores(20_000),
    "ignores_and_keys": lambda: "[[ignore]]\n" * 30_000 + "\n".join(f"k{n} = 1" for n in range(30_000)),
    "escapes": lambda: 'x = "' + "\\u0041" * (900_000 // 6) + '"',
    "escapes_in_many_strings": lambda: _lines(lambda n: f'k{n} = "' + "\\u0041" * 1600 + '"'),
    "continued_lines": lambda: 'x = """' + "\\\n" * 300_000 + '"""',
    "string_of_many_lines": lambda: 'x = """' + "y\n" * 500_000 + '"""',
    "long_string": lambda: "x = '" + "y" * 1_000_000 + "'",
    "long_key": lambda: "y" * 1_000_000 + " = 1",
    "open_string": lambda: 'x = "' + "y" * 1_000_000,
    "open_strings_again_and_again": lambda: 'x = """' + '\\"""' * 250_000,
    "quotes": lambda: '"' * MIB,
    "comment": lambda: "#" + "c" * (MIB - 1),
    "comments": lambda: "#\n" * (MIB // 2),
    "spaces": lambda: " " * MIB,
    "nul": lambda: "\0" * MIB,
    "carriage_returns": lambda: "\r" * MIB,
    "decimal": lambda: "x = " + "9" * 5000,
    "decimal_of_a_megabyte": lambda: "x = " + "9" * 1_000_000,
    "decimal_with_underscores": lambda: "x = 1" + "_1" * 200_000,
    "hexadecimal": lambda: "x = 0x" + "f" * 5000,
    "hexadecimal_of_a_megabyte": lambda: "x = 0x" + "f" * 1_000_000,
    "fraction": lambda: "x = 1." + "1" * 500_000,
    "exponent": lambda: "x = 1e" + "9" * 500_000,
    "beyond_the_size": lambda: "#" * (9 * MIB),
}


def _end(read: Callable[[bytes], str], content: bytes) -> tuple[str, float]:
    started = time.process_time()
    told = read(content)
    return told, time.process_time() - started


def _read_settings(content: bytes) -> str:
    from assetcards.model.settings_file import parse_settings

    return "; ".join(
        f"{each.line}:{each.column} {each.code} {each.message}" for each in parse_settings(content).findings
    )


def _read_lock(content: bytes) -> str:
    from assetcards.sources.lockfile import LockError
    from assetcards.sources.lockform import parse_lock

    try:
        parse_lock(content)
    except LockError as error:
        return error.message
    return ""


def main(step: int) -> None:
    """Read one of so many bombs as both files, in bounded memory; what is imported once is not measured."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    for reader, read in (("settings", _read_settings), ("lock", _read_lock)):
        read(b"x = 1")
        for name, make in [*BOMBS.items()][::step]:
            print(json.dumps([reader, name, *_end(read, make().encode())]), flush=True)
    print(peak_bytes())


if __name__ == "__main__":
    main(int(sys.argv[1]))
