"""Plans, their versions, and what people decide about a reading."""
