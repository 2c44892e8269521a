"""Text like what people write: words as frequent as in a language, a few links, addresses and CJK.

The words are made up. Their frequencies follow Zipf's law, and so do those of their trigrams, roughly.
"""

import random
from bisect import bisect
from itertools import accumulate

_ONSETS = (*"bcdfghjklmnprstvw", "st", "tr", "pl", "ch", "sh", "th", "br", "qu")
_VOWELS = ("a", "e", "i", "o", "u", "ea", "ou", "ai", "io")
_CODAS = (*"nrstlmd", "nd", "st", "ck", "ng")
_WORDS, _CHARACTERS = 40_000, 3_000
_SHIFT = 2.7  # of Zipf and Mandelbrot: the most frequent words are closer together


class Author:
    """Writes messages, the same again with the same seed."""

    def __init__(self, seed: int = 1) -> None:
        self._dice = random.Random(seed)
        self.words = _vocabulary(random.Random(0))
        self._weights = list(accumulate(1 / (rank + _SHIFT) for rank in range(_WORDS)))
        self._characters = "".join(chr(0x4E00 + 7 * number) for number in range(_CHARACTERS))

    def message(self) -> str:
        dice = self._dice
        length = max(1, min(200, int(dice.lognormvariate(2.2, 0.8))))
        if dice.random() < 0.05:
            return "".join(self._characters[self._rank() % _CHARACTERS] for _ in range(2 * length))
        words = [self.words[self._rank()] for _ in range(length)]
        if dice.random() < 0.1:
            host, page = dice.choice(self.words), dice.choice(self.words)
            words.append(f"https://{host}.example.org/{page}/{dice.randrange(10**6)}")
        if dice.random() < 0.02:
            words.append("10." + ".".join(str(dice.randrange(256)) for _ in range(3)))
        return " ".join(words).capitalize() + dice.choice([".", "!", "?", ""])

    def _rank(self) -> int:
        return min(bisect(self._weights, self._dice.random() * self._weights[-1]), _WORDS - 1)


def _vocabulary(dice: random.Random) -> list[str]:
    """Words of one syllable first, because what is said often is short."""
    found: dict[str, None] = {}
    while len(found) < _WORDS:
        syllables = 1 if len(found) < 300 else 1 + min(int(dice.expovariate(0.7)), 4)
        word = "".join(
            dice.choice(_ONSETS) * (dice.random() < 0.85)
            + dice.choice(_VOWELS)
            + dice.choice(_CODAS) * (dice.random() < 0.6)
            for _ in range(syllables)
        )
        found[word] = None
    return list(found)
