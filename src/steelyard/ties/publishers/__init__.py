"""The connectors of ties, one publisher a file; each holds its TieSource as SOURCE."""
