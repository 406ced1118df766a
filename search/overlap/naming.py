"""The thesaurus concepts that each measure names, as far as they are worth naming as shared."""

from collections.abc import Mapping

import numpy as np

from search.overlap.corpus import Unit
from search.overlap.facets import Facets
from search.overlap.profiles import count_terms, rarity
from search.overlap.report import SharedConcept
from search.overlap.wording import blank_standing
from search.thesaurus import Lexicon, naming_tokens
from search.tokenizer import tokenize

# A concept that more than this share of the measures names is no likeness worth naming.
COMMON_SHARE = 0.25


def name_concepts(units: Mapping[int, Unit], lexicon: Lexicon) -> dict[int, frozenset[SharedConcept]]:
    """The concepts of each measure that are rare enough to name, by its number."""
    facets = Facets(lexicon)
    named = {number: _find_in(unit, facets) for number, unit in units.items()}
    counts = count_terms(sorted(slugs) for slugs in named.values())
    holders = np.bincount(counts.matrix.indices, minlength=len(counts.terms))
    rare = {
        slug: SharedConcept(
            slug, facets.of(slug), lexicon.name(slug), lexicon.name(slug, "en"), round(float(weight), 3)
        )
        for slug, held, weight in zip(counts.terms, holders, rarity(counts.matrix), strict=True)
        if held <= COMMON_SHARE * len(units)
    }
    return {number: frozenset(rare[slug] for slug in slugs if slug in rare) for number, slugs in named.items()}


def _find_in(unit: Unit, facets: Facets) -> frozenset[str]:
    texts = (naming_tokens(tokenize(blank_standing(text))) for text in unit.clauses)
    found = (slug for tokens in texts for slug in facets.find_named(tokens))
    return frozenset(slug for slug in found if not facets.is_top(slug))
