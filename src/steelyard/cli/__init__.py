"""The command line: one command is one library call, and an error is one line."""

from steelyard.cli import weighing, news, archives, workbench, listing, assistant  # isort: skip - the order of the help
from steelyard.cli.app import app, main

__all__ = ["app", "archives", "assistant", "listing", "main", "news", "weighing", "workbench"]
