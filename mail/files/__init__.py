"""Files that came in: what they really are, and the process in which alone they are opened."""
