"""An index beside an archive: what a person who looks through it asks again and again, made quick.

choice     what is asked for: the conditions on events, as people and addresses state them
build      the index, made from an archive once and again whenever the archive has changed
revise     the index after a review: the rows of events that were judged
words      the words of the sentences, in SQLite's full-text index
answers    facets, timeline, places, pairs and pages of rows, each within a time limit
pairs      what two sides did to one another
queue      coded events to be reviewed
coverage   which days of which months each source covers
event      one event with its sentence in context, its reports and its row in the publisher's file
"""

from steelyard.archive.index.answers import Index, Page
from steelyard.archive.index.build import build, is_fresh
from steelyard.archive.index.choice import FACETS, Choice
from steelyard.archive.index.coverage import Cover, coverage
from steelyard.archive.index.event import EventPage, event_page
from steelyard.archive.index.pairs import Pair, pair
from steelyard.archive.index.queue import queue
from steelyard.archive.index.revise import revise

__all__ = [
    "FACETS",
    "Choice",
    "Cover",
    "EventPage",
    "Index",
    "Page",
    "Pair",
    "build",
    "coverage",
    "event_page",
    "is_fresh",
    "pair",
    "queue",
    "revise",
]
