"""How letters leave: the outbox, its pace, the session with the server, second tries."""
