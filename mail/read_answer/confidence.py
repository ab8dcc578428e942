"""How surely a value was read: of all that holds for it, the lowest number counts.

========================================================================  ====
a field of our form, or a cell of a table under a known heading, with
nothing but the value ("70", "đã hoàn thành")                              1.0
the same with other words around the value                                 0.95
running text with Vietnamese marks                                         0.95
running text without marks, where a letter can be several                  0.9
a sentence about all assignments of the letter                             0.9
a status that nothing but a percentage tells                               0.9
a figure behind its label instead of its code                              0.85
abbreviations of the telephone ("đc", "ht")                                0.85
a figure moved from the code it was written under to the one that asks     0.8
========================================================================  ====

Below :data:`mail.read_answer.model.SURE` the value is held; what is plainly doubtful has a doubt of its own instead.
"""

from mail.read_answer.lexicon import has_marks, hurried

CLEAN = 1.0
WORDED = 0.95
PROSE = 0.95
BARE = 0.9
FOR_ALL = 0.9
IMPLIED = 0.9
BY_LABEL = 0.85
HURRIED = 0.85
MOVED = 0.8


def of_prose(text: str) -> float:
    """The confidence in what running text says."""
    if hurried(text.lower()):
        return HURRIED
    return PROSE if has_marks(text) else BARE
