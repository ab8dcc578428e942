"""What to do with an incoming mail: a visible, ordered table of small rules (:mod:`mail.rules.table`)."""
