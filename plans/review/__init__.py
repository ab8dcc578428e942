"""What a person says about a reading, and how it outlives the next one."""
