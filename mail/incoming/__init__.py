"""What comes in: boxes, the mail as a value, whose it is, and what becomes of it."""
