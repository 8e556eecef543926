"""The words of choices for people: relations from the catalogue, the others from `programmes/labels.toml`."""

from __future__ import annotations

from schemas.catalogue import catalogue
from schemas.labels import choice_words


def choice_label(attribute: str, word: str, lang: str) -> str:
    """A word of a choice in Japanese or English."""
    if attribute == "relation":
        named = catalogue().relations[word]
        return named.label_ja if lang == "ja" else named.label_en
    ja, en = choice_words().get(word, (word, word))
    return ja if lang == "ja" else en
