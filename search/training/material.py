"""Turns the corpora into what is trained on: tokenised texts for word vectors, and pairs that belong together."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

import data
from search.tokenizer import content_terms
from search.training import corpora
from search.training.thesaurus import Concept, read_concepts

Terms = list[str]


@dataclass(frozen=True)
class Pairs:
    """Pairs of texts that belong together, of one kind.

    ``left`` and ``right`` are tokenised texts; pair ``i`` joins ``left[rows[i][0]]`` to ``right[rows[i][1]]``.
    ``groups`` numbers what each pair is about: pairs of one group make hard negatives for each other.
    ``keys`` says which right texts are the same thing in other words, so that they are no negatives.
    """

    name: str
    left: list[Terms]
    right: list[Terms]
    rows: list[tuple[int, int]]
    groups: list[int]
    keys: list[int]


@dataclass(frozen=True)
class Material:
    """Everything that the training reads, tokenised.

    ``texts`` are for word vectors; ``translations`` and ``synonyms`` are (term, what may stand for it);
    ``protected`` are the terms of the thesaurus, which are in the vocabulary however rare.
    """

    texts: list[Terms]
    pairs: list[Pairs]
    scored: list[tuple[Terms, Terms, float]]
    translations: list[tuple[str, str]]
    synonyms: list[tuple[str, str]]
    protected: frozenset[str]


def read_material(folder: Path) -> Material:
    """Return the material made of the corpora in a folder, the thesaurus and the roadmap's text."""
    concepts = read_concepts()
    groups = [_tokenised(words) for words in corpora.read_synonyms(folder)]
    labels = [_tokenised(concept.labels) for concept in concepts]
    entries = [(content_terms(word), _tokenised(glosses)) for word, glosses in corpora.read_dictionary(folder)]
    scored = [
        (content_terms(pair.first), content_terms(pair.second), pair.score)
        for pair in corpora.read_scored_pairs(folder)
    ]
    text_pairs = [
        question_pairs(corpora.read_paragraphs(folder)),
        *project_pairs(corpora.read_projects(folder)),
        plan_pairs(corpora.read_plans(folder)),
    ]
    word_pairs = [
        group_pairs("synonyms", groups),
        dictionary_pairs(entries),
        group_pairs("thesaurus", labels),
        concept_pairs(concepts),
    ]
    running = [text for kind in text_pairs for text in (*kind.left, *kind.right)]
    running += [content_terms(text) for text in corpora.read_evaluations(folder)]
    running += [text for first, second, _ in scored for text in (first, second)]
    return Material(
        _distinct([*running, *roadmap_texts(), *_glossaries(entries, [*groups, *labels])]),
        [*text_pairs, *word_pairs],
        scored,
        translations=[*_translations(entries), *_substitutes([*groups, *labels], to_latin=True)],
        synonyms=list(_substitutes([*groups, *labels], to_latin=False)),
        protected=frozenset(term for words in labels for terms in words for term in terms),
    )


def question_pairs(paragraphs: Sequence[corpora.Paragraph]) -> Pairs:
    """Return question ↔ paragraph, grouped by article: paragraphs of one article are the hard negatives."""
    articles = {title: number for number, title in enumerate(dict.fromkeys(part.title for part in paragraphs))}
    rows = [(row, question) for row, part in enumerate(paragraphs) for question in part.questions]
    return Pairs(
        "question-paragraph",
        [content_terms(question) for _, question in rows],
        [content_terms(f"{part.title} {part.text}") for part in paragraphs],
        [(number, row) for number, (row, _) in enumerate(rows)],
        [articles[paragraphs[row].title] for row, _ in rows],
        list(range(len(paragraphs))),
    )


def project_pairs(projects: Sequence[corpora.Project]) -> list[Pairs]:
    """Return name ↔ overview, purpose ↔ issues and sentence ↔ rest of the text, grouped by ministry."""
    ministries = {name: number for number, name in enumerate(dict.fromkeys(project.ministry for project in projects))}
    numbers = {name: row for row, name in enumerate(dict.fromkeys(project.number for project in projects))}
    parts: dict[str, list[tuple[str, str, corpora.Project]]] = {
        "name-text": [],
        "purpose-issues": [],
        "sentence-rest": [],
    }
    for project in projects:
        bodies = [text for text in (project.overview, project.purpose, project.issues) if len(text) > 20]
        parts["name-text"] += [(project.name, body, project) for body in bodies]
        if len(bodies) == 3:
            parts["purpose-issues"].append((project.purpose, project.issues, project))
            parts["purpose-issues"].append((project.purpose, project.overview, project))
        parts["sentence-rest"] += [(one, rest, project) for body in bodies for one, rest in _sentence_and_rest(body)]
    return [
        Pairs(
            name,
            [content_terms(left) for left, _, _ in triples],
            [content_terms(right) for _, right, _ in triples],
            [(row, row) for row in range(len(triples))],
            [ministries[project.ministry] for _, _, project in triples],
            [numbers[project.number] for _, _, project in triples],
        )
        for name, triples in parts.items()
    ]


def plan_pairs(plans: Sequence[tuple[str, str]]) -> Pairs:
    """Return project name ↔ name of the policy that it serves."""
    policies = {policy: row for row, policy in enumerate(dict.fromkeys(policy for _, policy in plans))}
    return _ungrouped(
        "name-policy",
        [content_terms(name) for name, _ in plans],
        [content_terms(policy) for policy in policies],
        [(row, policies[policy]) for row, (_, policy) in enumerate(plans)],
    )


def group_pairs(name: str, groups: Sequence[Sequence[Terms]]) -> Pairs:
    """Return every word of a group ↔ every other."""
    words = [terms for group in groups for terms in group]
    starts = [0]
    for group in groups:
        starts.append(starts[-1] + len(group))
    rows = [
        (starts[number] + one, starts[number] + other)
        for number, group in enumerate(groups)
        for one, other in permutations(range(len(group)), 2)
        if group[one] and group[other] and group[one] != group[other]
    ]
    keys = [number for number, group in enumerate(groups) for _ in group]
    return Pairs(name, words, words, rows, [0] * len(rows), keys)


def dictionary_pairs(entries: Sequence[tuple[Terms, Sequence[Terms]]]) -> Pairs:
    """Return English word ↔ each of its Japanese renderings."""
    glosses = [gloss for _, renderings in entries for gloss in renderings]
    owners = [row for row, (_, renderings) in enumerate(entries) for _ in renderings]
    rows = [(owner, row) for row, owner in enumerate(owners) if entries[owner][0] and glosses[row]]
    return Pairs("english-japanese", [word for word, _ in entries], glosses, rows, [0] * len(rows), owners)


def concept_pairs(concepts: Sequence[Concept]) -> Pairs:
    """Return label ↔ definition, and label ↔ broader label, of the thesaurus."""
    triples = [
        (label, text, number)
        for number, concept in enumerate(concepts)
        for label in concept.labels
        for text in (*concept.definitions, *concept.broader)
    ]
    left, right = [content_terms(label) for label, _, _ in triples], [content_terms(text) for _, text, _ in triples]
    texts = {text: row for row, text in enumerate(dict.fromkeys(text for _, text, _ in triples))}
    rows = [(row, row) for row in range(len(triples)) if left[row] and right[row]]
    return Pairs("label-definition", left, right, rows, [0] * len(rows), [texts[text] for _, text, _ in triples])


def roadmap_texts() -> list[Terms]:
    """Return the pages of the source documents in ``data``, tokenised with their line breaks taken out."""
    sources = sorted(Path(data.__file__).parent.glob("*/roadmap.txt"))
    pages = [page for source in sources for page in source.read_text(encoding="utf-8").split("\f")]
    return [content_terms(page.replace("\n", "")) for page in pages]


def count_documents(texts: Iterable[Sequence[str]]) -> Counter[str]:
    """Return in how many texts each term stands."""
    counts: Counter[str] = Counter()
    for terms in texts:
        counts.update(set(terms))
    return counts


def _ungrouped(name: str, left: list[Terms], right: list[Terms], rows: list[tuple[int, int]]) -> Pairs:
    return Pairs(name, left, right, rows, [0] * len(rows), list(range(len(right))))


def _sentence_and_rest(text: str) -> Iterator[tuple[str, str]]:
    sentences = [part for part in re.split(r"[。/／\n]", text) if len(part) >= 15]
    if len(sentences) >= 3:
        middle = len(sentences) // 2
        yield sentences[middle], "。".join(sentences[:middle] + sentences[middle + 1 :])


def _glossaries(entries: Sequence[tuple[Terms, Sequence[Terms]]], groups: Sequence[Sequence[Terms]]) -> Iterator[Terms]:
    """Yield each word beside each rendering and each synonym, as if they were texts."""
    for word, renderings in entries:
        yield from ([*word, *rendering] for rendering in renderings)
    for group in groups:
        yield from ([*first, *second] for first, second in permutations(group, 2))


def _translations(entries: Sequence[tuple[Terms, Sequence[Terms]]]) -> Iterator[tuple[str, str]]:
    for word, glosses in entries:
        for gloss in glosses:
            if len(word) == len(gloss) == 1:
                yield gloss[0], word[0]


def _substitutes(groups: Sequence[Sequence[Terms]], *, to_latin: bool) -> Iterator[tuple[str, str]]:
    for group in groups:
        words = [terms[0] for terms in group if len(terms) == 1]
        for word, substitute in permutations(words, 2):
            if not word.isascii() and substitute.isascii() == to_latin:
                yield word, substitute


def _tokenised(words: Iterable[str]) -> list[Terms]:
    return [content_terms(word) for word in words]


def _distinct(texts: Iterable[Terms]) -> list[Terms]:
    return [list(terms) for terms in dict.fromkeys(tuple(terms) for terms in texts if len(terms) > 1)]
