"""Opening the assets of cards: what reaches the code of a family, and what is reported of a config that cannot."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from assetcards import (
    CardError,
    Catalog,
    ConfigError,
    Family,
    FamilyNotFoundError,
    FieldError,
    MemoryTree,
    Opening,
    OpeningError,
    open_catalog,
    register_family,
    unregister_family,
)
from assetcards.families.describing import describe
from assetcards.families.description import descriptions_in
from assetcards.families.judging import findings_of
from assetcards.families.known import KnownFamilies


@dataclass
class Part:
    size: int = 1
    name: str = "part"


@dataclass
class Config:
    layers: int = 2
    dropout: float = 0.0
    where: Path = Path("nowhere")
    parts: list[Part] = field(default_factory=list)
    inner: Part = field(default_factory=Part)


@dataclass
class NeedsData:
    data: Path


def opened(config: Any, opening: Opening) -> Any:
    return (config, opening.kind, opening.architecture)


def config_alone(config: Any) -> Any:
    return config


FAMILIES = [
    Family(
        kind="model", name="my_model", config=Config, architectures={"small": lambda: Config(layers=4)}, opener=opened
    ),
    Family(kind="dataset", name="my_lines", config=NeedsData, opener=config_alone),
    Family(kind="tokenizer", name="my_words", config=None, opener=lambda config: "words"),
]


@pytest.fixture(autouse=True)
def families() -> Iterator[None]:
    for family in FAMILIES:
        register_family(family)
    yield
    for family in FAMILIES:
        unregister_family(family.kind, family.name)


def catalog(*cards: Mapping[str, Any], text: str = "") -> Catalog:
    tree = MemoryTree("mine", {"a.yaml": text}) if text else MemoryTree("mine", cards=cards)
    return open_catalog(tree, stores=[])


def model(**fields: Any) -> dict[str, Any]:
    return {"name": "tiny", "model_family": "my_model", **fields}


def test_without_layers_the_code_gets_its_own_defaults() -> None:
    assert catalog(model()).open("tiny") == (Config(), "model", None)
    assert catalog(model(model_arch=None)).open("tiny") == (Config(), "model", None)
    assert catalog(model(model_arch="small")).open("tiny") == (Config(layers=4), "model", "small")


def test_layers_are_applied_to_the_architecture_and_the_call_is_above_them() -> None:
    cards = catalog(
        model(model_arch="small", model_config={"dropout": 0.5, "inner": {"size": 3}}),
        {"name": "chat", "base": "tiny", "model_config": {"inner": {"name": "x"}, "where": "a"}},
    )
    made, _, _ = cards.open("chat", config={"where": Path("b"), "parts": [{"size": 9}]})
    assert made == Config(4, 0.5, Path("b"), [Part(9)], Part(3, "x"))
    assert cards.card("chat").open()[0].where == Path("a")


def test_directives_reach_the_defaults_from_the_call_too() -> None:
    cards = catalog(model(model_arch="small", model_config={"_del_": ["layers"]}))
    assert cards.open("tiny")[0].layers == 2
    assert cards.open("tiny", config={"_set_": {"inner": {"size": 5}}})[0].inner == Part(5)


def test_an_override_is_opened_in_its_environment() -> None:
    cards = catalog(model(), {"name": "tiny@lab", "model_config": {"layers": 8}})
    assert (cards.open("tiny@lab")[0].layers, cards.open("tiny")[0].layers) == (8, 2)


def test_variables_are_replaced_in_layers_and_in_defaults_if_there_is_a_layer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_LAYERS", "7")
    cards = catalog(model(model_config={"layers": "${env:MY_LAYERS}", "where": "${env:MY_ROOT:/srv}/x"}))
    assert cards.open("tiny")[0] == Config(layers=7, where=Path("/srv/x"))
    assert cards.open("tiny", variables={"MY_LAYERS": "1", "MY_ROOT": "/r"})[0] == Config(layers=1, where=Path("/r/x"))
    with pytest.raises(ConfigError, match="layers is the string '\\$\\{env:MY_LAYERS\\}', which my_model does not"):
        cards.open("tiny", variables={"MY_LAYERS": "a secret"})


def test_a_family_whose_class_has_no_defaults_needs_a_layer() -> None:
    card = {"name": "lines", "dataset_family": "my_lines"}
    assert catalog({**card, "dataset_config": {"data": "/x"}}).open("lines") == NeedsData(Path("/x"))
    assert catalog(card).open("lines", config={"data": "/x"}) == NeedsData(Path("/x"))
    with pytest.raises(FieldError, match="needs a dataset_config: my_lines has no default for data"):
        catalog(card).open("lines")


TWO = {"name": "both", "model_family": "my_model", "tokenizer_family": "my_words"}


def test_a_card_of_several_kinds_is_opened_as_the_one_asked_for() -> None:
    cards = catalog(TWO)
    assert cards.open_tokenizer("both") == "words"
    assert cards.open_model("both", config={"layers": 1})[0].layers == 1
    assert cards.card("both").open(kind="tokenizer") == "words"
    with pytest.raises(FieldError, match=r"is a model and a tokenizer \(ask for one: open_model or open_tokenizer\)"):
        cards.open("both")
    with pytest.raises(
        FieldError, match=r"is no dataset: it has no dataset_family \(open it with open_model or open_tok"
    ):
        cards.open_dataset("both")


def test_the_tokenizer_of_a_model_is_the_one_that_its_reference_leads_to() -> None:
    cards = catalog(model(tokenizer_ref="words"), {"name": "words", "tokenizer_family": "my_words"})
    assert cards.open_tokenizer("tiny") == "words"


def test_a_card_without_a_family_and_one_of_a_family_without_code_say_so() -> None:
    with pytest.raises(FieldError, match="has no family, so no code opens it"):
        catalog({"name": "note"}).open("note")
    with pytest.raises(FamilyNotFoundError, match=r"model family 'my_modle' .*did you mean 'my_model'"):
        catalog({"name": "tiny", "model_family": "my_modle"}).open("tiny")


def test_an_unknown_architecture_is_reported_at_its_line() -> None:
    with pytest.raises(FieldError, match=r"a.yaml:3: field 'model_arch' .*names 'smal'.*did you mean 'small'"):
        catalog(text="name: tiny\nmodel_family: my_model\nmodel_arch: smal\n").open("tiny")


@pytest.mark.parametrize(("written", "problem"), [("7", "is of type int, not str"), ('""', "names '', which is no")])
def test_what_is_no_architecture_never_opens_the_defaults(written: str, problem: str) -> None:
    with pytest.raises(FieldError, match=rf"a.yaml:3: field 'model_arch' of card 'tiny' {problem}"):
        catalog(text=f"name: tiny\nmodel_family: my_model\nmodel_arch: {written}\n").open("tiny")


FAULTY = """name: tiny
model_family: my_model
model_config:
  layers: 2.5
  drop: 1
  parts:
    - size: 1
    - {size: x, nmae: y}
  inner: 3
---
name: chat
base: tiny
model_config: {where: 1, layers: ["${env:HOME}"]}
"""


@dataclass
class Keyed:
    counts: dict[int, float] = field(default_factory=dict)
    parts: dict[str, Part] = field(default_factory=dict)
    tables: list[dict[int, int]] = field(default_factory=list)


@pytest.mark.parametrize(
    ("config", "faults"),
    [
        ("{counts: {x: 1}}", ["27 counts.x is the key 'x'"]),
        ("{counts: {1: x}}", ["27 counts.1 is the string 'x'"]),
        ("{parts: {1: {size: x}}}", ["26 parts.1 is the key 1", "30 parts.1.size is the string 'x'"]),
        ("{tables: [{x: y}]}", ["31 tables.0.x is the key 'x'", "31 tables.0.x is the string 'y'"]),
        ("{_set_: {counts: {x: y}}}", ["35 counts.x is the key 'x'", "35 counts.x is the string 'y'"]),
        ("{1: 2}", ["18 has no config key '1'"]),
        ("{parts: {a: {1: 2}}}", ["30 has no config key 'parts.a.1'"]),
    ],
)
def test_validation_finds_in_the_keys_of_mappings_what_opening_finds(config: str, faults: list[str]) -> None:
    family = register_family(Family(kind="dataset", name="my_lines", config=Keyed, opener=config_alone))
    described = {(each.kind, each.name): each for each in descriptions_in(describe([family], "mine", {}))}
    card = catalog(text=f"name: x\ndataset_family: my_lines\ndataset_config: {config}\n").card("x")
    validated = list(findings_of(KnownFamilies(described=described, declared={}, closed=False), card, is_base=False))
    with pytest.raises(ConfigError) as raised:
        card.open()
    for found in (validated, raised.value.findings):
        messages = [f"{each.column} {each.message.partition(', which my_lines')[0]}" for each in found]
        assert [each.replace("dataset_config.", "").replace("my_lines has", "has") for each in messages] == faults


def test_every_fault_is_at_the_card_and_the_line_that_wrote_it() -> None:
    with pytest.raises(ConfigError) as raised:
        catalog(text=FAULTY).open("chat")
    found = [
        f"{each.location} {each.code} {each.message} ({each.hint})".replace("which my_model does not take", "NOT")
        for each in raised.value.findings
    ]
    assert sorted(found) == [
        "a.yaml:13:16 C705 model_config.where is the integer '1', NOT (write a path, in quotes)",
        "a.yaml:13:26 C705 model_config.layers is a sequence, NOT (write an integer)",
        "a.yaml:5:3 C704 my_model has no config key 'drop' (did you mean 'dropout'?)",
        "a.yaml:8:14 C705 model_config.parts.1.size is the string 'x', NOT (write an integer)",
        "a.yaml:8:23 C704 my_model has no config key 'parts.1.nmae' (did you mean 'name'?)",
        "a.yaml:9:3 C705 model_config.inner is the integer '3', NOT (write a mapping of names to values)",
    ]
    with pytest.raises(ConfigError, match=r"model_config.layers is the number '2.5', which would be changed"):
        catalog(text=FAULTY).open("tiny")


def test_a_value_that_does_not_fit_is_changed_only_on_request() -> None:
    cards = catalog(model(model_config={"layers": 2.5}))
    with pytest.raises(ConfigError, match=r"\(write an integer, or open it with lossy=True\)"):
        cards.open("tiny")
    assert cards.open("tiny", lossy=True)[0].layers == 2


def test_what_is_taken_back_or_missing_is_reported_where_it_was() -> None:
    text = "name: lines\ndataset_family: my_lines\ndataset_config:\n  data: /x\n"
    below = "---\nname: none\nbase: lines\ndataset_config: {_del_: [data]}\n"
    with pytest.raises(ConfigError, match=r"a.yaml:8:26: dataset_config.data has no value, and my_lines has no def"):
        catalog(text=text + below).open("none")
    with pytest.raises(ConfigError, match=r"a.yaml:3:1: dataset_config.data has no value"):
        catalog(text=text.replace("\n  data: /x", " {}")).open("lines")


def test_a_fault_in_what_the_call_gives_is_reported_there() -> None:
    with pytest.raises(ConfigError) as raised:
        catalog(model()).open("tiny", config={"layers": "x"})
    assert [finding.path for finding in raised.value.findings] == ["open(config=...)"]
    with pytest.raises(CardError, match=r"open\(config=...\):3:\d+: _del_ is the integer"):
        catalog(model()).open("tiny", config={"_del_": 3})
    with pytest.raises(FieldError, match=r"'tiny' cannot be opened with this config: .* not JSON serializable"):
        catalog(model()).open("tiny", config={"layers": object()})
    deep: dict[str, Any] = {}
    deep["layers"] = deep
    with pytest.raises(FieldError, match="it is nested too deeply"):
        catalog(model()).open("tiny", config=deep)


def test_a_config_for_a_family_without_one_is_refused() -> None:
    card = {"name": "words", "tokenizer_family": "my_words", "tokenizer_config": {"a": 1}}
    with pytest.raises(ConfigError, match="my_words does not take tokenizer_config: it takes no config"):
        catalog(card).open("words")


def test_code_that_fails_is_named_with_its_reason() -> None:
    def fail(config: Any) -> None:
        raise FileNotFoundError("/srv/roses")

    register_family(Family(kind="tokenizer", name="my_words", config=None, opener=fail))
    with pytest.raises(OpeningError, match="family 'my_words' failed with FileNotFoundError: /srv/roses") as raised:
        catalog({"name": "words", "tokenizer_family": "my_words"}).open("words")
    assert isinstance(raised.value.__cause__, FileNotFoundError)


@pytest.mark.parametrize(
    ("architecture", "problem"),
    [
        (lambda: 1 // 0, "ZeroDivisionError: .*"),
        (lambda: None, "TypeError: the config of architecture 'small' is of type NoneType"),
        (Part, "TypeError: the config of architecture 'small' is of type Part"),
        (3, "TypeError: 'int' object is not callable"),
    ],
)
def test_an_architecture_that_gives_no_config_is_a_fault_of_the_family(architecture: Any, problem: str) -> None:
    small = {"small": architecture}
    register_family(Family(kind="model", name="my_model", config=Config, architectures=small, opener=opened))
    for config in (None, {"layers": 1}):
        with pytest.raises(OpeningError, match=f"the code of model family 'my_model' failed with {problem}"):
            catalog(model(model_arch="small")).open("tiny", config=config)


@pytest.mark.parametrize("code", [SystemExit, KeyboardInterrupt])
def test_what_ends_the_program_ends_it(code: type[BaseException]) -> None:
    def leave(config: Any) -> None:
        raise code

    register_family(Family(kind="tokenizer", name="my_words", config=None, opener=leave))
    with pytest.raises(code):
        catalog({"name": "words", "tokenizer_family": "my_words"}).open("words")


def test_assets_are_opened_by_many_threads_while_families_come_and_go() -> None:
    cards = catalog(model(model_arch="small", model_config={"inner": {"size": 3}}))
    stop = Event()

    def others() -> None:
        while not stop.is_set():
            for number in range(20):
                register_family(Family(kind="model", name=f"other_{number}", config=Part, opener=opened))
            for number in range(20):
                unregister_family("model", f"other_{number}")

    with ThreadPoolExecutor(5) as pool:
        coming = pool.submit(others)
        try:
            found = list(pool.map(lambda number: cards.open("tiny", config={"layers": number})[0], range(40)))
        finally:
            stop.set()
        coming.result()
    assert found == [Config(layers=number, inner=Part(3)) for number in range(40)]


def test_a_config_and_an_error_are_the_same_in_another_process() -> None:
    cards = catalog(model(model_config={"where": "${env:ROOT:a}/b", "parts": [{"name": "${env:NAME:x}"}]}))
    made, _, _ = cards.open("tiny", variables={"NAME": "y"})
    assert pickle.loads(pickle.dumps(made)) == made
    with pytest.raises(ConfigError) as raised:
        cards.open("tiny", config={"layers": "x", "parts": 3})
    again = pickle.loads(pickle.dumps(raised.value))
    assert (type(again), str(again), again.findings) == (ConfigError, str(raised.value), raised.value.findings)


def test_any_callable_opens() -> None:
    register_family(Family(kind="tokenizer", name="my_words", config=None, opener=type))
    assert catalog({"name": "words", "tokenizer_family": "my_words"}).open("words") is type(None)
