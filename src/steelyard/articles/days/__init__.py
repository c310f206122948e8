"""The day on which an article was published, as files, feeds and pages state it."""

from steelyard.articles.days.published import FIRST_DAY, publication_day

__all__ = ["FIRST_DAY", "publication_day"]
