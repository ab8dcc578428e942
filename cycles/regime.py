"""Reading a reporting regime from TOML: the shipped presets, or a province's own file."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import combinations
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from cycles.errors import BadRegimeFile, UnknownRegime
from cycles.names import LEVEL_LABELS, LEVEL_TIERS, CycleKind, Level, numbers_of
from cycles.rules import AfterCutOff, Basis, BeforeNext, DayOfMonth, KindRule, LevelRule, MonthDay, Regime, Replacement

__all__ = ["DECREE_09", "Regime", "load_regime", "read_regime", "shipped_regimes"]

_Value = TypeVar("_Value")

# TOML values have many types; _Table tells which ones are right.
Raw = Mapping[str, Any]
_ITEMS: Mapping[type, str] = MappingProxyType({int: "số nguyên", str: "chuỗi", dict: "bảng"})
_RULES = ("after_cut_off", "before_next_level", "day_of_last_month")


@dataclass(frozen=True)
class _Table:
    """A table of the file with the words for where it stands; every wrong value becomes BadRegimeFile."""

    raw: Raw
    where: str
    place: str = ""

    def bad(self, problem: str) -> BadRegimeFile:
        return BadRegimeFile(self.where, f"mục {self.place}: {problem}" if self.place else problem)

    def only(self, *keys: str) -> None:
        for key in self.raw:
            if key not in keys:
                raise self.bad(f"không hiểu khóa “{key}”")

    def below(self, key: str) -> "_Table":
        raw = self.raw.get(key, {})
        place = f"{self.place}.{key}" if self.place else key
        if not isinstance(raw, dict):
            raise _Table({}, self.where, place).bad("phải là một bảng")
        return _Table(raw, self.where, place)

    def text(self, key: str, default: str | None = None) -> str:
        found = self.raw.get(key, default)
        if not isinstance(found, str) or (default is None and not found.strip()):
            raise self.bad(f"“{key}” phải là một chuỗi" if key in self.raw else f"thiếu “{key}”")
        return found

    def number(self, key: str, within: range, default: int | None = None) -> int:
        found = self.raw.get(key, default)
        if type(found) is not int or found not in within:
            needed = f"số nguyên từ {within.start} đến {within.stop - 1}"
            raise self.bad(f"“{key}” phải là {needed}" if key in self.raw else f"thiếu “{key}”")
        return found

    def one_of(self, key: str, choices: Mapping[str, _Value], default: _Value) -> _Value:
        found = self.raw.get(key)
        if found is None:
            return default
        if not isinstance(found, str) or found not in choices:
            raise self.bad(f"“{key}” phải là một trong: {', '.join(choices)}")
        return choices[found]

    def items(self, key: str, kind: type[_Value]) -> Sequence[_Value]:
        found = self.raw.get(key, [])
        if not isinstance(found, list) or not all(type(one) is kind for one in found):
            raise self.bad(f"“{key}” phải là một danh sách {_ITEMS[kind]}")
        return found


def shipped_regimes() -> tuple[str, ...]:
    """The names of the presets, sorted."""
    presets = resources.files("cycles").joinpath("presets").iterdir()
    return tuple(sorted(one.name.removesuffix(".toml") for one in presets if one.name.endswith(".toml")))


@lru_cache(maxsize=16)
def load_regime(name_or_path: str) -> Regime:
    """A preset by its name, or a file in TOML by its path; read once per process.

    :raises UnknownRegime: there is neither
    :raises BadRegimeFile: the file cannot be read
    """
    shipped = shipped_regimes()
    if name_or_path in shipped:
        preset = resources.files("cycles").joinpath(f"presets/{name_or_path}.toml")
        return read_regime(preset.read_text(encoding="utf-8"), name_or_path)
    try:
        text = Path(name_or_path).expanduser().read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BadRegimeFile(name_or_path, "không phải văn bản UTF-8") from error
    except (OSError, ValueError, RuntimeError) as error:
        raise UnknownRegime(name_or_path, shipped) from error
    return read_regime(text, name_or_path)


def read_regime(text: str, key: str) -> Regime:
    """Read a regime in TOML; raises BadRegimeFile."""
    try:
        raw: Raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadRegimeFile(key, f"không phải TOML ({error})") from error
    table = _Table(raw, key)
    table.only(
        *("name", "label", "document", "working_days_between", "when_short", "opens_before", "also"),
        *("basis", "levels", "kinds", "replaces"),
    )
    name = table.text("name")
    minimum = table.number("working_days_between", range(1, 11), 1)
    kinds = _borrowed(table) | _kinds(table, minimum)
    if not kinds:
        raise table.bad("không quy định kỳ báo cáo nào")
    return Regime(
        key=key,
        name=name,
        label=table.text("label", name),
        document=table.text("document", name),
        kinds=MappingProxyType({kind: kinds[kind] for kind in CycleKind if kind in kinds}),
        replaces=tuple(_replacement(_Table(one, key, "replaces")) for one in table.items("replaces", dict)),
        minimum=minimum,
        shorten=table.one_of("when_short", {"shorten": True, "refuse": False}, False),
    )


def _borrowed(table: _Table) -> dict[CycleKind, KindRule]:
    """The kinds of the presets named under "also"."""
    found: dict[CycleKind, KindRule] = {}
    for name in table.items("also", str):
        if name not in shipped_regimes() or name == table.where:
            raise table.bad(f"“also” chỉ nhận tên chế độ có sẵn khác, không nhận “{name}”")
        found = dict(load_regime(name).kinds) | found
    return found


def _kinds(table: _Table, minimum: int) -> dict[CycleKind, KindRule]:
    basis = _basis(table.below("basis"), table.text("document", table.text("name")))
    opens_before = table.number("opens_before", range(367), 30)
    levels = table.below("levels")
    found: dict[CycleKind, KindRule] = {}
    kinds = table.below("kinds")
    kinds.only(*CycleKind)
    for key in kinds.raw:
        one = kinds.below(key)
        one.only("label", "ends_in", "first", "last", "opens_before", "levels")
        own = one.below("levels")
        found[CycleKind(key)] = KindRule(
            ends_in=_ends_in(one, CycleKind(key)),
            first=_month_day(one.below("first")),
            last=_month_day(one.below("last")),
            opens_before=one.number("opens_before", range(367), opens_before),
            levels=_levels(_Table({**levels.raw, **own.raw}, own.where, own.place), minimum),
            basis=basis,
            label=one.text("label", ""),
        )
        _check_window(one, found[CycleKind(key)])
    return found


def _basis(table: _Table, document: str) -> Basis:
    table.only(*_RULES)
    return Basis(**{key: table.text(key, document) for key in _RULES})


def _ends_in(table: _Table, kind: CycleKind) -> Mapping[int, int]:
    months = table.items("ends_in", int)
    numbers = numbers_of(kind)
    if not 0 < len(months) <= len(numbers) or any(month not in range(1, 13) for month in months):
        raise table.bad(f"“ends_in” cần 1 đến {len(numbers)} tháng từ 1 đến 12")
    return MappingProxyType(dict(zip(numbers, months, strict=False)))


def _month_day(table: _Table) -> MonthDay:
    table.only("months", "day")
    return MonthDay(table.number("months", range(-24, 13)), table.number("day", range(1, 32)))


def _check_window(table: _Table, rule: KindRule) -> None:
    for month in rule.ends_in.values():
        if rule.first.on(2026, month) > rule.last.on(2026, month):
            raise table.bad("ngày bắt đầu lấy số liệu sau ngày chốt số liệu")


def _levels(table: _Table, minimum: int) -> Mapping[Level, LevelRule]:
    table.only(*Level)
    rules = {level: _level_rule(table.below(level)) for level in Level if level in table.raw}
    if not rules:
        raise table.bad("không có cấp báo cáo nào")
    highest = list(rules)[-1]
    if isinstance(rules[highest], BeforeNext):
        raise table.bad(f"cấp cao nhất ({LEVEL_LABELS[highest]}) không thể tính theo hạn của cấp trên")
    counted = [(level, rule.days) for level, rule in rules.items() if isinstance(rule, AfterCutOff)]
    for (lower, fewer), (higher, more) in combinations(counted, 2):
        if LEVEL_TIERS[lower] < LEVEL_TIERS[higher] and more < fewer + minimum:
            raise table.bad(f"hạn của {LEVEL_LABELS[higher]} phải sau hạn của {LEVEL_LABELS[lower]}")
    return MappingProxyType(rules)


def _level_rule(table: _Table) -> LevelRule:
    table.only(*_RULES, "months_after", "on_day_off")
    given = [key for key in _RULES if key in table.raw]
    if len(given) != 1:
        raise table.bad(f"cần đúng một trong: {', '.join(_RULES)}")
    readers: Mapping[str, Callable[[], LevelRule]] = {
        "after_cut_off": lambda: AfterCutOff(table.number("after_cut_off", range(1, 61))),
        "before_next_level": lambda: BeforeNext(table.number("before_next_level", range(1, 61))),
        "day_of_last_month": lambda: DayOfMonth(
            table.number("day_of_last_month", range(1, 32)),
            table.number("months_after", range(13), 0),
            table.one_of("on_day_off", {"next": "next", "previous": "previous"}, None),
        ),
    }
    return readers[given[0]]()


def _replacement(table: _Table) -> Replacement:
    table.only("by", "kinds")
    kinds = tuple(_kind_and_number(table, one) for one in table.items("kinds", str))
    return Replacement(_kind_and_number(table, table.text("by")), kinds)


def _kind_and_number(table: _Table, text: str) -> tuple[CycleKind, int]:
    """Read "quarter 4" or "yearly"."""
    kind, _, number = text.partition(" ")
    if kind not in set(CycleKind) or not ((number.isascii() and number.isdigit()) or not number):
        raise table.bad(f"không hiểu kỳ “{text}”")
    found = CycleKind(kind), int(number or 0)
    if found[1] not in numbers_of(found[0]):
        raise table.bad(f"không hiểu kỳ “{text}”")
    return found


DECREE_09 = load_regime("nd-09-2019")
