"""Pages: HTML by itself or in a crawl; title, day, publisher, body, and the entries of live blogs."""

from steelyard.articles.pages import page, warc
from steelyard.articles.pages.page import articles_of_page

__all__ = ["articles_of_page", "page", "warc"]
