"""What cards say is text in every page of Markdown: a parser finds no link but ours, no HTML, mention or markup."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetcards.escaping import safe
from assetcards.rendering.markdown import (
    render_markdown_code,
    render_markdown_link,
    render_markdown_message,
    render_markdown_row,
    render_markdown_text,
)
from tests.cli.conftest import Ask
from tests.gitfixture import GitFixture

markdown_it = pytest.importorskip("markdown_it", reason="make test installs it")
PARSER = markdown_it.MarkdownIt("gfm-like", {"html": True})
PARSER.linkify.set({"fuzzy_link": True, "fuzzy_email": True, "fuzzy_ip": True})

HOSTILE = (
    "[x](https://evil.example)",
    "![x](https://evil.example/x.png)",
    "https://evil.example/a_b_c and http://e.example",
    "www.evil.com evil.com/x EVIL.COM. x@evil.com mailto:x@evil.com //evil.com ftp://evil.com 127.0.0.1",
    "<https://evil.example> <img src=https://evil.example/x.png> <script>x</script> <!-- --> </code></details>",
    "[a][b] [b]: https://evil.example",
    "@octocat @org/team #1 GH-1 org/repo#1 org/repo@0123456789abcdef0123456789abcdef01234567",
    "` `` ``` ````",
    "`",
    "``x`",
    "a`b|c\\|d\\",
    "\\`x\\`",
    "| x | y |",
    "a\n\n# H\n- x\n\n| a |\n|---|\n\n```\ncode\n```",
    "*a* **b** _c_ __d__ ~~e~~ $f$ $$g$$ ^h^ :smile: [^1] {{x}} {0}",
    "&lt;b&gt; &#60;b&#62; &colon;// https&#58;//evil.example",
    "- x",
    "1. x",
    "> x",
    "    x",
    " x ",
    "  ",
    "\x1b[31mx\u202e\u200bx",
    "plain prose, with (brackets) and 7B; it's 50% done!",
)
HOSTILE_PATH = "models/[x](https:evil.example) @octocat #1 `x` <b> |.yaml"
PLAIN = {"text", "code_inline", "softbreak", "strong_open", "strong_close", "em_open", "em_close"}


def inlines(page: str) -> Iterator[Any]:
    """Every token within a line."""
    for token in PARSER.parse(page):
        yield from token.children or ()


def blocks(page: str) -> list[str]:
    return [token.type for token in PARSER.parse(page)]


def check_page(page: str, paths: Collection[str] = ()) -> None:
    """Only text, code, our own emphasis and links to these files; HTML only as we write it; rows of one width."""
    check_links(page, paths)
    assert {token.type for token in inlines(page)} - {"link_open", "link_close"} <= PLAIN
    written = {token.content.strip() for token in PARSER.parse(page) if token.type == "html_block"}
    title = r"Values and cards|New cards with all values|\d+ more new cards|Advice: [CP]\d{3} \d+(?:, [CP]\d{3} \d+)*"
    ours = rf"<details>\n<summary>(?:{title})</summary>|</details>|<!-- catalog review -->"
    assert all(re.fullmatch(ours, html) for html in written)
    for token in inlines(page):
        assert token.type == "code_inline" or not re.search(r"@\w|#\d|GH-\d", token.content)
    assert not {"fence", "code_block", "blockquote_open", "hr", "ordered_list_open"} & set(blocks(page))
    widths = [row.count("td_open") + row.count("th_open") for row in " ".join(blocks(page)).split("tr_open")[1:]]
    tables = blocks(page).count("table_open")
    assert len(set(widths)) <= max(tables, 1)


def check_links(page: str, paths: Collection[str]) -> None:
    """Every link is a name, as code, that leads to a line of one of these files."""
    tokens = list(inlines(page))
    for at, token in enumerate(tokens):
        if token.type == "link_open":
            path, _, line = token.attrs["href"].partition("#L")
            assert (unquote(path) in paths, line.isdecimal(), token.markup) == (True, True, "")
            assert [each.type for each in tokens[at + 1 : at + 3]] == ["code_inline", "link_close"]


def texts_of(page: str) -> set[str]:
    return {token.content for token in inlines(page) if token.type in ("text", "code_inline")}


@pytest.mark.parametrize("text", HOSTILE)
def test_a_value_is_read_as_it_was_written(text: str) -> None:
    for rendered, wanted in (
        (render_markdown_code(text), safe(text)),
        (render_markdown_text(text), safe(text.replace("\n", " ").strip())),
    ):
        alone = "".join(token.content for token in inlines(f"x {rendered}"))
        assert alone.removeprefix("x").strip() == wanted.strip()
        row = render_markdown_row([rendered, "x"])
        page = f"| a | b |\n|---|---|\n{row}\n"
        assert [token.content for token in inlines(page)] in (["a", "b", wanted, "x"], ["a", "b", "x"])
        check_page(page)


ODD = st.text(st.sampled_from("`|\\ *_[]()<>&#@:/.!~-+=ab1\n\"'"), max_size=14)


@given(ODD)
def test_any_value_is_code_and_nothing_else(text: str) -> None:
    page = f"| a |\n|---|\n{render_markdown_row([render_markdown_code(text)])}\n"
    [_, cell] = inlines(page)
    assert (cell.type, cell.content) == ("code_inline", safe(text) or " ")
    [token] = inlines(render_markdown_code(text))
    assert (token.type, token.content) == ("code_inline", safe(text) or " ")


@given(
    ODD
    | st.lists(st.sampled_from(["www", ".", "evil", "com", "://", "http", "@", "#", "1", " ", "-", "GH"])).map("".join)
)
def test_any_sentence_is_text_or_code(text: str) -> None:
    page = f"| a |\n|---|\n{render_markdown_row([render_markdown_text(text)])}\n"
    assert "".join(token.content for token in inlines(page)) == f"a{safe(text.replace(chr(10), ' ').strip())}"
    check_page(page)


@given(
    ODD
    | st.lists(st.sampled_from(["'", "`", "(", ")", "a.com", "www", "x_y", " ", "@b", ",", "\u202e", "1.2.3.4"])).map(
        "".join
    )
)
def test_any_message_is_text_and_code(text: str) -> None:
    page = f"| a |\n|---|\n{render_markdown_row([render_markdown_message(text)])}\n"
    check_page(page)
    letters = "".join(token.content for token in inlines(page))[1:]
    wanted = safe(text.replace("\n", " "))
    assert [each for each in letters if each.isalnum()] == [each for each in wanted if each.isalnum()]


@given(ODD, ODD, st.integers(1, 99))
def test_a_link_leads_to_its_file_whatever_the_names_are(text: str, path: str, line: int) -> None:
    page = f"| a |\n|---|\n{render_markdown_row([render_markdown_link(text, f'./{path}', line)])}\n"
    [_, opened, name, closed] = inlines(page)
    assert (opened.type, name.type, closed.type) == ("link_open", "code_inline", "link_close")
    assert (unquote(opened.attrs["href"]), name.content) == (f"./{path}#L{line}", safe(text) or " ")


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitFixture:
    """A repository whose second commit writes hostile texts wherever a card may have text."""
    repo = GitFixture.init(tmp_path / "cards")
    repo.commit({"catalog/catalog.toml": "", "catalog/models/x.yaml": "\n---\n".join(f"name: a{n}" for n in range(30))})
    repo.git("tag", "v1")
    cards = [
        f"name: {json.dumps(f'a{n}')}\nmodel_family: {json.dumps(text)}\nlicense: {json.dumps(text)}\n"
        f"description: {json.dumps(text)}\nowners: [{json.dumps(text)}]\n{json.dumps(text)}: 1\n"
        f"chekpoint{n}: {json.dumps(text)}\nmodel_config: {{{json.dumps(text)}: {json.dumps(text)}}}\n"
        for n, text in enumerate(HOSTILE)
    ]
    named = [
        f"name: {json.dumps(text.replace('@', 'at'))}\nbase: {json.dumps(text)}\n" for text in HOSTILE if text.strip()
    ]
    overrides = [
        f"name: {json.dumps('a1@' + text.replace('@', 'at'))}\nlicense: MIT\n" for text in HOSTILE if text.strip()
    ]
    repo.commit(
        {
            "catalog/models/x.yaml": "---\n".join(cards),
            f"catalog/{HOSTILE_PATH}": "---\n".join([*named, *overrides]),
        }
    )
    monkeypatch.chdir(repo.folder)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    return repo


PAGES = {
    "list": ["list"],
    "diff": ["diff", "v1", "HEAD"],
    "diff backwards": ["diff", "HEAD", "v1"],
    "review": ["review", "v1", "HEAD"],
    "review backwards": ["review", "HEAD", "v1"],
    "compare": ["compare", "a0", "a4"],
    "compare with hostile names": ["compare", "a1@", "a1@[x](https://evil.example)"],
}


@pytest.mark.parametrize("arguments", PAGES.values(), ids=PAGES)
def test_what_cards_say_is_no_markup_in_a_page(hostile: GitFixture, ask: Ask, arguments: list[str]) -> None:
    code, page, _ = ask(*arguments, "--format", "markdown")
    assert code == 0
    assert len(page) > 100
    check_page(page, {"models/x.yaml", HOSTILE_PATH} if arguments == ["list"] else ())


@pytest.mark.parametrize("arguments", [["validate"], ["policy", "v1", "HEAD"]], ids=lambda each: each[0])
def test_what_cards_say_is_no_markup_in_the_summary_of_a_step(
    hostile: GitFixture, ask: Ask, arguments: list[str], tmp_path: Path
) -> None:
    assert ask(*arguments, "--format", "github")[0] in (0, 1)
    page = (tmp_path / "summary.md").read_text("utf-8")
    assert len(page) > 300
    check_page(page)


def test_the_page_of_cards_has_each_text_as_it_was_written(hostile: GitFixture, ask: Ask) -> None:
    page = ask("list", "--format", "markdown")[1]
    assert {safe(text.replace("\n", " ").strip()) for text in HOSTILE if text.strip()} <= texts_of(page)


def test_the_manual_of_the_rules_has_no_links_but_to_its_own_pages(ask: Ask) -> None:
    tokens = list(inlines(ask("rules", "--format", "markdown")[1]))
    links = {token.attrs["href"] for token in tokens if token.type == "link_open" and token.markup != "linkify"}
    assert all(re.fullmatch(r"#[cp][0-9]{3}|#[a-z-]+|[a-z-]+\.md", link) for link in links)
    assert not {"image", "html_inline"} & {token.type for token in tokens}
