"""From the key of a name to the agencies that carry it, and likely names for a person to choose from."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from rapidfuzz import fuzz, process

from agencies import names
from agencies.aliases import written_forms
from agencies.checks import overlap
from agencies.errors import AmbiguousName
from agencies.model import Agency

SUGGESTIONS = 5
LIKENESS = 55.0


class NameIndex:
    """A dictionary over all written forms; raises AmbiguousName when one form means two agencies on one day."""

    def __init__(self, agencies: Iterable[Agency]) -> None:
        found: defaultdict[str, list[Agency]] = defaultdict(list)
        self._keys: list[tuple[Agency, str]] = []
        for agency in agencies:
            self._keys.append((agency, names.key(agency.name)))
            for form in written_forms(agency):
                self._add(found[names.key(form)], agency, form)
        self._found = {form: tuple(carriers) for form, carriers in found.items()}

    @staticmethod
    def _add(carriers: list[Agency], agency: Agency, form: str) -> None:
        if agency in carriers:
            return
        for other in carriers:
            if overlap(agency, other):
                raise AmbiguousName(form, (other.code, agency.code))
        carriers.append(agency)

    def find(self, written: str) -> tuple[Agency, ...]:
        """Every record that carries the name, on whatever day; the head of a body stands for the body."""
        exact = self._found.get(names.key(written), ())
        if exact or (body := names.headless(written)) is None:
            return exact
        return self._found.get(body, ())

    def suggest(self, written: str, on: date) -> tuple[Agency, ...]:
        """Agencies of that day with a similar name, most similar first; for a person, never for the program.

        A "Sở" is only likened to a "Sở", as long as there is one: the rest of a long name is alike by chance.
        """
        wanted = names.headless(written) or names.key(written)
        first = wanted.partition(" ")[0]
        valid = [(agency, form) for agency, form in self._keys if agency.valid_on(on)]
        valid = [pair for pair in valid if pair[1].partition(" ")[0] == first] or valid
        ranked = process.extract(
            wanted,
            [form for _, form in valid],
            scorer=fuzz.token_sort_ratio,
            limit=SUGGESTIONS,
            score_cutoff=LIKENESS,
        )
        return tuple(valid[position][0] for _, _, position in ranked)
