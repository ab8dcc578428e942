"""The structure of Vietnamese syllables: which strings of letters can be one."""

import unicodedata
from functools import lru_cache

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x".split()
# Rimes after any onset and after none; those with "y" first stand alone or after the onsets that take them.
_RIMES = frozenset(
    (
        "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
        "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu "
        "o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong "
        "ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un "
        "ung uơ uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt uynh uyt uyu uyp ư ưa ưc ưi ưm ưn ưng ươc "
        "ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu"
    ).split()
)
_AFTER_QU = frozenset(
    (
        "a ac ach ai an ang anh ao at au ay ăc ăm ăn ăng ăp ăt ân âng ât ây e en eo et ê ên ênh êt êch i ich in inh "
        "it y ych ynh yên yêt yt ơ ôc"
    ).split()
)
_AFTER_GI = frozenset(
    (
        "a ac ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăt âm ân âp ât âu ây e em eo êc êng ên êt êm in o oi on "
        "ong ô ôi ông ôt ơ ơi ơn u ua ui um un ung up uôc uôi uông ư ưa ưng ươc ương ưt ot"
    ).split()
)
_FRONT = ("e", "ê", "i", "y")
_STOPS = ("c", "ch", "p", "t")
_TONES = {"\u0300": "grave", "\u0301": "acute", "\u0303": "tilde", "\u0309": "hook", "\u0323": "dot"}


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Whether the letters, in any case and with any tone mark, can be one Vietnamese syllable."""
    bare, tones = _without_tone(word)
    if tones is None or not 1 <= len(bare) <= 7:
        return False
    for length in (3, 2, 1, 0):
        onset = bare[:length]
        if (not onset or onset in _ONSETS) and _fits(onset, bare[length:]):
            return not bare.endswith(_STOPS) or tones in ("acute", "dot", "")
    return False


def is_marked(word: str) -> bool:
    """Whether a word has a letter that plain Latin writing does not have."""
    return not word.isascii()


def _without_tone(word: str) -> tuple[str, str | None]:
    """The small letters without the tone mark, and the tone; None for more than one."""
    tones = []
    kept = []
    for letter in unicodedata.normalize("NFD", word.lower()):
        if letter in _TONES:
            tones.append(_TONES[letter])
        else:
            kept.append(letter)
    bare = unicodedata.normalize("NFC", "".join(kept))
    return bare, (tones[0] if tones else "") if len(tones) < 2 else None


def _fits(onset: str, rime: str) -> bool:
    if onset == "qu":
        return rime in _AFTER_QU
    if onset == "gi":
        return not rime or rime in _AFTER_GI
    if rime not in _RIMES:
        return False
    front = rime.startswith(_FRONT)
    if onset in ("k", "gh", "ngh"):
        return front
    if onset in ("c", "g", "ng"):
        return not front
    # "y" opens a rime after a few onsets only ("lý", "kỹ", "mỹ"), never with another vowel after it.
    return not onset or not rime.startswith("y") or rime == "y"
