"""Russian: what coding needs to know of the language, in rooms that each have one way in.

    language     Russian: the contract of ``coding.language``, met by the rooms below
    article      the look before the parse, days, places, confidence
    acts         which rule a verb or noun fits, and who acts on whom
    status       happened, planned, threatened, rumoured, denied, hypothetical
    parties      phrases resolved to states, organisations and persons, inflected as they come
    text         words, dependencies and lemmas (slovnet, pymorphy3)
    lexicon      the tables of ``data/``: see ``data/README.md``

An import only ever points down this list, and into a room only through its ``__init__``.
"""
