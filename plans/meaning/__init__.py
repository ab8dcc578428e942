"""What a clause says: bodies, roles, figures, citations."""
