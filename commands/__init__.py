"""What people type: the commands of the door, grouped by what they are about."""
