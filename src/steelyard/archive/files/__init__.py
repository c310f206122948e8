"""A publisher's file as it comes: found, unpacked, cleaned of lines nobody can read, split into rows of text."""
