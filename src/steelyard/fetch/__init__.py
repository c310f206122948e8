"""Fetch: official files from their publishers' addresses, whole, checked and resumable.

    addresses    where each data set is to be had, and how: data/addresses.csv
    listing      an address -> the files behind it, by day where the publisher names days
    transfer     one file over HTTP: resume, back-off, Retry-After, redirects, stalls
    checking     is it the file? publisher's checksum, recorded checksum, kind of content
    fetching     the files of one source into a folder, four at a time

The only part of the project that opens the network. Only fetched files are ever read on: loading
is ``steelyard load``.
"""

from __future__ import annotations

from steelyard.fetch.addresses import Address, address, addresses
from steelyard.fetch.fetching import Fetched, fetch
from steelyard.fetch.transfer import Patience

__all__ = ["Address", "Fetched", "Patience", "address", "addresses", "fetch"]
