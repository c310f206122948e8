"""Profiles of choices on common items: how similar two are, and where a state stood when two poles split."""
