"""What comes out: roll-up of figures and words, and the report as Word, PDF and Excel."""
