"""One reporting year of a plan on a simulated clock, with simulated agencies, through the real parts."""
