"""Makes up catalogs and questions for hypothesis: sound ones that fairseq2 can answer, and ones with flaws.

A compatible catalog has nothing that CARD_SPEC 7 sets apart: no cycle, no self-base override, no relative
path that another folder inherits, nothing that makes fairseq2 refuse a store. It may lack a base, and have an
override without a plain card. Strategies are cached because hypothesis checks each new one at length.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from itertools import pairwise

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from .naive import MAX_LAYERS, URI_FIELDS, Source, by_name, is_listed, known_environments
from .rendering import render

__all__ = ["catalogs", "questions", "render"]

Card = dict[str, object]
Flaw = Callable[[DrawFn, list[Source]], list[Source]]

NAMES = ("a", "b", "c", "d", "e")
ENVS = ("user", "lab", "edge")
FOLDERS = ("", "models/", "models/@lab/", "data sets/")
FILES = ("x.yaml", "y.yml")
URIS = (
    "hg://org/m",
    "hg://org/m@main",
    "s3://bucket/k.pt",
    "https://example.org/x?y=1",
    "file:///srv/x.pt",
    "/abs/x.pt",
    "/abs/@x/y z.pt",
)
RELATIVE = ("x.pt", "./x.pt", "../x.pt", "~/x.pt", "sub/é x.pt", "@lab/x.pt")
AMBIGUOUS = ("", "yes", "off", "null", "~", "1:30", "010", "1e-5", "0x1F", "2024-06-30", "<<", "=")
AWKWARD = ("${env:HOME:x}", "- a: #b", 'q"\\\n\t', "é 日本 😀")
CONFIG_KEYS = (
    *("model_config",) * 3,  # often, so that layers meet
    "model_config_override",
    "model_config_overrides",
    "tokenizer_config",
)
FAMILY_KEYS = ("model_family", "tokenizer_family", "dataset_family")
URI_KEYS = (*URI_FIELDS, "char_tokenizer", "url", "readme")
REF_KEYS = ("tokenizer_ref", "model_ref")
KEYS = CONFIG_KEYS + FAMILY_KEYS + URI_KEYS + REF_KEYS + ("dataset_config", "note", "model_arch")


def catalogs(*, compatible: bool = False) -> SearchStrategy[list[Source]]:
    """Draw the cards of a catalog: a sound one, or one with up to five flaws and relative paths anywhere."""
    return sound_catalogs() if compatible else flawed_catalogs()


@st.composite
def sound_catalogs(draw: DrawFn, scattered: bool = False) -> list[Source]:
    """Draw cards without cycles; relative paths only if all are in one folder, or if `scattered`."""
    one_folder = not scattered and draw(st.booleans())
    folder = draw(st.sampled_from(FOLDERS))
    folders = (folder,) if one_folder else FOLDERS
    uris = st.sampled_from(URIS + RELATIVE if one_folder or scattered else URIS)
    sources: list[Source] = []
    few = draw(st.sampled_from((1, 3, 4)))
    plain = draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=few))
    for number, name in enumerate(plain):
        for env in ("", *draw(st.lists(st.sampled_from(ENVS), unique=True, max_size=2))):
            card = {"name": draw(spellings(name, env)), **draw(cards(uris)), **draw(bases(plain[:number]))}
            sources.append(Source(path=draw(paths(folders)), card=card))
    if draw(st.sampled_from((False,) * 7 + (True,))):
        sources.append(Source(path=draw(paths(folders)), card={"name": "ghost@lab", **draw(cards(uris))}))
    return sources + draw(deep_chains(st.sampled_from((0, 0, 0, 0, 0, 0, 12)), folders[0] + FILES[0]))


@st.composite
def flawed_catalogs(draw: DrawFn) -> list[Source]:
    """Draw a catalog that has what fairseq2 cannot answer."""
    sources = draw(sound_catalogs(scattered=True))
    for flaw in draw(st.lists(st.sampled_from(FLAWS), max_size=5)):
        sources = flaw(draw, sources)
    return draw(st.permutations(sources)) if len(sources) < MAX_LAYERS else sources


@cache
def paths(folders: tuple[str, ...]) -> SearchStrategy[str]:
    """Draw the file that writes a card."""
    return st.builds(str.__add__, st.sampled_from(folders), st.sampled_from(FILES))


@cache
def spellings(name: str, env: str) -> SearchStrategy[str]:
    """Draw a way to write a full name, mostly the plain one."""
    short, padded = (f"{name}@{env}", f" {name} @ {env} ") if env else (name, f" {name} ")
    return st.sampled_from((short, short, short, padded, f"{name}@{env}"))


def bases(names: list[str]) -> SearchStrategy[Card]:
    """Draw a base among these names, now and then one that is not there, null, or none."""
    known = [{"base": name} for name in names] * 4 + [{"base": f" {name} "} for name in names]
    return st.sampled_from([{}, {}, {"base": None}, *known, *([{"base": "nowhere"}] if known else [])])


@cache
@st.composite
def cards(draw: DrawFn, uris: SearchStrategy[str]) -> Card:
    """Draw the fields of a card besides `name` and `base`."""
    keys = draw(st.lists(st.sampled_from(KEYS), max_size=8))
    return {key: draw(values_of(key, uris)) for key in keys}


@cache
def values_of(key: str, uris: SearchStrategy[str]) -> SearchStrategy[object]:
    """Draw a value that fits a field."""
    if "_config" in key:
        return st.one_of(*[mappings(2)] * 3, st.none(), scalars(), st.lists(scalars(), max_size=2))
    if key in FAMILY_KEYS:
        return st.sampled_from(("llama", "qwen", None))
    if key in URI_FIELDS:
        return uris
    if key in URI_KEYS:  # a relative path only where it is seen to be one
        return uris.filter(lambda uri: is_listed(key, uri))
    if key in REF_KEYS:
        return st.sampled_from((*NAMES, "a@lab", "nowhere", None))
    return st.one_of(scalars(), mappings(1))


@cache
def scalars() -> SearchStrategy[object]:
    """Draw null, a boolean, a number or a text; many texts mean something else where they are not quoted."""
    numbers = st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False))
    texts = st.one_of(st.sampled_from(AMBIGUOUS + AWKWARD), st.text(st.characters(codec="utf-8"), max_size=6))
    return st.one_of(st.none(), st.booleans(), numbers, texts)


@cache
@st.composite
def mappings(draw: DrawFn, depth: int) -> dict[str, object]:
    """Draw a mapping of a config with this many levels below it; directives stand anywhere among the keys."""
    below = [mappings(depth - 1)] * 2 if depth else []
    lists = st.lists(st.one_of(scalars(), *below), max_size=2)
    dropped = st.lists(st.sampled_from(("a", "b", "absent")), max_size=2)
    forced = st.dictionaries(st.sampled_from("abc"), st.one_of(scalars(), *below), max_size=2)
    values = {"_del_": st.one_of(dropped, dropped, st.none()), "_set_": st.one_of(forced, forced, st.none())}
    keys = draw(st.lists(st.sampled_from(("a", "b", "c", "_del_", "_set_")), unique=True, max_size=4))
    return {key: draw(values.get(key, st.one_of(scalars(), lists, *below, *below))) for key in keys}


@st.composite
def deep_chains(draw: DrawFn, lengths: SearchStrategy[int], path: str) -> list[Source]:
    """Draw a chain of small cards whose leaf is called `deep`."""
    length = draw(lengths)
    names = [f"deep{number}" for number in range(1, length)] + ["deep"] * (length > 0)
    chain: list[Card] = [{"name": name, "base": base} for base, name in pairwise(names)]
    root: list[Card] = [{"name": name, "model_config": {"far": True}} for name in names[:1]]
    return [Source(path=path, card=card) for card in root + chain]


def rewritten(draw: DrawFn, sources: list[Source], change: Mapping[str, object]) -> list[Source]:
    """Change fields of one of the cards."""
    at = draw(st.integers(0, len(sources) - 1))
    changed = replace(sources[at], card={**sources[at].card, **change})
    return [*sources[:at], changed, *sources[at + 1 :]]


def with_any_base(draw: DrawFn, sources: list[Source]) -> list[Source]:
    """Point a base anywhere: cycles, cards that are their own base."""
    return rewritten(draw, sources, {"base": draw(st.sampled_from((*NAMES, "ghost", "deep")))})


def with_bad_base(draw: DrawFn, sources: list[Source]) -> list[Source]:
    """Write a base that is none."""
    bad = ("a@lab", "", " ", 1, False, ["a"], {"a": 1})
    return rewritten(draw, sources, {"base": draw(st.sampled_from(bad))})


def with_self_base(draw: DrawFn, sources: list[Source]) -> list[Source]:
    """Add an override that names its own plain card as base, in an environment where it has none yet."""
    taken = by_name(sources)
    free = [(name, env) for name in NAMES for env in ENVS if (name, "") in taken and (name, env) not in taken]
    if not free:
        return sources
    name, env = draw(st.sampled_from(free))
    fields = draw(cards(st.sampled_from(URIS + RELATIVE)))
    card = {"name": f"{name}@{env}", **fields, "base": draw(st.sampled_from((name, f" {name} ")))}
    return [*sources, Source(path=draw(paths(FOLDERS)), card=card)]


def with_duplicate(draw: DrawFn, sources: list[Source]) -> list[Source]:
    """Write a full name a second time."""
    card = {"name": draw(st.sampled_from(sources)).card["name"], "note": "again"}
    return [*sources, Source(path=draw(paths(FOLDERS)), card=card)]


def with_bad_name(draw: DrawFn, sources: list[Source]) -> list[Source]:
    """Take a card's name away."""
    bad = ("", "  ", "@lab", "a@lab@edge", "a@@", None, 1, ["a"])
    return rewritten(draw, sources, {"name": draw(st.sampled_from(bad))})


def with_bad_directive(draw: DrawFn, sources: list[Source]) -> list[Source]:
    """Write a malformed directive: in a config, or where it is no directive."""
    faults = ({"_del_": "a"}, {"_del_": ["a", 1]}, {"_del_": {"a": 1}}, {"_set_": ["a"]}, {"_set_": 1})
    bad = draw(st.sampled_from(faults))
    config = draw(st.sampled_from((bad, {"a": bad}, {"a": [bad]}, {"_set_": {"a": bad}})))
    return rewritten(draw, sources, {draw(st.sampled_from(CONFIG_KEYS)): config})


def with_odd_uri(draw: DrawFn, sources: list[Source]) -> list[Source]:
    """Write a URI that is null, or no string."""
    value = draw(st.sampled_from((None, 1, False, ["hg://org/m"], {"uri": "hg://org/m"})))
    return rewritten(draw, sources, {draw(st.sampled_from(URI_KEYS)): value})


def with_deep_chain(draw: DrawFn, sources: list[Source]) -> list[Source]:
    """Add a chain about as long as the bound, unless there is one."""
    if ("deep", "") in by_name(sources):
        return sources
    lengths = st.sampled_from((MAX_LAYERS, MAX_LAYERS + 1, MAX_LAYERS + 1))
    return sources + draw(deep_chains(lengths, "models/deep.yaml"))


FLAWS: tuple[Flaw, ...] = (
    with_any_base,
    with_any_base,
    with_any_base,
    with_self_base,
    with_self_base,
    with_bad_base,
    with_duplicate,
    with_bad_name,
    with_bad_directive,
    with_bad_directive,
    with_bad_directive,
    with_odd_uri,
    with_deep_chain,
    with_deep_chain,
)


@st.composite
def questions(draw: DrawFn, sources: list[Source], *, compatible: bool = False) -> tuple[str, str | None]:
    """Draw a question to a catalog: what is asked for, and the current environment."""
    written = by_name(sources)
    full = [one for one in sorted(written) if not one[0].startswith("deep")]
    deep = [("deep", "")] * (3 * len(full)) if ("deep", "") in written else []
    full = [*full * 3, *deep, ("nowhere", "")]
    envs = [*sorted(known_environments(written)) * 4, *([] if compatible else ["typo"])]
    name, env = draw(st.sampled_from(full))
    env = env or draw(st.sampled_from(envs))
    asked = [name, name, f" {name} ", f"{name}@", f"{name}@{env}", f"{name}@{env}", f" {name} @ {env} "]
    malformed = [] if compatible else [draw(st.sampled_from(("", "@", f"@{env}", f"{name}@{env}@")))]
    return draw(st.sampled_from(asked * 3 + malformed)), draw(st.sampled_from([None, env, *envs]))
