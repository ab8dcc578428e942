"""Versions of a plan compared, and decisions that amend one."""
