"""The questions, one a file: each file owns all that is known of its diagnostic."""
