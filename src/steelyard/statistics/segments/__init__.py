"""When did a series change, if nobody names the day? Steps, trends and bursts."""
