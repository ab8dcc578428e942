"""How we talk: letters out, replies in, and what was understood of them."""
