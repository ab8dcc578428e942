"""The demonstration: a simulated province whose agencies answer our letters by mail. All of it is sample data."""
