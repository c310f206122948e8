"""Sides: who acts on whom, by the slots of a rule, the phrases of a clause, and what is left unsaid."""
