"""Articles: files and feeds in, :class:`~steelyard.records.Article` out, one format a file.

Everything streams: memory does not grow with the number of articles. What cannot be read
comes out as :class:`~steelyard.records.Skipped` among the articles, with its place and a
reason, so that nothing is lost in silence. Nothing here touches the network.
"""

from steelyard.articles.inputs import FORMATS, files_of, read_articles
from steelyard.articles.language import ENGLISH, detect_language
from steelyard.articles.mapping import FIELDS, Mapping

__all__ = [
    "ENGLISH",
    "FIELDS",
    "FORMATS",
    "Mapping",
    "detect_language",
    "files_of",
    "read_articles",
]
