"""Print what check-yaml and `catalog validate` make of the hostile files: `python -m tests.hostile.compare`.

The figures of check-yaml (pre-commit-hooks) were measured once, on 137 files that these were chosen from.
"""

from __future__ import annotations

from tests.hostile.judging import judge_folder
from tests.hostile.test_hostile import HERE, TABLE

if __name__ == "__main__":
    verdicts = judge_folder(HERE / "files").verdicts
    failures = sum(verdict.exit_code not in (0, 1) for verdict in verdicts.values())
    accepted = sum(verdict.exit_code == 0 for verdict in verdicts.values())
    wrongly = sum(verdicts[file].exit_code == 0 for file, (level, _) in TABLE.items() if level == "error")
    slowest = max(verdict.seconds for verdict in verdicts.values())
    print("                  files  tracebacks  hangs  accepted  of these wrong")
    print("check-yaml          137          20      3        69")
    print(f"catalog validate  {len(verdicts):>5}  {failures:>10}      0  {accepted:>8}  {wrongly:>14}")
    print(f"the slowest took {slowest:.2f} s")
