"""Made-up cards in thousands, with names and descriptions like those of real ones, and questions about some of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, product
from random import Random

_MAKERS = (
    "acorn",
    "birch",
    "cedar",
    "dahlia",
    "elder",
    "fennel",
    "ginkgo",
    "hazel",
    "ivory",
    "juniper",
    "koala",
    "lotus",
)
_SIZES = ("125m", "350m", "1b", "3b", "7b", "13b", "34b", "70b")
_TASKS = (
    ("chat", "tuned for dialogue"),
    ("code", "trained on source code of many languages"),
    ("math", "trained on proofs and exercises"),
    ("summarizer", "tuned to shorten news and reports"),
    ("embedder", "gives a vector for a paragraph"),
    ("translator", "translates between forty languages"),
    ("ranker", "orders answers by how useful they are"),
    ("captioner", "describes photographs in a sentence"),
)
_PLACES = ("Iceland", "Kenya", "Peru", "Nepal", "Malta", "Fiji", "Ghana", "Oman")
_LICENSES = ("Apache-2.0", "MIT", "CC-BY-NC-4.0")


def cards(number: int) -> list[dict[str, object]]:
    """So many cards, each with its own name, in an order without meaning."""
    rng = Random(14)
    made = list(_all(number))
    rng.shuffle(made)
    return made


def _all(number: int) -> Iterator[dict[str, object]]:
    for version in count(1):
        for maker, size, (task, does), place in product(_MAKERS, _SIZES, _TASKS, _PLACES):
            if number == 0:
                return
            number -= 1
            name = f"{maker}{version}_{size}_{task}_{place.lower()}"
            yield {
                "name": name,
                "description": f"{maker.title()} {version} {size.upper()}, {does}, with data from {place}.",
                "model_family": "my_model",
                "model_arch": size,
                "license": _LICENSES[len(name) % 3],
                "owners": [f"team-{place.lower()}"],
                "checkpoint": f"hg://{maker}-labs/{maker.title()}-{version}-{size.upper()}-{task}-{place}",
            }


def questions(number: int) -> Iterator[tuple[str, str]]:
    """Questions, each with the card that is meant, in the ways in which people ask."""
    for at, card in enumerate(cards(number)[:10]):
        maker, size, task, place = str(card["name"]).split("_")
        typo = maker[0] + maker[2] + maker[1] + maker[3:]
        asked = (
            f"{place} {task} {size} {maker}",
            str(card["checkpoint"]).removeprefix("hg://"),
            f"{typo} {size} {task} {place}",
            f"owners:team-{place} {maker} {size} {task}",
        )
        yield asked[at % len(asked)], str(card["name"])
