"""What the coordinator does with mails: explain, decide, answer on behalf, read again."""
