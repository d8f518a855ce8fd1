"""What a change touches: files, cards whose text differs, and the cards that depend on them."""

from __future__ import annotations

from assetcards import Finding
from assetcards.lint.fingerprints import Owners
from assetcards.lint.touched import touched_between
from assetcards.rules.content.license_expression import RULE
from tests.unit.cards import catalog_of

OLD = {
    "a.yaml": "name: a\nlicense: x\n---\nname: b\n",
    "c.yaml": "name: c\nbase: a\n---\nname: d\ntokenizer_ref: c\n",
    "e.yaml": "name: a@lab\n---\nname: e\n",
}


def test_cards_whose_text_differs_are_touched_with_all_that_depend_on_them() -> None:
    after = catalog_of(OLD | {"a.yaml": OLD["a.yaml"].replace("x", "y")})
    touched = touched_between(catalog_of(OLD), after, ["a.yaml"])
    assert sorted(map(str, touched.cards)) == ["a", "a@lab", "c", "d"]
    assert touched.files == {"a.yaml"}


def test_a_finding_is_about_its_card_or_else_about_its_file() -> None:
    after = catalog_of({"a.yaml": "# c\n" + OLD["a.yaml"].replace("x", "y"), "c.yaml": OLD["c.yaml"]})
    touched, owners = touched_between(catalog_of(OLD), after, ["a.yaml"]), Owners(after)

    def at(path: str, line: int) -> Finding:
        return RULE.finding(path, (line, 1), "wrong")

    assert [touched.has(at("a.yaml", line), owners) for line in (0, 1, 3, 5)] == [True, True, True, False]
    assert [touched.has(at("c.yaml", line), owners) for line in (0, 1, 4)] == [False, True, True]
