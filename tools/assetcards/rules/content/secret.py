"""A possible secret: a token, an access key or a private key.

Many people read a catalog, and git keeps everything that was ever committed. The patterns of tokens of Hugging Face,
AWS, GitHub, GitLab, Slack, Google and Azure are known, as are JSON web tokens and private keys; the whole file is
searched, including comments. The value itself is never shown.

    # refused
    name: tiny
    token: hf_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa

Revoke the secret, because everyone who could read the file has it. Then remove it, and pass it to programs in another
way.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.redaction import find_secrets
from assetcards.rules.rule import FileSubject, Rule

_HINT = "revoke it and remove it: git keeps what was committed"


def check(subject: FileSubject) -> Iterator[Finding]:
    text = subject.file.text or ""
    if next(find_secrets(text), None) is None:
        return
    for number, line in enumerate(text.split("\n"), start=1):
        for secret in find_secrets(line):
            location = (number, secret.start + 1)
            yield RULE.finding(subject.file, location, f"possible secret: {secret.kind}", _HINT)


RULE = Rule(code="C306", name="secret", check_file=check)
