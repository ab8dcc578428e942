"""What we write: requests, decisions, receipts, notes, with the files that go with them."""
