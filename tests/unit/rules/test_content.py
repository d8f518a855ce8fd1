"""Rules on the content of cards: one thing changed in a card of which nothing is said."""

from __future__ import annotations

import pytest

from assetcards.lint.lint import lint_catalog
from tests.unit.rules.judging import MODEL, OTHER_WEIGHTS, TOKENIZER, WEIGHTS, catalog_of, documents, told_of

SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def told_of_tiny(more: str, settings: str = "") -> list[str]:
    """What is said of a sound card with further lines; the first of these is line 4."""
    return told_of({"models/x.yaml": f"name: tiny\n{MODEL}{more}"}, settings)


def test_nothing_is_said_of_a_sound_card() -> None:
    assert told_of_tiny("") == []


# Complete enough to load


def test_a_model_without_checkpoint_is_reported_at_its_name() -> None:
    assert told_of({"models/x.yaml": "name: tiny\nmodel_family: llama\n"}) == [
        "models/x.yaml:1:7: C301 card 'tiny' has a model_family (models/x.yaml:2) but no checkpoint"
    ]


def test_a_checkpoint_removed_is_reported_where_it_is_removed() -> None:
    files = {"models/x.yaml": f"name: tiny\n{MODEL}", "models/@lab/x.yaml": "name: tiny@lab\ncheckpoint: null\n"}
    assert told_of(files) == [
        "models/@lab/x.yaml:2:1: C301 card 'tiny' has a model_family (models/x.yaml:2) but no checkpoint"
    ]


@pytest.mark.parametrize("field", ["tokenizer_ref: tok", 'tokenizer: "https://example.org/org/t.safetensors"'])
def test_a_tokenizer_may_be_its_own_or_another_cards(field: str) -> None:
    files = {"x.yaml": f"name: tiny\n{MODEL}tokenizer_family: char\n{field}\n", "tok.yaml": f"name: tok\n{TOKENIZER}"}
    assert told_of(files, None) == []


def test_a_base_of_an_override_alone_is_abstract_too() -> None:
    files = {
        "x.yaml": documents("name: abstract\nmodel_family: llama\n", f"name: tiny\n{MODEL}"),
        "y.yaml": "name: tiny@lab\nbase: abstract\n",
    }
    assert told_of(files, None) == []


def test_an_override_that_has_its_own_card_as_base_makes_no_card_abstract() -> None:
    files = {"x.yaml": "name: tiny\nmodel_family: llama\n", "y.yaml": "name: tiny@lab\nbase: tiny\nlicense: MIT\n"}
    assert [line for line in told_of(files, None) if "C301" in line] == [
        "x.yaml:1:7: C301 card 'tiny' has a model_family (x.yaml:2) but no checkpoint"
    ]


@pytest.mark.parametrize(
    ("plain", "override", "finding"),
    [
        ("checkpoint_sha256: ", "note: x\n", "2:1: C502 checkpoint_sha256 belongs to no file"),
        (f"{MODEL}model_arch: '7b'\n", OTHER_WEIGHTS, "1:7: C309 name 'tiny' does not contain the size 7b"),
    ],
    ids=["digest", "size"],
)
def test_an_override_that_has_its_own_card_as_base_excuses_it_from_nothing(
    plain: str, override: str, finding: str
) -> None:
    plain = plain.replace("sha256: ", f'sha256: "{"0123456789abcdef" * 4}"\n')
    files = {"x.yaml": f"name: tiny\n{plain}", "y.yaml": f"name: tiny@lab\nbase: tiny\n{override}"}
    [told, self_base] = told_of(files, None)
    assert told.startswith(f"x.yaml:{finding}") and "C506" in self_base


@pytest.mark.parametrize("url", ["url: null\n", ""])
def test_a_url_that_is_null_gates_nothing(url: str) -> None:
    assert told_of({"x.yaml": f"name: tiny\nmodel_family: llama\n{url}"}, None) == [
        "x.yaml:1:7: C301 card 'tiny' has a model_family (x.yaml:2) but no checkpoint"
    ]


# Types


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("tokenizer_path: 3", "4:17: C302 tokenizer_path is the integer '3', not a string"),
        ("model_arch:", "4:12: C302 model_arch is empty, not a string"),
        ("license: [MIT]", "4:10: C302 license is a sequence, not a string"),
        ("restrict: 1", "4:11: C302 restrict is the integer '1', not a boolean"),
        ("num_shards: true", "4:13: C302 num_shards is the boolean 'true', not an integer"),
        ("num_shards: 1.5", "4:13: C302 num_shards is the number '1.5', not an integer"),
        ("owners: me", "4:9: C302 owners is the string 'me', not a sequence of strings"),
        ("owners: [me, [you]]", "4:14: C302 owners has an item that is a sequence, not a string"),
        ("owners: {me: 1}", "4:9: C302 owners is a mapping, not a sequence of strings"),
        ("model_config: [1]", "4:15: C302 model_config is a sequence, not a mapping"),
        ("deprecated: true", "4:13: C302 deprecated is the boolean 'true', not a mapping"),
        ("vocoder_ref: 7", "4:14: C302 vocoder_ref is the integer '7', not a string"),
        ("data_sha256: 1234", "4:14: C302 data_sha256 is the integer '1234', not a string"),
    ],
)
def test_a_value_of_another_type_is_reported_where_it_is(line: str, told: str) -> None:
    assert told_of_tiny(f"{line}\n") == [f"models/x.yaml:{told}"]


@pytest.mark.parametrize(
    "line",
    ["license: null", "owners: null", "model_config: null", "deprecated: null", "vocoder_ref: null", "restrict: true"],
)
def test_null_removes_what_may_be_removed(line: str) -> None:
    assert told_of_tiny(f"{line}\n") == []


@pytest.mark.parametrize("name", ["sha", "sha2", "sha256", "revision", "rev2", "commit", "model_revision", "x_digest"])
def test_a_digest_or_revision_that_reads_as_a_number_is_refused(name: str) -> None:
    assert told_of_tiny(f"{name}: 1234567\n") == [
        f"models/x.yaml:4:{len(name) + 3}: C302 {name} is the integer '1234567', not a string"
    ]


@pytest.mark.parametrize("name", ["shape", "previous", "committee", "review", "hash_size"])
def test_a_field_that_only_begins_like_a_digest_may_be_a_number(name: str) -> None:
    assert told_of_tiny(f"{name}: 1234567\n") == []


# Unknown fields


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("licence", "license"),
        ("tokenizr", "tokenizer"),
        ("checkpoints", "checkpoint"),
        ("chekcpoint", "checkpoint"),
        ("Checkpoint_Path", "checkpoint_path"),
        ("model-arch", "model_arch"),
        ("owner", "owners"),
        ("nam", "name"),
    ],
)
def test_a_field_one_letter_off_is_taken_for_a_typo(written: str, meant: str) -> None:
    from assetcards.rules.content.field_unknown import maybe_known_field

    assert maybe_known_field(written) == meant
    assert [line for line in told_of_tiny(f"{written}: x\n") if "C303" in line] == [
        f"models/x.yaml:4:1: C303 unknown field {written!r}"
    ]


@pytest.mark.parametrize("field", ["date", "lang", "uri", "urls", "reviewer", "model_fmailly", "", "x" * 5000])
def test_a_field_of_its_own_is_no_typo(field: str) -> None:
    from assetcards.rules.content.field_unknown import maybe_known_field

    assert maybe_known_field(field) is None


def test_a_field_that_the_settings_name_is_no_typo() -> None:
    assert told_of_tiny("owner: me\n", 'fields = ["owner"]') == []


# Licences and digests


@pytest.mark.parametrize(
    "text", ["MIT", "mit", "Apache-2.0 OR MIT", "GPL-2.0-only WITH Classpath-exception-2.0", "LicenseRef-Gemma"]
)
def test_a_license_of_spdx_passes(text: str) -> None:
    assert told_of_tiny(f"license: {text}\n") == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("llama3", "has an identifier that SPDX does not list"),
        ("MIT OR", "is not an SPDX expression"),
        ("(MIT", "is not an SPDX expression"),
        ("", "is not an SPDX expression"),
        ("MIT " * 200, "is longer than 500 characters"),
    ],
)
def test_what_spdx_does_not_know_is_refused(text: str, problem: str) -> None:
    shown = repr(text if len(text) <= 80 else f"{text[:80]}...")
    assert told_of_tiny(f'license: "{text}"\n') == [f"models/x.yaml:4:10: C304 license {shown} {problem}"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (f'checkpoint_sha256: "{SHA[:-1]}"', "4:20: C305 checkpoint_sha256 has 63 digits; a SHA-256 has 64"),
        (
            f'checkpoint_sha256: "{SHA[:-1]}g"',
            f"4:20: C305 checkpoint_sha256 is '{SHA[:-1]}g', not 64 hexadecimal digits",
        ),
        (f'checkpoint_sha256: "{SHA}\\n"', f"4:20: C305 checkpoint_sha256 is '{SHA}\\n', not 64 hexadecimal digits"),
        (f'data_sha256: "{SHA[:40]}"', "4:14: C305 data_sha256 has 40 digits, the length of a SHA-1; a SHA-256 has 64"),
        (f'tokenizer_md5: "{SHA[:32]}"', "4:1: C305 tokenizer_md5 is not checked: MD5 can be forged"),
    ],
)
def test_a_digest_that_is_no_sha256_is_refused(line: str, told: str) -> None:
    assert told_of_tiny(f"{line}\n") == [f"models/x.yaml:{told}"]


# Secrets


@pytest.mark.parametrize(
    ("secret", "kind"),
    [
        ("hf_" + "aB3" * 12, "a Hugging Face token"),
        ("AKIA" + "ABCD" * 4, "an AWS access key"),
        ("ghp_" + "a1" * 18, "a GitHub token"),
        ("github_pat_" + "a1_" * 8, "a GitHub token"),
        ("glpat-" + "a1-_" * 5, "a GitLab token"),
        ("xoxb-" + "1234567890", "a Slack token"),
        ("AIza" + "a" * 35, "a Google API key"),
        ("sk-" + "a" * 48, "an API key"),
        ("eyJ" + "a" * 10 + ".eyJ" + "b" * 10 + ".c", "a JSON web token"),
        ("AccountKey=" + "a" * 44, "an Azure storage key"),
        ("-----BEGIN RSA PRIVATE " + "KEY-----", "a private key"),
    ],
)
@pytest.mark.parametrize("line", ["remark: '{}'", "deep:\n  - [x, {{y: 'see {}'}}]", "# {}"])
def test_a_secret_is_found_anywhere_and_never_shown(secret: str, kind: str, line: str) -> None:
    [told] = told_of_tiny(line.format(secret) + "\n")
    assert told.endswith(f": C306 possible secret: {kind}")
    assert secret not in told


def test_a_secret_in_what_another_rule_quotes_is_not_shown() -> None:
    secret = "hf_" + "a" * 34
    told = told_of_tiny(f"license: '{secret}'\nvocoder_ref: '{secret}@x@y'\n")
    assert [line.split(": ")[1][:4] for line in told] == ["C304", "C306", "C408", "C306"]
    assert not any(secret in line for line in told)


# Deprecation


def test_who_uses_a_deprecated_card_is_reported_where_it_names_it() -> None:
    deprecated = f'name: tiny\n{MODEL}deprecated:\n  reason: "old"\n  replaced_by: better\n'
    user = "name: user\nbase: tiny\nmodel_arch: x\nteacher_ref: tiny@lab\n"
    files = {"x.yaml": documents(deprecated, f"name: better\n{MODEL}", user), "y.yaml": f"name: tiny@lab\n{WEIGHTS}"}
    told = [line for line in told_of(files, None) if "C308" in line]
    assert told == [
        "x.yaml:13:7: C308 base 'tiny' is deprecated (x.yaml:1): old",
        "x.yaml:15:14: C308 teacher_ref 'tiny' is deprecated (x.yaml:1): old",
    ]


def test_a_card_that_inherits_from_a_deprecated_one_is_not_deprecated_itself() -> None:
    deprecated = f"name: tiny\n{MODEL}deprecated: {{reason: old}}\n"
    files = {
        "x.yaml": documents(deprecated, "name: a\nbase: tiny\nmodel_arch: x\n", "name: b\nbase: a\nmodel_arch: y\n")
    }
    assert [line.split(":")[1] for line in told_of(files, None) if "C308" in line] == ["7"]


@pytest.mark.parametrize("target", ["tiny@lab", "other", "other@"])
def test_a_replacement_that_is_there_passes(target: str) -> None:
    files = {
        "x.yaml": documents(f"name: tiny\n{MODEL}deprecated: {{replaced_by: '{target}'}}\n", f"name: other\n{MODEL}"),
        "y.yaml": f"name: tiny@lab\n{OTHER_WEIGHTS}",
    }
    assert told_of(files, None) == []


# Names


@pytest.mark.parametrize(
    ("name", "arch", "told"),
    [
        ("llama3_70b", "llama3_70b", None),
        ("olmo-2-32b", "olmo2_32b", None),
        ("nllb-200_dense_600m", "dense_600m", None),
        ("LLaMA_7B", "7b", None),
        ("hg_qwen3_0.6b", "causal_lm", None),
        ("llama3_large", "llama3_70b", "name 'llama3_large' does not contain the size 70b of its model_arch"),
        ("llama_chat_7b", "7b", "name 'llama_chat_7b' has the variant before the size"),
    ],
)
def test_the_size_belongs_into_the_name_and_the_variant_behind_it(name: str, arch: str, told: str | None) -> None:
    files = {"x.yaml": f'name: {name}\n{MODEL}model_arch: "{arch}"\n'}
    assert told_of(files, None) == ([f"x.yaml:1:7: C309 {told}"] if told else [])


@pytest.mark.parametrize(
    ("plain", "override", "told"),
    [
        (f"{MODEL}data: https://example.org/d\n", "", "models/x.yaml:4:1: C311 nothing can open the data of 'm'"),
        (
            f"{MODEL}dataset_config: {{a: 1}}\n",
            "",
            "models/x.yaml:4:1: C311 nothing can open the dataset_config of 'm'",
        ),
        (MODEL, TOKENIZER.partition("\n")[2], "models/@lab/x.yaml:2:1: C311 nothing can open the tokenizer of 'm'"),
        (
            MODEL,
            "tokenizer_config: {a: 1}\n",
            "models/@lab/x.yaml:2:1: C311 nothing can open the tokenizer_config of 'm'",
        ),
        ("data: https://example.org/d\n", "", "models/x.yaml:1:7: C507 'm' has data but no family"),
        (MODEL, TOKENIZER, ""),
        (f"{MODEL}{TOKENIZER}", "tokenizer: https://example.org/lab/tok.safetensors\n", ""),
    ],
)
def test_what_nothing_can_open_is_reported_in_an_override_as_in_its_plain_card(
    plain: str, override: str, told: str
) -> None:
    overrides = {"models/@lab/x.yaml": f"name: m@lab\n{override}"} if override else {}
    found = told_of({"models/x.yaml": f"name: m\n{plain}", **overrides})
    assert [line[: len(told)] for line in found] == ([told] if told else [])


@pytest.mark.parametrize(
    ("card", "override", "told"),
    [
        ("max_seq_len: 3\n", "", ("models/x.yaml:5:1", "max_seq_len", "model_config")),
        (
            "use_im_end: true\ntokenizer_family: qwen\ntokenizer: null\n",
            "",
            ("models/x.yaml:5:1", "use_im_end", "tokenizer_config"),
        ),
        ("", "num_layers: 3\n", ("models/@lab/x.yaml:2:1", "num_layers", "model_config")),
        ("base: small\n", "", None),
        ("note: 3\n", "", None),
    ],
)
def test_a_config_key_of_the_family_is_no_field(card: str, override: str, told: tuple[str, str, str] | None) -> None:
    overrides = {"models/@lab/x.yaml": f"name: m_3b@lab\n{override}"} if override else {}
    text = f"name: m_3b\nmodel_family: qwen\nmodel_arch: qwen25_3b\n{WEIGHTS}{card}"
    found = [each for each in lint_catalog(catalog_of({"models/x.yaml": text, **overrides})) if each.code == "C310"]
    expected = [
        (at, f"{key!r} has no effect among the fields of a card: it is a config key of the family qwen", config)
        for at, key, config in ([told] if told else [])
    ]
    assert [(each.location, each.message, each.hint.split("`")[1].rstrip(":")) for each in found] == expected


def test_of_two_families_alike_the_one_that_fewer_cards_have_is_reported() -> None:
    families = ["my_model", "my_modle", "my_model", "my_modle", "my_model"]
    cards = [f"name: c{at}\nmodel_family: {name}\nurl: 'https://example.org'\n" for at, name in enumerate(families)]
    told = told_of({"models/x.yaml": documents(*cards)})
    assert [line.split(": ")[0] for line in told if " C701 " in line] == ["models/x.yaml:6:15", "models/x.yaml:14:15"]


def test_a_key_of_the_family_that_a_base_names_is_no_field_of_the_child() -> None:
    base = f"name: m_3b\nmodel_family: qwen\nmodel_arch: qwen25_3b\n{WEIGHTS}"
    child = f"name: child_3b\nbase: m_3b\nnum_layers: 3\n{OTHER_WEIGHTS}"
    assert "models/x.yaml:8:1: C310 " in "\n".join(told_of({"models/x.yaml": documents(base, child)}))
