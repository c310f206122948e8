"""Every command, in the order of the help."""

from steelyard.cli import weighing, news, archives, workbench, listing, assistant, health  # isort: skip
from steelyard.cli.app import app

__all__ = ["app", "archives", "assistant", "health", "listing", "news", "weighing", "workbench"]
