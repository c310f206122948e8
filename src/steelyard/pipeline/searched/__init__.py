"""Records that people searched: a case checked, single rows left out, real cases thinned to a few dozen rows."""
