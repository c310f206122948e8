"""Did the rate of events change at a known day? Over-dispersion, slow swells, season and drift are allowed for."""
