"""Plans to and from Excel and JSON."""
