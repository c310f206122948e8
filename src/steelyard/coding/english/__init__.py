"""English: what coding needs to know of the language, in rooms that each have one way in.

    language     English: the contract of ``coding.language``, met by the rooms below
    likeness     acts of verbs that no rule fits, by weights fitted to labelled sentences
    article      the look before the parse, days, places, what one sentence leaves for the next
    acts         which rule a verb or noun fits, and who acts on whom
    status       happened, planned, rumoured, denied, hypothetical
    parties      phrases resolved to countries, organisations and office holders of the day
    clauses      subjects, objects and the phrases that hang on a verb
    text         words, dependencies, lemmas
    lexicon      the tables of ``data/``: see ``data/README.md``

An import only ever points down this list, and into a room only through its ``__init__``.
"""
