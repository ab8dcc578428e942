"""Letters out and mails in."""
