"""How well the coder codes: measures, labelled sentences, and the gate that holds the level."""
