"""How fast is it? One measurement per duty of the house, each beside the bare floor of the same work (sample data)."""
