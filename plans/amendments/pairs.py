"""Which item of an old plan is which item of a new one, by words and owners; what is not safe stays apart."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from rapidfuzz.distance import Indel, LCSseq

from plans.model import Responsibility, Target, Task
from plans.text import without_marks

Item = Responsibility | Target | Task
Words = tuple[str, ...]

# Shares of words two texts have in common, in order. Two duties of different content share about a third.
SAFE_SAME_OWNER = 0.6
SAFE_OTHER_OWNER = 0.85
DOUBTFUL_SAME_OWNER = 0.45
DOUBTFUL_OTHER_OWNER = 0.7
# What the same owner (or year of a target) adds to the rank of a pair, and how near two ranks are too near to choose.
OWNER_WEIGHT = 0.15
TOO_NEAR = 0.08
CONTAINED = 0.85
_RAREST = 12
_COMMON = 60
_CANDIDATES = 15

_SHORTEST_CORE = 2
# "Chủ trì, phối hợp với ... tham mưu ..., báo cáo ..." without marks: the frame of a clause, not what it is about.
_ROLE_WORDS = frozenset("chu tri phoi hop voi cung tham muu cho bao cao cac co quan don vi lien va".split())

_WORD = re.compile(r"\d+(?:[.,]\d+)*%?|\w+")
_MARKS = re.compile(r"[¹²³⁴⁵⁶⁷⁸⁹⁰]+|[.;,:/\s]+$")
_SHORT_FORMS = {"ubnd": "ủy ban nhân dân", "hđnd": "hội đồng nhân dân", "gd&đt": "giáo dục và đào tạo"}


def words(text: str) -> Words:
    """The words of a text without marks and case; usual short forms written out."""
    lower = unicodedata.normalize("NFC", text).casefold()
    for short, whole in _SHORT_FORMS.items():
        lower = lower.replace(short, whole)
    return tuple(_WORD.findall(without_marks(lower)))


def agree(old: object, new: object) -> bool:
    """Whether two values of a field say the same: the punctuation at an end and footnote marks do not count."""
    if isinstance(old, str) and isinstance(new, str):
        return old == new or _tidy(old) == _tidy(new)
    return old == new


def _tidy(text: str) -> str:
    return " ".join(_MARKS.sub("", _MARKS.sub("", unicodedata.normalize("NFC", text))).split())


@dataclass(frozen=True)
class Side:
    """One item as the matching sees it. `anchor` is what makes two items belong together: owners, year, or heading.

    `core` are the words without roles and names of bodies, which many clauses share; of a target those without figures.
    """

    item: Item
    path: str
    text: str
    words: Words
    core: Words
    anchor: frozenset[Words]

    @classmethod
    def of(cls, item: Item) -> "Side":
        """The item with its words."""
        whole = words(item.text)
        return cls(item, item.path, item.text, whole, _core(item, whole), frozenset(_anchor(item)))


def _core(item: Item, whole: Words) -> Words:
    if isinstance(item, Target):
        found = tuple(word for word in whole if not word[0].isdigit())
    elif isinstance(item, Responsibility):
        named = (*item.owners, *(p.name for p in item.partners), *item.advises, *item.reports_to)
        text = item.text
        for name in sorted(set(named), key=len, reverse=True):
            text = text.replace(name, " ")
        found = tuple(word for word in words(text) if word not in _ROLE_WORDS)
    else:
        found = whole
    return found if len(found) >= _SHORTEST_CORE else whole


def _anchor(item: Item) -> Iterable[Words]:
    if isinstance(item, Responsibility):
        return map(words, item.owners or (item.heading,))
    if isinstance(item, Target):
        return ((str(item.year),), words(item.part_of or ""))
    return (words(item.heading),)


@dataclass(frozen=True)
class Pair:
    """Positions of an old and a new item that may be the same one."""

    old: int
    new: int
    likeness: float
    affinity: float
    reason: str = ""

    @property
    def rank(self) -> float:
        """Likeness with what the same owner adds."""
        return self.likeness + OWNER_WEIGHT * self.affinity

    @property
    def safe(self) -> bool:
        """Alike enough to be told as the same item."""
        return self.likeness >= (SAFE_SAME_OWNER if self.affinity else SAFE_OTHER_OWNER)

    @property
    def doubtful(self) -> bool:
        """Alike enough to ask a person."""
        return self.likeness >= (DOUBTFUL_SAME_OWNER if self.affinity else DOUBTFUL_OTHER_OWNER)


@dataclass
class Matching:
    """The pairs that are safe, those a person must look at, and new (old) items that are a part of a kept old (new)."""

    pairs: list[Pair] = field(default_factory=list)
    uncertain: list[Pair] = field(default_factory=list)
    split: dict[int, int] = field(default_factory=dict)
    merged: dict[int, int] = field(default_factory=dict)


def match_sides(before: list[Side], after: list[Side]) -> Matching:
    """Each old item with at most one new item of the same kind."""
    found = Matching(pairs=_equal(before, after))
    olds = set(range(len(before))) - {pair.old for pair in found.pairs}
    news = set(range(len(after))) - {pair.new for pair in found.pairs}
    likely = _likely(before, after, olds, news)
    _Chooser(before, after, likely, found).choose()
    _note_parts(before, after, likely, found)
    return found


def _equal(before: list[Side], after: list[Side]) -> list[Pair]:
    """Equal words and owners are the same item; among several equal ones the path decides, then the order."""
    waiting: dict[tuple[Words, frozenset[Words]], list[int]] = defaultdict(list)
    for index, side in enumerate(after):
        waiting[side.words, side.anchor].append(index)
    pairs: list[Pair] = []
    late: list[int] = []
    for index, side in enumerate(before):
        twins = waiting[side.words, side.anchor]
        twin = next((i for i in twins if after[i].path == side.path), None)
        if twin is None:
            late.append(index)
        else:
            twins.remove(twin)
            pairs.append(Pair(index, twin, 1.0, 1.0))
    for index in late:
        twins = waiting[before[index].words, before[index].anchor]
        if twins:
            pairs.append(Pair(index, twins.pop(0), 1.0, 1.0))
    return pairs


def _likely(before: list[Side], after: list[Side], olds: set[int], news: set[int]) -> list[Pair]:
    """Pairs that share rare pairs of words; comparing all with all would take minutes for long plans."""
    index: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for new in sorted(news):
        for gram in _grams(after[new].words):
            index[gram].append(new)
    pairs: list[Pair] = []
    for old in sorted(olds):
        known = [gram for gram in _grams(before[old].words) if 0 < len(index.get(gram, ())) <= _COMMON]
        rarest = sorted(known, key=lambda gram: (len(index[gram]), gram))[:_RAREST]
        shared = Counter(new for gram in rarest for new in index[gram])
        for new, _ in shared.most_common(_CANDIDATES):
            pairs.append(_pair(old, new, before[old], after[new]))
    return [pair for pair in pairs if pair.likeness > 0]


def _grams(text: Words) -> set[tuple[str, ...]]:
    return set(pairwise(text)) or {text}


def _pair(old: int, new: int, before: Side, after: Side) -> Pair:
    whole = float(Indel.normalized_similarity(before.words, after.words))
    core = float(Indel.normalized_similarity(before.core, after.core))
    # A figure is what most often changes in a target; a duty must be alike with and without its frame.
    likeness = core if isinstance(before.item, Target) else min(whole, core)
    return Pair(old, new, likeness, _affinity(before, after))


def _affinity(before: Side, after: Side) -> float:
    if isinstance(before.item, Target):
        # A target of another year is another target, even when only the figure of the year differs.
        return 1.0 if before.anchor == after.anchor else 0.0
    if before.anchor == after.anchor:
        return 1.0
    return 0.5 if before.anchor & after.anchor else 0.0


@dataclass
class _Chooser:
    """Takes the best pair again and again, unless another one is nearly as good."""

    before: list[Side]
    after: list[Side]
    likely: list[Pair]
    found: Matching

    def choose(self) -> None:
        self.by_old: dict[int, list[Pair]] = defaultdict(list)
        self.by_new: dict[int, list[Pair]] = defaultdict(list)
        self.done_old: set[int] = set()
        self.done_new: set[int] = set()
        ranked = sorted(self.likely, key=lambda pair: (-pair.rank, pair.old, pair.new))
        for pair in ranked:
            self.by_old[pair.old].append(pair)
            self.by_new[pair.new].append(pair)
        for pair in ranked:
            if self._free(pair) and pair.doubtful:
                self._settle(pair)

    def _settle(self, pair: Pair) -> None:
        rivals = [rival for rival in self._others(pair) if self._rivals(pair, rival)]
        if pair.safe and not rivals:
            self.found.pairs.append(pair)
        elif rivals:
            reason = "có nhiều mục gần giống nhau như nhau"
            self.found.uncertain += [_with_reason(one, reason) for one in (pair, *rivals) if one.doubtful]
        else:
            reason = "chưa đủ giống" if pair.affinity else "cơ quan thực hiện khác, chưa đủ giống"
            self.found.uncertain.append(_with_reason(pair, reason))
        for one in (pair, *rivals):
            self.done_old.add(one.old)
            self.done_new.add(one.new)

    def _free(self, pair: Pair) -> bool:
        return pair.old not in self.done_old and pair.new not in self.done_new

    def _others(self, pair: Pair) -> list[Pair]:
        both = (*self.by_old[pair.old], *self.by_new[pair.new])
        return [other for other in both if other != pair and self._free(other)]

    def _rivals(self, pair: Pair, other: Pair) -> bool:
        """Whether the choice between two pairs is not clear."""
        if other.rank < pair.rank - TOO_NEAR:
            return False
        free = self.by_new[other.new] if other.old == pair.old else self.by_old[other.old]
        best = max(one.rank for one in free if self._free(one))
        # The other item has a match of its own that suits it better.
        if best > other.rank + TOO_NEAR / 2:
            return False
        return not self._parts(pair, other)

    def _parts(self, pair: Pair, other: Pair) -> bool:
        """Two halves of one clause do not compete for it."""
        if pair.old == other.old:
            whole, one, two = self.before[pair.old], self.after[pair.new], self.after[other.new]
        else:
            whole, one, two = self.after[pair.new], self.before[pair.old], self.before[other.old]
        return (
            _contained(one.words, whole.words)
            and _contained(two.words, whole.words)
            and Indel.normalized_similarity(one.words, two.words) < DOUBTFUL_SAME_OWNER
        )


def _with_reason(pair: Pair, reason: str) -> Pair:
    return Pair(pair.old, pair.new, pair.likeness, pair.affinity, reason)


def _contained(part: Words, whole: Words) -> bool:
    return bool(part) and LCSseq.similarity(part, whole) >= CONTAINED * len(part)


def _note_parts(before: list[Side], after: list[Side], likely: list[Pair], found: Matching) -> None:
    """A new item that is a part of an old one that went on as another; an old one that went into another."""
    goes_to = {pair.old: pair.new for pair in found.pairs}
    comes_from = {pair.new: pair.old for pair in found.pairs}
    for pair in likely:
        old, new = before[pair.old], after[pair.new]
        if pair.new not in comes_from and pair.old in goes_to and _contained(new.words, old.words):
            found.split.setdefault(pair.new, pair.old)
        if pair.old not in goes_to and pair.new in comes_from and _contained(old.words, new.words):
            found.merged.setdefault(pair.old, pair.new)
