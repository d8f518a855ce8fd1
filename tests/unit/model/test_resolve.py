"""What resolving refuses, with the place and the words of each refusal."""

from __future__ import annotations

import pytest

from assetcards import CardError
from assetcards.model.layers import MANY_FIELDS
from assetcards.model.resolve import MAX_LAYERS
from tests.unit.cards import catalog_of


def refusal(text: str, name: str, *, env: str | None = None) -> list[str]:
    with pytest.raises(CardError) as caught:
        catalog_of(text, env=env).card(name)
    return [str(finding) for finding in caught.value.findings]


def test_an_unknown_base_is_reported_at_the_base_with_the_closest_name() -> None:
    text = "name: wav2vec2_base\n---\nname: child\nbase: wav2vec2_bose\n"
    assert refusal(text, "child") == [
        "x.yaml:4:7: C401 error: base 'wav2vec2_bose' does not exist (did you mean 'wav2vec2_base'?)"
    ]


def test_an_unknown_base_with_nothing_close_says_what_to_do() -> None:
    assert refusal("name: child\nbase: zebra\n", "child") == [
        "x.yaml:2:7: C401 error: base 'zebra' does not exist (add that card, or name an existing one)"
    ]


def test_the_closest_of_several_names_is_suggested_wherever_it_is() -> None:
    for text in ("name: chat_base\n---\nname: chat_bases\n---\n", "name: chat_bases\n---\nname: chat_base\n---\n"):
        for child in ("a_child", "z_child"):
            assert "(did you mean 'chat_base'?)" in refusal(f"{text}name: {child}\nbase: chat_basf\n", child)[0]


def test_a_card_is_not_suggested_as_its_own_base() -> None:
    assert "did you mean" not in refusal("name: child\nbase: chilt\n", "child")[0]


def test_an_unknown_base_of_an_override_is_reported_where_the_override_writes_it() -> None:
    text = "name: m\n---\nname: m@lab\nbase: gone\n"
    assert refusal(text, "m@lab") == [
        "x.yaml:4:7: C401 error: base 'gone' does not exist (add that card, or name an existing one)"
    ]


@pytest.mark.parametrize("asked", ["a", "b", "c", "outside"])
def test_a_cycle_is_the_same_finding_from_wherever_it_is_entered(asked: str) -> None:
    text = "name: outside\nbase: b\n---\nname: a\nbase: b\n---\nname: b\nbase: c\n---\nname: c\nbase: a\n"
    assert refusal(text, asked) == ["x.yaml:5:7: C403 error: bases form a cycle: a -> b -> c -> a (remove one `base`)"]


def test_a_card_that_is_its_own_base_is_a_cycle() -> None:
    assert refusal("name: m\nbase: m\n", "m") == [
        "x.yaml:2:7: C403 error: bases form a cycle: m -> m (remove one `base`)"
    ]


def test_a_cycle_closed_by_an_override_is_reported_at_the_override() -> None:
    text = "name: a\nbase: b\n---\nname: b\n---\nname: b@lab\nbase: a\n"
    assert refusal(text, "a@lab") == ["x.yaml:2:7: C403 error: bases form a cycle: a -> b -> a (remove one `base`)"]
    assert catalog_of(text).card("a@").chain == ["a", "b"]


def test_a_long_cycle_is_shown_by_its_ends() -> None:
    text = "---\n".join(f"name: c{i:02}\nbase: c{(i + 1) % 20:02}\n" for i in range(20))
    shown = "c00 -> c01 -> c02 -> c03 -> c04 -> c05 -> ... 9 more ... -> c15 -> c16 -> c17 -> c18 -> c19 -> c00"
    assert refusal(text, "c07") == [f"x.yaml:2:7: C403 error: bases form a cycle: {shown} (remove one `base`)"]


def test_a_cycle_of_twelve_names_is_shown_whole() -> None:
    text = "---\n".join(f"name: c{i:02}\nbase: c{(i + 1) % 11:02}\n" for i in range(11))
    assert "..." not in refusal(text, "c00")[0]


def chain_of(length: int) -> str:
    links = [f"name: c{i}\nbase: c{i + 1}\n" for i in range(length - 1)]
    return "---\n".join([*links, f"name: c{length - 1}\n"])


def test_as_many_layers_as_the_bound_resolve() -> None:
    assert len(catalog_of(chain_of(MAX_LAYERS)).card("c0").chain) == MAX_LAYERS == 256


def test_one_layer_more_than_the_bound_is_an_error_at_the_leafs_base() -> None:
    assert refusal(chain_of(MAX_LAYERS + 1), "c0") == [
        (
            "x.yaml:2:7: C404 error: more than 256 layers of bases: c0 -> c1 -> c2 -> ... -> c256 "
            "(shorten the chain of bases)"
        )
    ]


def test_the_chain_of_a_card_beyond_the_bound_has_every_name_once() -> None:
    with pytest.raises(CardError) as caught:
        catalog_of(chain_of(MAX_LAYERS + 1)).card("c0")
    assert caught.value.chain == tuple(f"c{number}" for number in range(MAX_LAYERS + 1))


def test_an_override_that_is_a_layer_of_its_own_counts_as_one() -> None:
    text = chain_of(MAX_LAYERS) + "---\nname: c0@lab\nbase: c0\n"
    assert refusal(text, "c0@lab")[0].startswith("x.yaml:2:7: C404 error")


def test_a_duplicate_card_names_both_locations() -> None:
    text = "name: m\n---\nname: other\n---\nname: m\n"
    assert refusal(text, "m") == [
        (
            "x.yaml:5:7: C210 error: card 'm' is defined a second time; the first is at x.yaml:1 "
            "(rename or remove one of the two)"
        )
    ]


def test_a_duplicate_card_in_another_store_is_named_with_its_store() -> None:
    catalog = catalog_of("name: m\n", more="name: m\n")
    with pytest.raises(CardError) as caught:
        catalog.card("m")
    assert [str(d) for d in caught.value.findings] == [
        (
            "y.yaml:1:7: C210 error: card 'm' is defined a second time; the first is at x.yaml:1 in memory:first, "
            "this one is in memory:second "
            "(rename or remove one of the two; what changes it for you alone is `name: m@user`, in your own store)"
        )
    ]


def test_a_duplicate_override_hurts_only_who_needs_it() -> None:
    text = "name: m\n---\nname: m@lab\n---\nname: m@lab\n---\nname: m@edge\nnote: x\n"
    catalog = catalog_of(text)
    assert catalog.card("m@edge").fields == {"note": "x"}
    assert catalog.card("m@").fields == {}
    assert "C210" in refusal(text, "m@lab")[0]


def test_a_broken_card_says_why_when_it_is_asked_for_and_when_it_is_inherited() -> None:
    text = "name: child\nbase: m\n---\nname: m\na: 1\na: 2\n"
    expected = ["x.yaml:6:1: C121 error: duplicate key 'a', first on line 5 (keep one of the two)"]
    assert refusal(text, "m") == expected
    assert refusal(text, "child") == expected


def test_a_broken_override_breaks_its_environment_alone() -> None:
    text = "name: m\nnote: x\n---\nname: m@lab\na: !tag 1\n"
    assert catalog_of(text).card("m@").fields == {"note": "x"}
    assert "C125" in refusal(text, "m@lab")[0]


def test_the_error_names_the_card_that_was_asked_for_and_the_whole_chain() -> None:
    with pytest.raises(CardError) as caught:
        catalog_of("name: a\nbase: b\n---\nname: b\nbase: gone\n").card("a")
    assert caught.value.card == "a"
    assert caught.value.chain == ("a", "b", "gone")
    assert str(caught.value) == (
        "card 'a' cannot be resolved (a -> b -> gone): x.yaml:5:7: base 'gone' does not exist "
        "(add that card, or name an existing one)"
    )


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("name: a\n__x__: 1\n", ": x.yaml:2:1: key"),
        ("name: a\nbase: b\n---\nname: b\n__x__: 1\n", " (a -> b): x.yaml:5:1: key"),
        ("name: a\nbase: b\n---\nname: b\n---\nname: b\n", " (a -> b): x.yaml:6:7: card 'b' is defined"),
        ("name: a\nbase: b\n---\nname: b\nbase: a\n", " (a -> b -> a): x.yaml:2:7: bases form a cycle"),
    ],
)
def test_the_error_shows_the_way_to_what_is_wrong(text: str, way: str) -> None:
    with pytest.raises(CardError) as caught:
        catalog_of(text).card("a")
    assert str(caught.value).startswith(f"card 'a' cannot be resolved{way}")


def test_a_base_written_with_spaces_is_the_card_without_them() -> None:
    card = catalog_of('name: a\nbase: " b "\n---\nname: b\nnote: x\n').card("a")
    assert (card.chain, card.fields) == (["a", "b"], {"base": "b", "note": "x"})


def test_an_override_may_move_a_card_onto_another_base_or_none() -> None:
    text = "name: m\nbase: a\n---\nname: m@lab\nbase: b\n---\nname: m@edge\nbase: null\n---\nname: a\n---\nname: b\n"
    catalog = catalog_of(text)
    assert [catalog.card(name).chain for name in ("m@", "m@lab", "m@edge")] == [["m", "a"], ["m", "b"], ["m"]]


def test_an_override_without_a_base_keeps_the_plain_cards() -> None:
    catalog = catalog_of("name: m\nbase: a\n---\nname: m@lab\nnote: x\n---\nname: a\n")
    assert catalog.card("m@lab").chain == ["m", "a"]


def test_an_override_with_its_own_card_as_base_is_a_layer_and_the_plain_cards_base_follows() -> None:
    text = "name: m\nbase: a\nnote: plain\n---\nname: m@lab\nbase: m\n---\nname: a\n"
    card = catalog_of(text).card("m@lab")
    assert card.chain == ["m", "m", "a"]
    assert card.fields == {"base": "m", "note": "plain"}


def test_a_diamond_is_no_cycle() -> None:
    text = "name: a\nbase: b\ntokenizer_ref: c\n---\nname: b\nbase: d\n---\nname: c\nbase: d\n---\nname: d\n"
    catalog = catalog_of(text)
    assert [catalog.card(name).chain for name in "abc"] == [["a", "b", "d"], ["b", "d"], ["c", "d"]]


@pytest.mark.parametrize("number", [MANY_FIELDS - 2, MANY_FIELDS, 3 * MANY_FIELDS])
def test_the_nearest_of_many_fields_counts_however_they_are_spread_over_the_layers(number: int) -> None:
    low = "".join(f"f{i}: low\n" for i in range(number))
    high = "".join(f"f{i}: high\n" for i in range(0, 2 * number, 2))
    text = f"name: low\n{low}---\nname: high\nbase: low\n{high}---\nname: top\nbase: high\nf1: top\n"
    card = catalog_of(text).card("top")
    assert card.fields == {
        "base": "high",
        **{f"f{i}": "low" for i in range(number)},
        **{f"f{i}": "high" for i in range(0, 2 * number, 2)},
        "f1": "top",
    }
    assert card.maybe_field("f") is None
