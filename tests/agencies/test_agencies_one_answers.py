"""On every day, for every code there ever was: one body answers, or several or none and a person is asked."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from agencies.directory import Directory
from agencies.model import Agency, Kind
from agencies.reorganisation import read_reorganisation, reorganised

FIRST = date(2024, 1, 1)
KINDS = ("keep", "merge", "split", "rename", "dissolve", "move")


def _agency(number: int) -> Agency:
    name = f"Sở Số {number}"
    return Agency(f"M.S{number}", name, name, Kind.DEPARTMENT, "Mẫu", parent="M.UBND")


def _top(code: str, name: str) -> Agency:
    return Agency(code, name, name, Kind.PEOPLE_COMMITTEE, "Mẫu")


@st.composite
def stories(draw: st.DrawFn) -> tuple[Directory, list[tuple[date, str, dict[str, tuple[str, ...]]]]]:
    """A directory, and reorganisations of its departments: day, rows of the file, who takes over from whom."""
    count = draw(st.integers(2, 6))
    living = [f"M.S{number}" for number in range(count)]
    above = dict.fromkeys(living, "M.UBND")
    directory = Directory(
        "Mẫu", [_top("M.UBND", "UBND tỉnh"), _top("M.BQL", "Ban Quản lý"), *map(_agency, range(count))]
    )
    steps: list[tuple[date, str, dict[str, tuple[str, ...]]]] = []
    day = FIRST
    for _ in range(draw(st.integers(1, 4))):
        day += timedelta(days=draw(st.integers(1, 400)))
        doing = {code: draw(st.sampled_from(KINDS)) for code in living}
        kept = [code for code in living if doing[code] in ("keep", "move")]
        fresh = [f"M.S{number}" for number in range(count, count + draw(st.integers(1, 3)))]
        count += len(fresh)
        heirs: dict[str, tuple[str, ...]] = {}
        rows = "".join(
            f'[[agencies]]\ncode = "{code}"\nname = "Sở Số {code[3:]}"\nkind = "department"\n' for code in fresh
        )
        for code in living:
            rows += _row(draw, code, doing[code], (kept, fresh, above), heirs)
        for number, code in enumerate(one for one in living if doing[one] == "rename"):
            new = f"M.S{count + number}"
            rows += f'[[agencies]]\ncode = "{new}"\nname = "Sở Số {new[3:]}"\nkind = "department"\n'
            rows += f'[[rename]]\nfrom = "{code}"\nto = "{new}"\n'
            heirs[code] = (new,)
            fresh = [*fresh, new]
        count += sum(kind == "rename" for kind in doing.values())
        above |= dict.fromkeys(fresh, "M.UBND")
        living = [*kept, *fresh]
        steps.append((day, rows, heirs))
    return directory, steps


def _row(
    draw: st.DrawFn,
    code: str,
    kind: str,
    bodies: tuple[list[str], list[str], dict[str, str]],
    heirs: dict[str, tuple[str, ...]],
) -> str:
    kept, fresh, above = bodies
    if kind == "merge":
        heirs[code] = (draw(st.sampled_from([*kept, *fresh])),)
        return f'[[merge]]\nfrom = ["{code}"]\nto = "{heirs[code][0]}"\n'
    if kind == "split":
        chosen = draw(st.lists(st.sampled_from([*kept, *fresh]), min_size=1, max_size=4, unique=True))
        heirs[code] = tuple(chosen)
        if len(chosen) == 1:
            return f'[[merge]]\nfrom = ["{code}"]\nto = "{chosen[0]}"\n'
        listed = ", ".join(f'"{one}"' for one in chosen)
        return f'[[split]]\nfrom = "{code}"\nto = [{listed}]\n'
    if kind == "dissolve":
        heirs[code] = ()
        return f'[[dissolve]]\nagency = "{code}"\n'
    if kind == "move":
        above[code] = "M.BQL" if above[code] == "M.UBND" else "M.UBND"
        return f'[[move]]\nagency = "{code}"\nto = "{above[code]}"\n'
    return ""


def _head(day: date) -> str:
    return f'province = "Mẫu"\ncode = "M"\ntitle = "Ngày {day}"\non = {day}\ndecision = "Quyết định {day}"\n'


@settings(max_examples=80, deadline=None)
@given(stories())
def test_every_code_has_the_answering_bodies_that_the_changes_lead_to(story):
    directory, steps = story
    answering = {one.code: {one.code} for one in directory.agencies}
    periods = [(FIRST, dict(answering))]
    for day, rows, heirs in steps:
        change = read_reorganisation(_head(day) + rows, "thu.toml", directory)
        directory = reorganised(directory, change)
        answering = {
            code: {heir for one in bodies for heir in heirs.get(one, (one,))} for code, bodies in answering.items()
        }
        answering |= {one.code: {one.code} for one in change.added}
        periods.append((day, dict(answering)))
    ends = [start - timedelta(days=1) for start, _ in periods[1:]] + [periods[-1][0] + timedelta(days=4000)]
    for (start, expected), last in zip(periods, ends, strict=True):
        for day in {start, last}:
            for code, bodies in expected.items():
                found = directory.answering(code, day)
                assert {one.code for one in found} == bodies
                assert len(found) == len(bodies)
                assert all(one.valid_on(day) for one in found)
                for one in found:
                    assert directory.answering(one.code, day) == (one,)
            valid = [one.code for one in directory.on(day)]
            assert len(valid) == len(set(valid))
            assert all(not one.parent or one.parent in valid for one in directory.on(day))
