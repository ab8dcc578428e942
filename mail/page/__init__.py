"""The page of a letter, for those who do not want to write a mail."""
