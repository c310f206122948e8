"""Old cases with known ends, and how the readings fare on them."""
