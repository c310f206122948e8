"""What earlier events say about later ones: who leads, mutual excitation, anniversaries, own lag."""
