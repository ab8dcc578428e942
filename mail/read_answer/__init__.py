"""What a reply says about the assignments it was asked for."""
