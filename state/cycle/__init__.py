"""Opening cycles: who is asked for what by when, own calendar days, amendments of an open cycle."""
