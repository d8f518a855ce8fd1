"""Rules on addresses: which of them speaks of an address, and that no other does."""

from __future__ import annotations

import re

import pytest

from tests.unit.rules.judging import MODEL, WEIGHTS, documents, told_of

SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
PIN = "@0123456789abcdef0123456789abcdef01234567"


def codes_of(
    address: str, field: str = "checkpoint", settings: str | None = "", path: str = "models/x.yaml"
) -> list[str]:
    """The codes of what is said of a card with that address."""
    base = "name: tiny\nmodel_family: my_model\n" if field == "checkpoint" else f"name: tiny\n{MODEL}"
    base += {"tokenizer": "tokenizer_family: char\n", "data": "dataset_family: generic\n"}.get(field, "")
    return [line.split(": ")[1][:4] for line in told_of({path: f"{base}{field}: {address}\n"}, settings)]


SOUND = [
    '"https://example.org/m.safetensors"',
    '"https://ai.example.org/llama/;v=true"',
    '"https://example.org/m%20x?download=true&name=a%2Fb"',
    '"https://example.org:8443/~me/m"',
    '"https://example.org./m"',
    '"https://93.184.215.14/m"',
    '"https://my_host.example.org/?file=m"',
    '"HTTPS://EXAMPLE.ORG/m"',
    '"s3://bucket/a/m"',
    '"https://example.org/consolidated.{shard_idx:02d}.safetensors"',
    '"files/m.safetensors"',
    '"./files/m"',
    '"../files/m"',
    '"files/ü.safetensors"',
]


@pytest.mark.parametrize("address", SOUND)
@pytest.mark.parametrize("field", ["checkpoint", "tokenizer", "data", "vocoder"])
def test_nothing_is_said_of_a_sound_address(address: str, field: str) -> None:
    assert codes_of(address, field) == []


WRONG = [
    ('""', "C601"),
    ('"https://example.org/a\\nb"', "C601"),
    ('"https://example.org/a b"', "C601"),
    ('" https://example.org/a"', "C601"),
    ('"https://example.org/a "', "C601"),
    ('"%20https://example.org/a"', "C601"),
    ('"://example.org/a"', "C601"),
    ('"https://example..org/m"', "C601"),
    ('"https://-example.org/m"', "C601"),
    ('"https://example-.org/m"', "C601"),
    ('"https://localhost../m"', "C601"),
    ('"https://./m"', "C601"),
    ('"https://example.org/a\\u00a0b"', "C601"),
    ("'files\\m'", "C601"),
    ('"https://example.org/ü"', "C601"),
    ('"https://example.org/%2e%2e/m"', "C601"),
    ('"https://example.org/%252e%252e%252fm"', "C601"),
    ('"https://example.org/a%5c..%5cm"', "C601"),
    ('"https://example.org/%2Fetc%2Fpasswd"', "C601"),
    ('"https://example.org/../m"', "C601"),
    ('"https://example.org/%00"', "C601"),
    ('"https://example.org/%7f"', "C601"),
    ('"https://example.org/%zz"', "C601"),
    ('"https://example.org:port/m"', "C601"),
    ('"https:///m"', "C601"),
    ('"s3:///m"', "C601"),
    ('"file://server/m"', "C601"),
    ('"file://models/m"', "C601"),
    (f'"{"a" * 2049}"', "C601"),
    ('"javascript:alert(1)"', "C602"),
    ('"data:text/plain,x"', "C602"),
    ('"ext::sh -c id"', "C602"),
    ('"git+ssh://example.org/m"', "C602"),
    ('"hf://org/name"', "C602"),
    ('"file:/models/m"', "C602"),
    ('"m:1"', "C602"),
    ("'C:\\models\\m'", "C602"),
    ('"C:/models/m"', "C602"),
    ("'\\\\server\\share'", "C602"),
    ('"//server/share"', "C602"),
    ('"https://me:geheim@example.org/m"', "C603"),
    ('"https://example.org/m?token=geheim"', "C603"),
    ('"https://example.org/m?a=b&X-Amz-Signature=0123"', "C603"),
    ('"s3://key:geheim@bucket/m"', "C603"),
    ('"$HOME/m"', "C604"),
    ('"files/${USER}/m"', "C604"),
    ('"files/$(id)/m"', "C604"),
    ('"~/m"', "C604"),
    ('"file://~/m"', "C604"),
    ('"%APPDATA%/m"', "C604"),
    ('"%CACHE%/m"', "C604"),
    ('"https://example.org/%APPDATA%/m"', "C604"),
    ('"http://example.org/m"', "C605"),
    ('"https://localhost:8000/m"', "C606"),
    ('"https://192.168.1.1/m"', "C606"),
    ('"https://%31%32%37.0.0.1/m"', "C606"),
    ('"../../m"', "C607"),
    ('"a/../../../m"', "C607"),
    ('"/models/m"', "C608"),
    ('"file:///models/m"', "C608"),
    ('"hg://org/a/b"', "C609"),
    ('"hg://org/a/b"', "C609"),
    (f'"hg://org/a b{PIN}"', "C601"),
    ('"hg://org/.a"', "C609"),
    ('"hg://org/a-"', "C609"),
    ('"hg://org/a..b"', "C609"),
    ('"hg://org/a@-x"', "C609"),
    ('"hg://org/a?x=1"', "C609"),
    ('"hg://org/name"', "C610"),
    ('"hg://org/name@v1.0"', "C616"),
    (f'"hg://org/name{PIN}"', "C616"),
    ('"https://huggingface.co/org/name/resolve/main/m.safetensors"', "C610"),
    ('"https://github.com/org/name/raw/v1/m.safetensors"', "C610"),
    ('"https://raw.githubusercontent.com/org/name/main/m.safetensors"', "C610"),
    ('"https://huggingface.co/org/name"', "C614"),
    ('"https://example.org/m.tar;path=m.pt"', "C615"),
    ('"https://example.org/m.pt"', "C611"),
    ('"https://example.org/m.PKL#x"', "C611"),
    ('"files/m.bin"', "C611"),
    ('"gs://bucket/m"', "C612"),
]


@pytest.mark.parametrize(("address", "code"), WRONG)
def test_one_rule_and_no_other_speaks_of_a_wrong_address(address: str, code: str) -> None:
    assert codes_of(address) == [code]


ELSEWHERE = {"C605", "C611", "C614", "C615"}
"""What is said of `checkpoint`, `tokenizer` and `data` alone, which have digests."""


@pytest.mark.parametrize(("address", "code"), WRONG)
@pytest.mark.parametrize("field", ["tokenizer", "data"])
def test_the_same_is_said_of_the_other_fields_with_addresses(field: str, address: str, code: str) -> None:
    assert codes_of(address, field) == [code]


@pytest.mark.parametrize(
    ("address", "code"), [(address, code) for address, code in WRONG if re.match('"[A-Za-z0-9+]+://[^ ]*$', address)]
)
def test_a_field_of_no_known_meaning_is_judged_when_it_looks_like_an_address(address: str, code: str) -> None:
    expected = [] if code in ELSEWHERE or (code == "C610" and address.startswith('"https:')) else [code]
    assert codes_of(address, "vocoder") == expected


@pytest.mark.parametrize(
    "address", ['"https://example.org"', '"https://example.org/"', '"https://example.org:80/#x"', '"s3://bucket"']
)
@pytest.mark.parametrize(("field", "codes"), [("checkpoint", ["C601"]), ("tokenizer", ["C601"]), ("data", [])])
def test_a_checkpoint_is_no_host_and_no_bucket(address: str, field: str, codes: list[str]) -> None:
    assert codes_of(address, field) == codes


@pytest.mark.parametrize("text", ['"see https://example.org"', '"./a b"', '"a: b"', '"$HOME"', '"C:x"', '"a\\\\b"'])
def test_other_text_is_no_address(text: str) -> None:
    assert codes_of(text, "remark") == []
    assert codes_of(text, "description") == []


@pytest.mark.parametrize(
    ("address", "codes"),
    [
        ('"https://example.org"', []),
        ('"http://wiki.internal/llama"', []),
        ('"https://example.org/m.pt"', []),
        ('"example.org/ask"', ["C602"]),
        ('"s3://bucket/m"', ["C602"]),
        ('"gs://bucket/m"', ["C602"]),
        ('"javascript:alert(1)"', ["C602"]),
        ('"/ask"', ["C602"]),
        ('"https://me:geheim@example.org"', ["C603"]),
        ('""', ["C601"]),
    ],
)
def test_a_page_for_people_has_rules_of_its_own(address: str, codes: list[str]) -> None:
    assert codes_of(address, "url") == codes


def test_a_control_character_in_an_address_is_reported_once() -> None:
    assert codes_of('"https://example.org/a\\r\\nX-Evil: 1"') == ["C103"]


def test_an_address_is_judged_where_it_is_written_and_not_where_it_is_inherited() -> None:
    files = {
        "x.yaml": documents(
            "name: a\nmodel_family: my_model\ncheckpoint: https://127.0.0.1/m.pt\n",
            "name: b\nbase: a\nmodel_arch: x\n",
            "name: c\nbase: b\nmodel_arch: y\n",
        )
    }
    assert [line.split(": ")[:2] for line in told_of(files, None)] == [
        ["x.yaml:3:13", "C606 checkpoint 'https://127.0.0.1/m.pt' is on a private host"],
        ["x.yaml:3:13", "C611 checkpoint 'https://127.0.0.1/m.pt' is a pickle without a digest"],
    ]


def test_credentials_are_found_in_any_text_of_a_card_and_never_shown() -> None:
    told = told_of(
        {"x.yaml": f"name: tiny\n{MODEL}model_config:\n  mirrors: ['https://me:geheim@example.org/x']\n"}, None
    )
    assert told == [
        "x.yaml:5:13: C603 model_config has a user and a password in the address 'https://***@example.org/x'"
    ]


# Digests


@pytest.mark.parametrize(
    ("leaf", "told"),
    [
        (f'name: leaf\nbase: root\ncheckpoint_sha256: "{SHA}"\n', ["x.yaml:3:13: C605"]),
        ('name: leaf\nbase: root\ncheckpoint: "http://example.org/n"\n', ["x.yaml:3:13: C605", "x.yaml:7:13: C605"]),
        (
            f'name: leaf\nbase: root\ncheckpoint: "http://example.org/n"\ncheckpoint_sha256: "{SHA}"\n',
            ["x.yaml:3:13: C605"],
        ),
        ('name: leaf\nbase: root\ncheckpoint: "https://example.org/n"\n', ["x.yaml:3:13: C605"]),
    ],
)
def test_a_digest_counts_for_the_card_that_writes_it_beside_the_address_or_nearer(leaf: str, told: list[str]) -> None:
    root = 'name: root\nmodel_family: my_model\ncheckpoint: "http://example.org/m"\n'
    assert [line[: len("x.yaml:3:13: C605")] for line in told_of({"x.yaml": documents(root, leaf)}, None)] == told


def test_a_digest_of_the_plain_card_counts_for_the_address_of_an_override_and_not_of_a_child() -> None:
    plain = f'name: tiny\nmodel_family: my_model\ncheckpoint: "http://example.org/m"\ncheckpoint_sha256: "{SHA}"\n'
    files = {"x.yaml": plain, "y.yaml": 'name: tiny@lab\ncheckpoint: "http://lab.example.org/m"\n'}
    assert told_of(files, None) == []
    files["y.yaml"] = 'name: child\nbase: tiny\ncheckpoint: "http://lab.example.org/m"\n'
    assert [line.split()[1] for line in told_of(files, None)] == ["C502"]
    assert [line for line in told_of(files, '[rules]\nignore = ["C502"]\n') if "C605" in line] == [
        "y.yaml:3:13: C605 checkpoint 'http://lab.example.org/m' comes over plain HTTP without a digest"
    ]


def test_a_digest_that_is_removed_does_not_count() -> None:
    plain = f'name: tiny\nmodel_family: my_model\ncheckpoint: "http://example.org/m"\ncheckpoint_sha256: "{SHA}"\n'
    files = {"x.yaml": documents(plain, "name: leaf\nbase: tiny\ncheckpoint_sha256: null\n")}
    assert [line.split(" ")[0] for line in told_of(files, None)] == ["x.yaml:3:13:"]


# Places


@pytest.mark.parametrize(
    ("path", "address", "codes"),
    [
        ("x.yaml", "../m", ["C607"]),
        ("models/x.yaml", "../m", []),
        ("models/deep/x.yaml", "../../m", []),
        ("models/deep/x.yaml", "../../../m", ["C607"]),
        ("models/x.yaml", "..", []),
        ("models/x.yaml", "../..", ["C607"]),
        ("models/x.yaml", "...", []),
    ],
)
def test_a_relative_path_may_climb_as_far_as_the_root(path: str, address: str, codes: list[str]) -> None:
    assert codes_of(f'"{address}"', path=path, settings=None) == codes


@pytest.mark.parametrize("address", ['"/models/m"', '"file:///models/m"'])
def test_an_override_may_name_an_absolute_path(address: str) -> None:
    files = {"models/x.yaml": f"name: tiny\n{MODEL}", "models/@lab/x.yaml": f"name: tiny@lab\ncheckpoint: {address}\n"}
    assert told_of(files) == []


@pytest.mark.parametrize(("path", "told"), [("a/../m", 0), ("../m", 1), ("a/../../m", 1), ("/etc/passwd", 1)])
@pytest.mark.parametrize("field", ["checkpoint_path", "tokenizer_path"])
def test_a_path_in_a_download_stays_there(field: str, path: str, told: int) -> None:
    assert codes_of(path, field) == ["C607"] * told


# Settings


def test_the_settings_may_allow_further_schemes() -> None:
    settings = '[uris]\nschemes = ["gs", "abfs", "https"]\n'
    assert codes_of('"gs://bucket/m"', settings=settings) == []
    assert codes_of('"abfs://bucket/m"', settings=settings) == []
    assert codes_of('"s3://bucket/m"', settings=settings) == ["C602"]


@pytest.mark.parametrize(
    ("hosts", "host", "codes"),
    [
        ('["*"]', "example.org", []),
        ('["*"]', "10.0.0.7", ["C606"]),
        ('["*", "10.*"]', "10.0.0.7", []),
        ('["*", "*.internal"]', "models.internal", []),
        ('["*", "*.internal"]', "MODELS.internal.", []),
        ('["*.example.org"]', "files.example.org", []),
        ('["*.example.org"]', "example.org", ["C613"]),
        ('["*.example.org"]', "example.org.evil.com", ["C613"]),
        ('["*.example.org"]', "localhost", ["C606"]),
    ],
)
def test_the_settings_may_name_the_hosts(hosts: str, host: str, codes: list[str]) -> None:
    assert codes_of(f'"https://{host}/m"', settings=f"[uris]\nhosts = {hosts}\n") == codes


@pytest.mark.parametrize(("scheme", "told"), [("gs", []), ("hg", ["C616"]), ("s3", [])])
def test_a_revision_is_one_of_a_hub_alone(scheme: str, told: list[str]) -> None:
    assert codes_of(f'"{scheme}://org/name@main"', settings='[uris]\nschemes = ["gs", "hg", "s3"]\n') == told


def test_an_address_without_a_host_is_on_none_that_is_not_allowed() -> None:
    hosts = '[uris]\nhosts = ["*.example.org"]\n'
    for address in ('"hg://org/m"', '"s3://bucket/m"', '"m.pt"', '"/models/m"'):
        assert codes_of(address, settings=hosts) == codes_of(address)


def test_only_a_card_that_can_be_read_is_judged() -> None:
    told = told_of({"x.yaml": f"name: tiny\n{WEIGHTS}base: [a]\ndata: '$HOME'\n"}, None)
    assert [line.split(": ")[1][:4] for line in told] == ["C402"]
