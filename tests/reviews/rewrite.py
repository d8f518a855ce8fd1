"""Write golden pages again: `python -m tests.reviews.rewrite [CHANGE ...]`; read the difference as a reviewer would."""

from __future__ import annotations

import sys

from tests.reviews.changes import CHANGES, PAGES, render

if __name__ == "__main__":
    for change in sys.argv[1:] or CHANGES:
        (PAGES / f"{change}.md").write_text(render(change), "utf-8", newline="")
        print(change)
