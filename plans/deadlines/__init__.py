"""When something is due: forms of words read into typed rules."""
