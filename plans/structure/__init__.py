"""Where everything stands: numbering, sections, headings of bodies, tables and annexes."""
