"""Records that people searched: affairs that count once, complete lists, memberships, records with rows taken out or put in."""
