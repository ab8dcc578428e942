"""Reorganisations over open assignments: who takes over, what was handed over, what was decided before."""
