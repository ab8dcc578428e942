"""What was recorded, in full words: a person who decided must see every value that was written."""

from mail.letters.echo import in_figures
from mail.read_answer.model import Reported
from mail.read_reply import in_words


def in_full(item: Reported) -> str:
    """ "HT26-031: đang thực hiện, 70% (CT1 = 410/512, CT2 = 30/40)"."""
    figures = ", ".join(f"{code} = {in_figures(one).replace('; ', ' = ')}" for code, one in item.figures.items())
    return f"{in_words(item)} ({figures})" if figures else in_words(item)
