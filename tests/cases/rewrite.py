"""Write `expected.txt` of golden folders anew: `python -m tests.cases.rewrite [CODE ...]`; look at the difference."""

from __future__ import annotations

import sys

from tests.cases.validating import EXPECTED, case_folders, case_id, validate

if __name__ == "__main__":
    for case in case_folders():
        if len(sys.argv) == 1 or case.parent.name in sys.argv[1:]:
            (case / EXPECTED).write_text(validate(case), "utf-8", newline="")
            print(case_id(case))
