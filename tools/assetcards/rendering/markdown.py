"""What cards say in a page of Markdown, where it is never markup, a link, a mention or HTML; and our own links."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote

from assetcards.escaping import safe

_LINK = r"://|(?<!\w)www\.|\.[^\W\d_]{2}|GH-\d|(?:\d+\.){3}\d"
_PROSE = re.compile(rf"(?!.*(?:{_LINK}))[^\W_](?:[^\W_]|[ ,.;:()'\"/%+=!?-])*", re.IGNORECASE)
"""Words and punctuation of which no reader of Markdown makes anything; no address is among them, not even a short one.
"""

_PIECE = re.compile(
    r"(?P<quoted>(?<!\w)'[^']+'(?!\w)|`[^`]+`)|(?P<before>\(*)(?P<word>[^\s'`(](?:[^\s'`]*[^\s'`),.;:?])?)(?P<after>[),.;:?]*)"
    r"|\s+|."
)
"""What is quoted; a word, less the punctuation around it; spaces; and any other character."""

_PLAIN = re.compile(r"""(?:[^\W_]|[,.;:()'"/%+=!?-])*""")


def render_markdown_code(text: str) -> str:
    """A name or a value as code: readers of Markdown leave alone what is in there, whatever it is.

    >>> render_markdown_code("hg://org/m"), render_markdown_code("a`b``c"), render_markdown_code("`")
    ('`hg://org/m`', '```a`b``c```', '`` ` ``')
    """
    text = safe(text) or " "
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    at_an_end = text.startswith("`") or text.endswith("`")
    loses_spaces = text.startswith(" ") and text.endswith(" ") and not text.isspace()
    space = " " if at_an_end or loses_spaces else ""
    return f"{fence}{space}{text}{space}{fence}"


def render_markdown_text(text: str) -> str:
    """A sentence: as it is where it is plain prose, else as code.

    >>> render_markdown_text("A small model (7B)."), render_markdown_text("see <https://example.org>")
    ('A small model (7B).', '`see <https://example.org>`')
    """
    text = text.replace("\n", " ").strip()
    return text if not text or (_PROSE.fullmatch(text) and safe(text) == text) else render_markdown_code(text)


def render_markdown_message(text: str) -> str:
    """A sentence that quotes what cards say: what is quoted is code, and so is each word that may be more than a word.

    >>> render_markdown_message("base 'tinny' does not exist (did you mean 'tiny'?), see x.yaml:3")
    'base `tinny` does not exist (did you mean `tiny`?), see `x.yaml:3`'
    """
    written = ""
    for match in _PIECE.finditer(text.replace("\n", " ").strip()):
        piece = match[0]
        if piece.isspace():
            piece = " "
        elif match["quoted"] is not None or piece == "`":
            piece = render_markdown_code(piece[1:-1] or piece)
        elif match["word"] is not None and not _is_plain(piece):
            piece = f"{match['before']}{render_markdown_code(match['word'])}{match['after']}"
        written += f" {piece}" if written.endswith("`") and piece.startswith("`") else piece
    return written


def _is_plain(word: str) -> bool:
    return bool(_PLAIN.fullmatch(word)) and not re.search(_LINK, word, re.IGNORECASE) and safe(word) == word


def render_markdown_link(text: str, path: str, line: int) -> str:
    """A name that links to a line of a file: a relative path, of which nothing but `/` has a meaning in a link.

    >>> render_markdown_link("tiny", "../models/a (b).yaml", 4)
    '[`tiny`](../models/a%20%28b%29.yaml#L4)'
    """
    return f"[{render_markdown_code(text)}]({quote(path, safe='/@', errors='surrogateescape')}#L{line})"


def render_markdown_row(cells: Iterable[str]) -> str:
    """A row of a table, of cells that are Markdown.

    >>> render_markdown_row(["a", render_markdown_code("b|c")])
    '| a | `b\\\\|c` |'
    """
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"
