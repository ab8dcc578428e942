"""Forms that come back as files: opened in a limited process, read by headers and codes, never by position."""
