"""What a name in a document means on a day: one agency, a group, a body that has ended, or a question for a person."""

from collections.abc import Iterable
from datetime import date

from agencies import groups, lists, names
from agencies.index import NameIndex
from agencies.lineage import Lineage
from agencies.model import Agency, Resolution

SHOWN = 6
# A heading that lists every commune of a province stays below this; a longer text is not a name.
LONGEST_WRITTEN = 3000


class Resolver:
    """Resolves by exact name, alias or group phrase; likeness only ever makes a suggestion."""

    def __init__(self, province: str, agencies: tuple[Agency, ...], index: NameIndex, lineage: Lineage) -> None:
        self._province, self._agencies, self._index, self._lineage = province, agencies, index, lineage

    def resolve(self, written: str, on: date) -> Resolution:
        """The meaning of ``written`` on ``on``; never raises for a name."""
        name = names.bare(written)
        if not name:
            return Resolution("unknown", message="Không có tên cơ quan.")
        if len(name) > LONGEST_WRITTEN:
            return Resolution("unknown", message=f"“{name[:60]}…” quá dài, không phải là tên cơ quan.")
        known = self._find(name, on)
        if known is not None:
            return known
        if groups.is_open_throughout(name):
            return self._open(name, ())
        listed = lists.parts(name, lambda text: self._find(text, on))
        if len(listed) > 1:
            return self._join(name, listed, on)
        if listed and listed[0].found is not None:
            return listed[0].found
        return self._open(name, ()) if groups.is_open(name) else self._unknown(name, on)

    def _find(self, name: str, on: date) -> Resolution | None:
        """An agency or a group by its exact name, None when the name is neither."""
        carriers = self._index.find(name)
        valid = next((one for one in carriers if one.valid_on(on)), None)
        if valid is not None:
            return Resolution("agency", (valid,), message=_of_agency(name, valid))
        if carriers:
            return self._outside_interval(name, carriers, on)
        group = groups.find_group(name, self._province)
        return self._of_group(name, group, on) if group is not None else None

    def _of_group(self, name: str, group: groups.Group, on: date) -> Resolution:
        covered = tuple(one for one in self._agencies if group.covers(one))
        members = tuple(one for one in covered if one.valid_on(on))
        if members:
            return Resolution("group", members, message=f"“{name}” gồm {len(members)} cơ quan vào ngày {_day(on)}.")
        if covered:
            return self._outside_interval(name, covered, on)
        message = f"Danh bạ tỉnh {self._province} không có cơ quan nào thuộc nhóm “{name}”; cần người phụ trách chọn."
        return Resolution("unknown", message=message)

    def _outside_interval(self, name: str, carriers: tuple[Agency, ...], on: date) -> Resolution:
        """The bodies are known but not on this day: they have ended or not begun."""
        ended = tuple(one for one in carriers if one.valid_to is not None and one.valid_to <= on)
        if ended:
            heirs = _unique(heir for one in ended for heir in self._lineage.successors(one.code, on))
            return Resolution("ended", suggestions=heirs, message=self._of_ended(name, ended, heirs))
        before = _unique(one for later in carriers for one in self._lineage.predecessors(later.code, on))
        begins = min(one.valid_from for one in carriers if one.valid_from is not None)
        message = f"“{name}” chỉ có từ ngày {_day(begins)}, chưa có vào ngày {_day(on)}"
        message += f"; khi đó là: {_names(before)}." if before else "."
        return Resolution("unknown", suggestions=before, message=f"{message} Cần người phụ trách chọn.")

    def _of_ended(self, name: str, ended: tuple[Agency, ...], heirs: tuple[Agency, ...]) -> str:
        links = [link for one in ended for link in self._lineage.links_from(one.code)]
        last_day = max(one.valid_to for one in ended if one.valid_to is not None)
        documents = (*(link.decision for link in links), *(one.closed_by for one in ended if one.valid_to == last_day))
        reasons = "; ".join(dict.fromkeys(one for one in documents if one))
        message = f"“{name}” không còn từ ngày {_day(last_day)}" + (f" ({reasons})" if reasons else "")
        if not heirs:
            return f"{message}; danh bạ chưa ghi cơ quan kế thừa, cần người phụ trách chọn."
        uncertain = ", thông tin kế thừa cần xác nhận" if any(link.to_confirm for link in links) else ""
        return f"{message}; kế thừa: {_names(heirs)}{uncertain}. Cần người phụ trách chọn."

    def _join(self, name: str, listed: tuple[lists.Part, ...], on: date) -> Resolution:
        """One answer for a list: the weakest part decides what the whole list is."""
        certain = _unique(one for part in listed if part.found for one in part.found.agencies)
        unknown = [part.written for part in listed if part.found is None and not part.is_open]
        unclear = [part.found for part in listed if part.found and part.found.kind in ("unknown", "ended")]
        if unknown:
            near = [one for text in unknown for one in self._index.suggest(text, on)]
            quoted = ", ".join(f"“{text}”" for text in unknown)
            message = f"Trong “{name}” chưa nhận ra {quoted}; cần người phụ trách chọn."
            return Resolution("unknown", suggestions=_unique((*certain, *near)), message=message)
        if unclear:
            offered = _unique((*certain, *(one for found in unclear for one in found.suggestions)))
            message = " ".join(found.message for found in unclear)
            all_ended = all(found.kind == "ended" for found in unclear)
            return Resolution("ended" if all_ended else "unknown", suggestions=offered, message=message)
        if any(part.is_open for part in listed):
            return self._open(name, certain)
        return Resolution("group", certain, message=f"“{name}” gồm {len(certain)} cơ quan: {_names(certain)}.")

    def _open(self, name: str, certain: tuple[Agency, ...]) -> Resolution:
        message = f"“{name}” không nêu đủ tên cơ quan; cần người phụ trách chọn."
        if certain:
            message += f" Đã rõ: {_names(certain)}."
        return Resolution("open_group", certain, message=message)

    def _unknown(self, name: str, on: date) -> Resolution:
        near = self._index.suggest(name, on)
        message = f"Danh bạ tỉnh {self._province} không có “{name}” vào ngày {_day(on)}; cần người phụ trách chọn."
        if near:
            message += f" Tên gần giống: {_names(near)}."
        return Resolution("unknown", suggestions=near, message=message)


def _of_agency(name: str, agency: Agency) -> str:
    message = f"“{name}” là {agency.name}."
    if agency.to_confirm:
        message += f" Cần xác nhận: {agency.note or 'thông tin chưa có nguồn chính thức'}."
    return message


def _unique(agencies: Iterable[Agency]) -> tuple[Agency, ...]:
    return tuple({one.code: one for one in agencies}.values())


def _names(agencies: tuple[Agency, ...]) -> str:
    shown = ", ".join(one.short_name for one in agencies[:SHOWN])
    rest = len(agencies) - SHOWN
    return f"{shown} và {rest} cơ quan khác" if rest > 0 else shown


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
