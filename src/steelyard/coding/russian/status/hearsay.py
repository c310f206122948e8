"""Hearsay: is an act told by rumour, by the media, by sources that nobody names?"""

from __future__ import annotations

import re

from steelyard.coding.russian import lexicon
from steelyard.coding.russian.text import Sentence
from steelyard.records.events import Status

_RUMOUR = re.compile(
    r"\b(?:якобы|предположительно|по слухам|по неподтвержденн\w+|по непроверенн\w+|ходят слухи|появились слухи|"
    r"по предварительн\w+ данн\w+|по некоторым данным|поговаривают|если верить|сообщается|судя по всему|"
    r"по (?:данным|сведениям|информации|версии) [«\"]?[ ]?[a-z]{3}|"
    r"по (?:данным|сведениям|информации|утверждению|версии|словам) "
    r"(?:\w+ ){0,2}(?:сми|источник\w*|собеседник\w*|газет\w*|издани\w+|телеканал\w*|инсайдер\w*|"
    r"telegram\S*|телеграм\S*|агентств\w+|прессы|портал\w*|журналист\w*|блогер\w*)|как (?:пишут|пишет|утверждают|утверждает|передают сми))\b"
)
_MEDIA = frozenset(
    (
        *(
            "сми",
            "газета",
            "издание",
            "telegram-канал",
            "телеграм-канал",
            "блогер",
            "инсайдер",
            "таблоид",
        ),
        *("пресса", "портал", "медиа", "слух", "журналист"),
    )
)
_DENIED = re.compile(
    r"\b(?:это (?:фейк|ложь|неправда|вымысел|вброс)|не соответству\w+ действительности|"
    r"(?:назва\w+|счита\w+|объяви\w+) (?:\w+ ){0,4}(?:фейком|ложью|вымыслом|вбросом|выдумкой|уткой|дезинформацией|ложн\w+|недостоверн\w+))"
)


def hearsay(sentence: Sentence, i: int) -> list[tuple[Status, str]]:
    """Return the signs that an act is only told, each with its words."""
    text = " ".join(word.lower for word in sentence.words)
    found: list[tuple[Status, str]] = []
    said = _RUMOUR.search(text)
    if said:
        found.append(("rumoured", said.group()))
    elif source := _source(sentence, i):
        found.append(("rumoured", source))
    denied = _DENIED.search(text)
    if denied:
        found.append(("denied", denied.group()))
    elif report := _denied_report(sentence, i):
        found.append(("denied", report))
    return found


def _denied_report(sentence: Sentence, i: int) -> str:
    """Return who denies the report of an act: "... , но в Каире опровергли эти сообщения"."""
    above = frozenset(sentence.above(i))
    for verb in sentence.words:
        if verb.i == i or not verb.is_form_of(lexicon.words("denial")):
            continue
        for c in sentence.children(verb.i, "obj", "nsubj", "nsubj:pass", "obl"):
            report = sentence.words[c]
            if report.lower == "это" and i < verb.i:
                return f"{verb.lower} это"
            if not report.is_form_of(lexicon.words("told")):
                continue
            these = any(
                sentence.words[x].is_form_of(lexicon.words("these"))
                for x in sentence.children(c, "det", "amod")
            )
            if c in above or (these and i < verb.i):
                return f"{verb.lower} {report.lower}"
    return ""


def _source(sentence: Sentence, i: int) -> str:
    """Return the nameless source that asserts an act, empty where somebody answers for it."""
    speakers = [
        word
        for word in sentence.words
        if word.i != i and word.is_form_of(lexicon.words("speech")) and word.pos == "VERB"
    ]
    for verb in speakers:
        for c in sentence.children(verb.i, "nsubj"):
            subject = sentence.words[c]
            if subject.is_form_of(_MEDIA) or (
                subject.is_form_of(lexicon.words("source"))
                and verb.is_form_of(lexicon.words("asserts"))
            ):
                return f"{subject.lower} {verb.lower}"
    return ""
