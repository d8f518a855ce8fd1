"""`catalog blame`, `log`, `show --at` and `list --changed`, as their reader sees them."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any, TypeAlias

import pytest

from tests.cli.conftest import Ask
from tests.gitfixture import GitFixture
from tests.provenance.histories import Snapshot, write_history

Told: TypeAlias = Callable[[str], tuple[int, str, str]]

TINY = """\
name: tiny
model_family: llama
license: MIT
model_config:
  "a.b": 1
  rope: {theta: 0.5}
"""
CHAT = """\
name: chat@lab
langs: [en, de]
---
name: chat
base: tiny
"""


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitFixture:
    """A repository in which one stands: three commits, and an edit that is not committed."""
    repo = GitFixture.init(tmp_path / "repo")
    repo.commit({"cards/catalog.toml": "", "cards/tiny.yaml": TINY, "cards/chat.yaml": CHAT}, message="Cards")
    repo.commit({"cards/tiny.yaml": TINY.replace("MIT", "Apache-2.0")}, message="Licence")
    repo.commit({"cards/tiny.yaml": TINY.replace("MIT", "Apache-2.0").replace("0.5", "7")}, message="Turn | <b>")
    repo.write({"cards/chat.yaml": CHAT.replace("tiny", "tiny  # edited")})
    monkeypatch.chdir(repo.folder)
    return repo


@pytest.fixture
def told(repo: GitFixture) -> Told:
    """The whole answer: a text in which C1, C2 and C3 stand for the commits, each with its day and author."""
    commits = {f"C{number}": repo.head(f"HEAD~{3 - number}")[:12] for number in (1, 2, 3)}
    days = {"C1": "2023-11-14", "C2": "2023-11-15", "C3": "2023-11-15"}

    def fill_in(text: str) -> tuple[int, str, str]:
        for mark, commit in commits.items():
            text = text.replace(f"{mark}  ", f"{commit}  {days[mark]}  Ada Author  ")
        return 0, text, ""

    return fill_in


def test_blame_has_a_line_for_each_value(ask: Ask, told: Told) -> None:
    assert ask("blame", "chat@lab") == told(
        dedent("""\
        chat@lab
          langs                    ["en", "de"]  chat@lab  cards/chat.yaml:2  C1  Cards
          base                     tiny          chat      cards/chat.yaml:5  not committed yet
          model_family             llama         tiny      cards/tiny.yaml:2  C1  Cards
          license                  Apache-2.0    tiny      cards/tiny.yaml:3  C2  Licence
          model_config."a.b"       1             tiny      cards/tiny.yaml:5  C1  Cards
          model_config.rope.theta  7             tiny      cards/tiny.yaml:6  C3  Turn | <b>
        """)
    )


def test_blame_of_a_field_at_a_revision(ask: Ask, told: Told) -> None:
    assert ask("blame", "chat", "license", "--rev", "HEAD~2") == told(
        dedent("""\
        chat
          license  MIT  tiny  cards/tiny.yaml:3  C1  Cards
        """)
    )


def test_the_document_of_blame(repo: GitFixture, ask: Ask) -> None:
    code, out, err = ask("blame", "chat@lab", "langs", "--format", "json")
    assert (code, err) == (0, "")
    writer = {
        "commit": repo.head("HEAD~2"),
        "author": "Ada Author",
        "date": "2023-11-14T23:13:20+00:00",
        "summary": "Cards",
        "note": None,
        "passed_over": None,
    }
    assert json.loads(out) == {
        "schema_version": 2,
        "query": "chat@lab",
        "name": "chat",
        "env": "lab",
        "revision": None,
        "root": f"{repo.folder}/cards",
        "entries": [
            {
                "field": "langs",
                "value": ["en", "de"],
                "card": "chat@lab",
                "source": f"path:{repo.folder}/cards",
                "path": "chat.yaml",
                "line": 2,
                "end_line": 2,
                **writer,
                "lines": [{"line": 2, **writer}],
            }
        ],
        "notes": [],
    }
    _, out, _ = ask("blame", "chat@lab", "base", "--format", "json")
    [entry] = json.loads(out)["entries"]
    nothing = dict.fromkeys(("commit", "author", "date", "summary"))
    assert entry | nothing | {"card": "chat@", "note": "not committed yet"} == entry


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["blame", "chet"], 1, "card 'chet' is not known (did you mean 'chat'?)"),
        (["blame", "chat", "licence"], 1, "has no field 'licence' (did you mean 'license'?)"),
        (["blame", "a@b@c"], 2, "has more than one '@'"),
        (["blame", "chat", "--rev", "nowhere"], 3, "'nowhere' names no commit"),
        (["log", "chet"], 1, "card 'chet' is not known (did you mean 'chat'?)"),
        (["log", "chat@lob"], 1, "environment 'lob' is not known (did you mean 'lab'?)"),
        (["log", "chat", "--since", "lately"], 2, "'lately' is not a date: write 2024-06-30, "),
        (["show", "chat", "--at", "2024-13-01"], 2, "'2024-13-01' is not a date: write 2024-06-30, "),
        (["show", "chat", "--at", "2000-01-01"], 3, "HEAD has no commit at or before 2000-01-01"),
        (["list", "--changed", "--format", "names"], 2, "--changed needs --format text, guide, json or jsonl"),
    ],
)
def test_what_is_unknown_ends_in_a_sentence(
    repo: GitFixture, ask: Ask, arguments: list[str], code: int, message: str
) -> None:
    ended, out, err = ask(*arguments)
    assert (ended, out) == (code, "")
    assert message in err
    assert "Traceback" not in err


def test_outside_git_log_says_so_and_blame_says_it_of_each_value(tmp_path: Path, ask: Ask) -> None:
    (tmp_path / "tiny.yaml").write_text("name: tiny\nnote: x\n")
    code, out, err = ask("log", "tiny", "--root", tmp_path)
    assert (code, out) == (3, "")
    assert err.startswith(f"catalog: {tmp_path} is not in a git repository, so it has no revisions")
    assert ask("blame", "tiny", "--root", tmp_path) == (
        0,
        f"tiny\n  note  x  tiny  {tmp_path}/tiny.yaml:2  not in a git repository\n",
        "",
    )


def test_log_has_a_block_for_each_commit_that_changed_the_card(ask: Ask, told: Told) -> None:
    assert ask("log", "chat@lab") == told(
        dedent("""\
        C3  Turn | <b>
          changed
              model_config.rope.theta  0.5 -> 7

        C2  Licence
          changed
              license  MIT -> Apache-2.0

        C1  Cards
          appeared
            + base                     tiny
            + langs                    ["en", "de"]
            + license                  MIT
            + model_config."a.b"       1
            + model_config.rope.theta  0.5
            + model_family             llama
        """)
    )


def test_log_shows_what_went_broke_and_came(repo: GitFixture, ask: Ask) -> None:
    repo.commit({"cards/tiny.yaml": TINY.replace("license: MIT", "license_url: x")}, message="Went and came")
    repo.commit({"cards/tiny.yaml": "name: tiny\nbase: toni\n"}, message="Broke")
    repo.commit(remove=["cards/chat.yaml"], message="Removed")
    code, out, err = ask("log", "chat", "--since", f"@{1_700_000_000 + 4 * 3600}")
    blocks = [block.split("\n")[1:] for block in out.removesuffix("\n").split("\n\n")]
    assert (code, blocks, err) == (
        0,
        [
            ["  disappeared"],
            ["  broke", "    cards/tiny.yaml:2:7: base 'toni' does not exist"],
            [
                "  changed",
                "    - license                  Apache-2.0",
                "    + license_url              x",
                "      model_config.rope.theta  7 -> 0.5",
            ],
        ],
        "",
    )


def test_the_document_of_log(repo: GitFixture, ask: Ask) -> None:
    code, out, err = ask("log", "chat", "--format", "json", "--since", "2023-11-15T01:00", "--rev", "main")
    assert (code, err) == (0, "")
    assert json.loads(out) == {
        "schema_version": 2,
        "query": "chat",
        "revision": {"asked": "main", "commit": repo.head()},
        "root": "cards",
        "entries": [
            {
                "commit": repo.head(),
                "author": "Ada Author",
                "date": "2023-11-15T01:13:20+00:00",
                "summary": "Turn | <b>",
                "committed": "2023-11-15T01:13:20+00:00",
                "change": "changed",
                "names": None,
                "fields": {"model_config.rope.theta": {"change": "changed", "old": 0.5, "new": 7}},
                "problem": None,
            }
        ],
        "notes": [],
    }


def test_a_log_of_a_time_without_change_says_so(repo: GitFixture, ask: Ask) -> None:
    assert ask("log", "chat", "--since", "2024-06-30") == (0, "no commit looked at changed chat\n", "")


def test_until_a_day_is_until_its_end_and_since_one_from_its_beginning(repo: GitFixture, ask: Ask) -> None:
    def summaries(*options: str) -> list[str]:
        document: dict[str, Any] = json.loads(ask("log", "chat", "--format", "json", *options)[1])
        return [entry["summary"] for entry in document["entries"]]

    assert summaries("--until", "2023-11-14") == ["Cards"]
    assert summaries("--since", "2023-11-15") == ["Turn | <b>", "Licence"]
    assert summaries("--since", "2023-11-14", "--until", "2023-11-15") == ["Turn | <b>", "Licence", "Cards"]
    assert summaries("--since", "2023-11-15 00:13:21", "--until", "@1700010800") == ["Turn | <b>"]


def test_the_day_of_the_commit_is_beside_that_of_its_author_when_they_differ(repo: GitFixture, ask: Ask) -> None:
    repo.write({"cards/chat.yaml": CHAT + "note: x\n"})
    dates = {"GIT_AUTHOR_DATE": "2022-01-01T12:00:00 +0000", "GIT_COMMITTER_DATE": "2024-01-01T12:00:00 +0000"}
    repo.git("commit", "--quiet", "--all", "--message", "Late", variables=dates)
    first = f"{repo.head()[:12]}  2022-01-01 (committed 2024-01-01)  Ada Author  Late"
    assert ask("log", "chat")[1].split("\n")[0] == first


def test_show_at_a_day_says_which_commit_that_is(repo: GitFixture, ask: Ask) -> None:
    commit = repo.head("HEAD~2")
    assert ask("show", "tiny", "--at", "2023-11-14") == (
        0,
        dedent(
            f"""\
            tiny

              kinds     model
              file      cards/tiny.yaml:1
              source    git:{repo.folder}@{commit}
              revision  HEAD at 2023-11-14 = {commit}

              model_family  llama
              license       MIT

              model config
                "a.b"       1
                rope.theta  0.5
            """
        ),
        "",
    )
    document = json.loads(ask("show", "tiny", "--at", "2023-11-15", "--rev", "HEAD~1", "--format", "json")[1])
    assert document["revision"] == {"asked": "HEAD~1 at 2023-11-15", "commit": repo.head("HEAD~1")}


def test_list_adds_the_last_change_of_every_card(repo: GitFixture, ask: Ask, told: Told) -> None:
    lines = [
        f"  path:{repo.folder}/cards",
        "   - model:chat@     C3  Turn | <b>",
        "   - model:chat@lab  C3  Turn | <b>",
        "   - model:tiny@     C3  Turn | <b>",
    ]
    assert ask("list", "--changed") == told("\n".join([*lines, "\n"]))
    repo.write({"cards/chat.yaml": CHAT + "note: x\n"})
    cards = json.loads(ask("list", "--changed", "--format", "json")[1])["cards"]
    nothing = dict.fromkeys(("commit", "author", "date", "summary")) | {"note": "not committed yet"}
    assert [card["changed"] for card in cards if card["name"] == "chat"][1] == nothing
    assert [card["changed"]["commit"] for card in cards if card["name"] == "tiny"] == [repo.head()]
    assert "changed" not in json.loads(ask("list", "--format", "json")[1])["cards"][0]


def test_the_current_environment_is_no_change_of_a_plain_card_whose_tokenizer_it_overrides(
    repo: GitFixture, ask: Ask
) -> None:
    cards = "name: speaker\ntokenizer_ref: tok\n---\nname: tok\ntokenizer: a\n---\nname: tok@lab\ntokenizer: b\n"
    repo.commit({"cards/speaker.yaml": cards})
    repo.write({"cards/speaker.yaml": cards + "note: x\n"})
    cards = json.loads(ask("list", "--changed", "--env", "lab", "--format", "json")[1])["cards"]
    assert [card["changed"]["note"] for card in cards if card["name"] == "speaker"] == [None]


@pytest.mark.parametrize(("commits", "shown"), [(250, True), (20, False)])
def test_a_long_walk_shows_a_bar_on_a_terminal_and_nowhere_else(tmp_path: Path, commits: int, shown: bool) -> None:
    repo = GitFixture.init(tmp_path / "repo")
    files = {"catalog.toml": "", "tiny.yaml": "name: tiny\n"}
    write_history(repo, [Snapshot(files=files, parents=(n - 1,) if n else ()) for n in range(commits)])
    command = [sys.executable, "-m", "assetcards", "log", "tiny", "--repo", str(repo.folder)]
    piped = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ("appeared" in piped.stdout, piped.stderr) == (True, "")
    ours, theirs = pty.openpty()
    on_terminal = subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, check=True)
    os.close(theirs)
    assert on_terminal.stdout == piped.stdout.encode()
    assert (b"looking at commits" in read_all(ours)) is shown
    os.close(ours)


def read_all(descriptor: int) -> bytes:
    """What was written on a terminal whose other end is closed; the system tells its end as an error."""
    content = b""
    try:
        while part := os.read(descriptor, 4096):
            content += part
    except OSError:
        return content
    return content
