"""What the text leaves open, asked once."""
