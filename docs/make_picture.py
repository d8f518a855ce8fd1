"""Draw the picture in README.md: what real commands print about a few cards, as a terminal shows it.

python docs/make_picture.py > docs/picture.svg
"""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

CARDS = """\
name: poems
model_family: llama
license: Apache-2.0
model_config:
  max_seq_len: 4096
---
name: poems_8b
base: poems
checkpoint: "https://example.org/poems-8b.safetensors"
---
name: poems_70b
base: poems
checkpoint: "https://example.org/poems-70b.safetensors"
"""
FILE = "catalog/models/poems.yaml"

STORY = (
    "catalog show poems_8b",
    f"sed -i 's/4096/8192/' {FILE}",
    "catalog diff",
    f"sed -i '8s/poems/poem/' {FILE}",
    "catalog validate",
)

VARIABLES = {
    "PATH": os.environ["PATH"],
    "FORCE_COLOR": "1",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    **{f"GIT_{who}_{what}": "ada@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    **{f"GIT_{who}_DATE": "@1700000000 +0000" for who in ("AUTHOR", "COMMITTER")},
}

LEFT, TOP, LINE, COLUMN, BAR = 20, 62, 20, 8.0, 36
"""Pixels: the first letter, the height of a line, the width of a letter, the bar above."""

STYLE = """\
text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; white-space: pre }
text { fill: #e6edf3 } .bold { font-weight: 600 } .dim { fill: #8b949e }
.red { fill: #ff7b72 } .green { fill: #7ee787 } .yellow { fill: #e3b341 } .blue { fill: #79c0ff }"""

CLASSES = {"1": "bold", "2": "dim", "31": "red", "32": "green", "33": "yellow", "34": "blue"}
"""The class of each escape sequence that the command writes; "0" ends them all, and "22" the first two."""


def session(folder: Path) -> Iterator[str]:
    """The lines of the terminal: each command of the story after a prompt, and what it prints."""
    (folder / FILE).parent.mkdir(parents=True)
    (folder / FILE).write_text(CARDS)
    run("touch catalog/catalog.toml; git init --quiet; git add .; git commit --quiet --message Cards", folder)
    for command in STORY:
        yield f"\033[2m$\033[0m \033[1m{command}\033[0m"
        yield from run(command, folder).splitlines()
        if command.startswith("catalog "):
            yield ""


def run(command: str, folder: Path) -> str:
    """What a command prints in the folder, with the escape sequences of its colors."""
    script = f'catalog() {{ "{sys.executable}" -m assetcards "$@"; }}; {command}'
    done = subprocess.run(
        ["bash", "-c", script], cwd=folder, env=VARIABLES, capture_output=True, check=False, text=True
    )
    return done.stdout.replace(str(folder), "/home/ada/cards")


def spans(line: str) -> Iterator[str]:
    """A line of the terminal as elements of SVG.

    >>> list(spans("a \\033[31merror\\033[0m: b < c"))
    ['a ', '<tspan class="red">error</tspan>', ': b &lt; c']
    """
    classes: set[str] = set()
    for code, text in re.findall(r"(?:\033\[(\d+)m)?([^\033]*)", line):
        if code in ("0", "22"):
            classes = classes - {"bold", "dim"} if code == "22" else set()
        elif code:
            classes.add(CLASSES[code])
        if text:
            shown = html.escape(text, quote=False)
            yield f'<tspan class="{" ".join(sorted(classes))}">{shown}</tspan>' if classes else shown


def draw(lines: list[str]) -> str:
    """The picture of a terminal that shows these lines."""
    longest = max(len(re.sub(r"\033\[\d+m", "", line)) for line in lines)
    width, height = int(2 * LEFT + COLUMN * longest), TOP + LINE * (len(lines) - 1)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}">',
            f"<title>{html.escape('; '.join(STORY), quote=False)}</title>",
            f"<style>\n{STYLE}\n</style>",
            f'<rect x=".5" y=".5" width="{width - 1}" height="{height - 1}" rx="8" fill="#161b22" stroke="#30363d"/>',
            *(f'<circle cx="{20 + 18 * at}" cy="{BAR // 2}" r="5" fill="#484f58"/>' for at in range(3)),
            *(
                f'<text x="{LEFT}" y="{TOP + LINE * at}" xml:space="preserve">{"".join(spans(line))}</text>'
                for at, line in enumerate(lines)
                if line
            ),
            "</svg>\n",
        ]
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        sys.stdout.write(draw(list(session(Path(folder)))))
