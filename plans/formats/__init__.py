"""One reader per file format; each gives the same Sheet."""
