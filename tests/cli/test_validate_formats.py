"""What `catalog validate` writes for GitHub Actions and for code scanning services."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from assetcards.cli.main import main
from assetcards.rendering import policy, validate
from assetcards.rendering.reports import REPORTS
from tests.cli.conftest import Ask
from tests.gitfixture import GitFixture

BAD = "name: bad{0}\nbase: goood\n"
ODD = 'name: "odd{0} "\n'
BAD_TEXT = "base 'goood' does not exist (did you mean 'good'?)"


def numbered(text: str, count: int) -> str:
    return "---\n".join(text.format(number) for number in range(count))


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitFixture:
    repo = GitFixture.init(tmp_path / "repo")
    repo.commit({"catalog/catalog.toml": "", "catalog/models/good.yaml": "name: good\n"})
    monkeypatch.chdir(repo.folder)
    return repo


@pytest.fixture
def output(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """What `catalog validate` prints, whatever its verdict."""

    def run(*arguments: str) -> str:
        assert main(["validate", *arguments]) in (0, 1)
        return capsys.readouterr().out

    return run


def test_findings_are_written_in_the_same_formats_by_every_verb_that_has_them() -> None:
    assert list(policy.FORMATS) == list(validate.FORMATS) == ["text", "json", *REPORTS]


# GitHub


def test_an_error_is_an_annotation_in_the_repository(repo: GitFixture, output: Callable[..., str]) -> None:
    repo.write({"catalog/models/bad.yaml": BAD.format("")})
    assert output("--format", "github") == (
        f"::error file=catalog/models/bad.yaml,line=2,col=7,title=C401 base-unknown::{BAD_TEXT}\n1 error\n"
    )


def test_paths_lead_from_the_top_whatever_the_current_directory(
    repo: GitFixture, output: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit({"catalog/models/bad.yaml": BAD.format("")})
    monkeypatch.chdir(repo.folder / "catalog" / "models")
    for arguments in ([], ["--rev", "HEAD"], ["--staged", "--all"]):
        assert output("--format", "github", *arguments).startswith("::error file=catalog/models/bad.yaml,line=2,")


def test_paths_lead_from_here_where_there_is_no_repository(
    tmp_path: Path, output: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cards").mkdir()
    (tmp_path / "cards" / "bad.yaml").write_text(BAD.format(""))
    monkeypatch.chdir(tmp_path)
    assert output("--format", "github", "--root", "cards").startswith("::error file=cards/bad.yaml,line=2,")


def test_ten_errors_and_ten_warnings_are_annotated_and_the_rest_is_in_the_log(
    repo: GitFixture, output: Callable[..., str]
) -> None:
    repo.write({"catalog/models/bad.yaml": numbered(BAD, 12), "catalog/models/odd.yaml": numbered(ODD, 11)})
    lines = output("--format", "github").splitlines()
    assert sum(line.startswith("::error ") for line in lines) == 10
    assert sum(line.startswith("::warning ") for line in lines) == 10
    assert lines[20] == "::group::3 without annotation"
    assert [line.partition(": ")[0] for line in lines[21:24]] == [
        "- catalog/models/bad.yaml:32:7",
        "- catalog/models/bad.yaml:35:7",
        "- catalog/models/odd.yaml:21:7",
    ]
    assert lines[24:] == ["::endgroup::", "12 errors, 11 warnings"]


def test_advice_is_no_annotation(repo: GitFixture, output: Callable[..., str]) -> None:
    repo.write({"catalog/models/loose.yaml": "name: loose\nmodel_family: llama\ncheckpoint: hg://org/loose\n"})
    lines = output("--format", "github").splitlines()
    assert lines[0].startswith("::group::")
    assert lines[-1].endswith("advice")


def test_what_a_file_name_and_a_card_say_are_no_commands(repo: GitFixture, output: Callable[..., str]) -> None:
    repo.write({"catalog/,stop-commands::%.yaml": 'name: bad\nbase: "a%0A\\n::warning::##[debug]b"\n'})
    commands = [line for line in output("--format", "github").splitlines() if "C401" in line]
    assert len(commands) == 1
    assert commands[0].startswith("::error file=catalog/%2Cstop-commands%3A%3A%25.yaml,line=2,col=7,title=C401 ")
    assert r"::base 'a%250A\n::warning::##[debug]b' does not exist" in commands[0]


def test_no_line_of_the_log_is_a_command(repo: GitFixture, output: Callable[..., str]) -> None:
    cards = "".join(f'---\nname: bad{number}\nbase: "##[debug]"\n' for number in range(11))
    repo.commit({"catalog.toml": "", "x.yaml": cards}, remove=["catalog/catalog.toml"])
    repo.git("mv", "x.yaml", "::debug::x.yaml")
    lines = output("--format", "github").splitlines()
    assert "- ::debug::x.yaml:33:7: C401 error: base '#\\u0023[debug]' does not exist" in "\n".join(lines)
    assert {line.split()[0] for line in lines if line.startswith("::") or "##[" in line} <= {
        "::error",
        "::warning",
        "::group::",
        "::endgroup::",
    } | {line.split()[0] for line in lines if line.startswith("::group::")}


def test_nothing_wrong_is_a_line(repo: GitFixture, output: Callable[..., str]) -> None:
    assert output("--format", "github") == "no findings\n"


def test_the_summary_of_the_step_has_all_findings_the_worst_first(
    repo: GitFixture, output: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("What stood before.\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    repo.write({"catalog/models/a.yaml": ODD.format(""), "catalog/models/b|<b>.yaml": numbered(BAD, 11)})
    output("--format", "github")
    lines = summary.read_text().splitlines()
    assert lines[:3] == ["What stood before.", "### Catalog", ""]
    assert lines[4:7] == ["", "| severity | location | code | finding |", "|---|---|---|---|"]
    assert lines[7].startswith(r"| error | `catalog/models/b\|<b>.yaml:")
    assert lines[-1].startswith("| warning | `catalog/models/a.yaml:1:7` | C208 | ")


def test_a_summary_that_would_be_too_long_is_cut(
    repo: GitFixture, output: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    repo.write({"catalog/models/bad.yaml": numbered(BAD, 1003)})
    output("--format", "github")
    lines = (tmp_path / "summary.md").read_text().splitlines()
    assert (len(lines), lines[-1]) == (6 + 1000 + 2, "3 more are in the log.")


MEGABYTE = 1 << 20
LONG = 'name: "bad{0}"\nbase: "' + "\u20ac`|" * 66 + '"\n'
FOLDER = "/".join(["\u20ac" * 80] * 3)


@pytest.mark.parametrize("before", [0, MEGABYTE - 100_000, MEGABYTE - 700])
def test_a_summary_is_cut_at_a_row_where_github_would_drop_it(
    repo: GitFixture, output: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: int
) -> None:
    summary = tmp_path / "summary.md"
    summary.write_bytes(b"x" * (before - 1) + b"\n" if before else b"")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    repo.write({f"catalog/{FOLDER}/{number}.yaml": LONG.format(number) for number in range(900)})
    out = output("--format", "github")
    content = summary.read_bytes()
    assert content[:before].count(b"x") == max(before - 1, 0)
    assert MEGABYTE - 3000 < len(content) <= MEGABYTE or before == MEGABYTE - 700
    assert len(content) <= MEGABYTE
    lines = content[before:].decode("utf-8").splitlines()
    shown = sum(line.startswith("| error") for line in lines)
    found = out.count(": C401 ") + 10
    assert found == 900
    assert lines[-1] == f"{found - shown} more are in the log."
    assert all(line.endswith(" |") for line in lines if line.startswith("| "))


def test_one_finding_of_a_megabyte_is_cut_in_the_summary(
    repo: GitFixture, output: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    repo.write({"catalog/models/bad.yaml": f"name: bad\nbase: {'x' * 900_000}\n"})
    annotation = output("--format", "github").splitlines()[0]
    assert annotation.startswith("::error file=catalog/models/bad.yaml,line=2,")
    page = (tmp_path / "summary.md").read_text("utf-8")
    assert 100 < len(page) < 3000
    assert page.count("| error |") == 1


@pytest.mark.parametrize("verb", [["validate"], ["policy", "HEAD"]], ids=lambda verb: verb[0])
@pytest.mark.parametrize(
    "where",
    ["/dev/full", "/proc/1/mem", "folder", "missing/summary.md", "", "pipe", "read-only.md", "full.md", "new.md"],
)
def test_annotations_are_not_lost_with_the_summary(
    repo: GitFixture, ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verb: list[str], where: str
) -> None:
    repo.write({"catalog/models/bad.yaml": numbered(BAD, 20)})
    plain = ask(*verb, "--format", "github")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "full.md").write_bytes(b"x" * MEGABYTE)
    (tmp_path / "read-only.md").write_text("as it was")
    (tmp_path / "read-only.md").chmod(0o444)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", where)
    code, out, err = ask(*verb, "--format", "github", "--repo", repo.folder)
    assert (code, out) == plain[:2]
    assert out.count("::error ") == 10
    if where in ("", "new.md") or (where == "read-only.md" and os.geteuid() == 0):
        assert err == ""
    else:
        assert err.startswith(f"catalog: the summary of the step is not written to '{where}': ")
        assert err.count("\n") == 1
    assert (tmp_path / "full.md").stat().st_size == MEGABYTE


def test_the_summary_is_written_for_github_alone(
    repo: GitFixture, output: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    output()
    assert not (tmp_path / "summary.md").exists()


# SARIF


def sarif(output: Callable[..., str], *arguments: str) -> dict[str, Any]:
    """The one run of the log."""
    document = json.loads(output("--format", "sarif", *arguments))
    assert (document["version"], len(document["runs"])) == ("2.1.0", 1)
    run: dict[str, Any] = document["runs"][0]
    return run


def test_a_finding_is_a_result_with_location_level_and_fingerprint(
    repo: GitFixture, output: Callable[..., str]
) -> None:
    repo.write({"catalog/models/a b%.yaml": BAD.format("")})
    run = sarif(output)
    [result] = [result for result in run["results"] if result["ruleId"] == "C401"]
    rule = run["tool"]["driver"]["rules"][result.pop("ruleIndex")]
    assert (rule["id"], rule["name"], rule["defaultConfiguration"]) == ("C401", "base-unknown", {"level": "error"})
    assert result == {
        "ruleId": "C401",
        "level": "error",
        "message": {"text": BAD_TEXT},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "catalog/models/a%20b%25.yaml", "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": 2, "startColumn": 7},
                }
            }
        ],
        "partialFingerprints": {"assetcards/v2": result["partialFingerprints"]["assetcards/v2"]},
    }


def test_a_second_location_is_a_related_location_and_led_to_from_the_top(
    repo: GitFixture, output: Callable[..., str]
) -> None:
    repo.write({"catalog/models/more.yaml": "name: good\n"})
    [result] = [result for result in sarif(output)["results"] if result["ruleId"] == "C210"]
    assert "the first is at catalog/models/good.yaml:1 (" in result["message"]["text"]
    assert [each["physicalLocation"] for each in result["relatedLocations"]] == [
        {
            "artifactLocation": {"uri": "catalog/models/good.yaml", "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": 1},
        }
    ]
    assert "the first is at catalog/models/good.yaml:1 (" in output("--format", "github")


def test_a_fingerprint_survives_lines_and_files_that_move(repo: GitFixture, output: Callable[..., str]) -> None:
    repo.write({"catalog/models/bad.yaml": BAD.format("")})
    first = [result["partialFingerprints"] for result in sarif(output)["results"]]
    (repo.folder / "catalog/models/bad.yaml").unlink()
    repo.write({"catalog/models/worse.yaml": "name: above\n---\n# Moved.\n" + BAD.format("")})
    assert [result["partialFingerprints"] for result in sarif(output)["results"]] == first


def test_every_rule_has_its_manual_page(repo: GitFixture, output: Callable[..., str]) -> None:
    rules = {rule["id"]: rule for rule in sarif(output)["tool"]["driver"]["rules"]}
    assert rules["C205"]["shortDescription"] == {"text": "An override of a card that does not exist."}
    assert "Add the plain card, or fix the name of the override." in rules["C205"]["help"]["markdown"]
    assert [code for code, rule in rules.items() if not rule["help"]["text"]] == []
    assert [code for code, rule in rules.items() if "\n" in rule["shortDescription"]["text"]] == []


def test_the_log_names_the_commit(repo: GitFixture, output: Callable[..., str]) -> None:
    assert sarif(output)["properties"] == {"revision": None}
    assert sarif(output, "--rev", "main")["properties"] == {"revision": {"asked": "main", "commit": repo.head()}}


def test_a_name_that_is_not_utf8_is_percent_encoded(repo: GitFixture, output: Callable[..., str]) -> None:
    repo.write({os.fsdecode(b"catalog/caf\xe9.yaml"): BAD.format("")})
    uris = {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in sarif(output)["results"]
    }
    assert uris == {"catalog/caf%E9.yaml"}


LINKS = (
    "[x](https://evil.example) ![x](1) [x](1) [a\\](b) {0} {} {{1}} %s \\[ \\{ https://e.example"
    " //e.example www.e.example x@e.example @octocat #12 models/@lab/x.yaml tiny@lab"
)


def test_what_cards_say_is_no_link_and_no_placeholder_in_a_log(repo: GitFixture, output: Callable[..., str]) -> None:
    repo.write(
        {"catalog/bad.yaml": f"name: bad\nbase: {json.dumps(LINKS)}\n", "catalog/{0} [x](1).yaml": "name: bad\n"}
    )
    texts = [result["message"]["text"] for result in sarif(output)["results"]]
    assert len(texts) == 2
    for text in texts:
        assert not re.search(r"(?<!\\)(?:\\\\)*\]\(", text)
        assert not re.search(r"(?<!\{)(?:\{\{)*\{(?!\{)|(?<!\})(?:\}\})*\}(?!\})", text)
        assert not re.search(r"//|www\.|@e\.|(?<![\w/])@octocat|#1", text)
    findings = json.loads(output("--format", "json"))["findings"]
    told = sorted(f"{each['message']} ({each['hint']})" for each in findings)
    assert sorted(map(unescaped, texts)) == [text.replace(" is at ", " is at catalog/") for text in told]
    assert any("models/@lab/x.yaml tiny@lab" in text for text in texts)


def unescaped(text: str) -> str:
    """A message of SARIF as its reader sees it."""
    return re.sub(r"\\([\\\[\]])", r"\1", text.replace("\u200b", "").replace("{{", "{").replace("}}", "}"))


ODD_NAMES = (
    "a b#c?d%41:e",
    "javascript:x",
    "http:evil",
    "{0}",
    "[x](1)",
    "caf\u00e9",
    "a\\b",
    "x&y=z;<b>",
    "%2e%2e%2fx",
)


def test_the_address_of_a_file_in_a_log_leads_to_it_and_nowhere_else(
    repo: GitFixture, output: Callable[..., str]
) -> None:
    repo.write(
        {
            f"catalog/{name}.yaml": "name: x\nbase: no\ud800where\n".encode("utf-8", "surrogatepass")
            for name in ODD_NAMES
        }
    )
    uris = {
        place["physicalLocation"]["artifactLocation"]["uri"]
        for result in sarif(output)["results"]
        for place in (*result["locations"], *result.get("relatedLocations", ()))
    }
    for uri in uris:
        parts = urlsplit(uri)
        assert (parts.scheme, parts.netloc, parts.query, parts.fragment) == ("", "", "", "")
        assert not parts.path.startswith("/")
        assert ".." not in parts.path.split("/")
    assert {unquote(uri) for uri in uris} == {f"catalog/{name}.yaml" for name in ODD_NAMES}


def schema_file() -> Path:
    """The schema of OASIS, which is not a part of this repository."""
    shared = Path(os.environ.get("SHARED", Path(__file__).parents[2].parent / "shared"))
    return shared / "third_party" / "sarif" / "sarif-schema-2.1.0.json"


@pytest.mark.skipif(not schema_file().is_file(), reason="left out: the SARIF schema is not at hand")
@pytest.mark.skipif(find_spec("jsonschema") is None, reason="left out: jsonschema is not installed")
def test_the_log_is_valid_by_the_schema_of_oasis(repo: GitFixture, output: Callable[..., str]) -> None:
    import jsonschema

    repo.write(
        {
            "catalog/models/bad.yaml": numbered(BAD, 3),
            "catalog/models/odd.yaml": numbered(ODD, 3),
            "catalog/models/broken.yaml": "name: [\n",
            os.fsdecode(b"catalog/caf\xe9.yaml"): b"name: caf\xe9\n",
            "catalog/links.yaml": f"name: links\nbase: {json.dumps(LINKS)}\n",
            "catalog/a b#c?d%41:e.yaml": 'name: "\\ud800\\0"\nbase: "\\0{0}"\n',
        }
    )
    document = json.loads(output("--format", "sarif"))
    assert len(document["runs"][0]["results"]) > 5
    schema = json.loads(schema_file().read_text())
    validator = jsonschema.validators.validator_for(schema)
    assert [error.message for error in validator(schema).iter_errors(document)] == []
    document["runs"][0]["results"][0]["level"] = "fatal"
    assert not validator(schema).is_valid(document)
