"""When? Working days, reporting cycles with their due days, the ladder of letters, and standings."""
