"""Records that people searched: affairs that count once, complete lists, records with rows taken out or put in."""
