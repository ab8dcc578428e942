"""The text of a plan with an amendment in it, so that the consolidated plan is read like any other.

All instructions are found in the old text first and applied together, because their numbers are those of the old text.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from plans.amendments.edits import Edits, rebuilt, reword
from plans.amendments.model import OWN_NUMBER, Amendment, Instruction, NotApplied
from plans.amendments.places import spellings
from plans.errors import EmptyFile
from plans.sheet import Doubt, Line, Row, Sheet, Table
from plans.structure.blocks import paragraphs
from plans.structure.closing import detach_closing
from plans.structure.document import opening
from plans.structure.ending import read_ending
from plans.structure.kinds import find_parts
from plans.structure.labels import split_label
from plans.structure.outline import Node, build, walk


def amend(old: Sheet, amendment: Amendment) -> Sheet:
    """The old text with the instructions applied; what could not be applied is a doubt of the new sheet.

    :raises EmptyFile: the old text is empty
    :raises NotAPlan: the old text is no plan
    """
    lines = [block for block in old.blocks if isinstance(block, Line)]
    if all(line.blank for line in lines):
        raise EmptyFile
    doubts = [Doubt(question.kind, question.message) for question in amendment.questions]
    other = _other_plan(lines, amendment)
    if other is not None:
        return replace(old, doubts=(*old.doubts, *doubts, other))
    applier = _Applier(old, lines)
    # Items first: words that an instruction brings in new are not to be reworded by another one.
    for instruction in sorted(amendment.instructions, key=lambda one: one.kind == "substitute"):
        try:
            applier.apply(instruction)
        except NotApplied as error:
            message = f"Nội dung sửa đổi “{instruction.words}” chưa được áp dụng: {error.sentence}. Cần sửa thế nào?"
            doubts.append(Doubt("amendment_not_placed", message))
    doubts.extend(applier.emptied())
    return replace(rebuilt(old, applier.edits), doubts=(*old.doubts, *doubts))


def _other_plan(lines: list[Line], amendment: Amendment) -> Doubt | None:
    """A decision about another plan must change nothing here."""
    header = "\n".join(cell for line in lines[: find_parts(lines).main.index] for cell in line.cells)
    found = OWN_NUMBER.search(header)
    if found is None or found["number"] is None or amendment.amends_number is None:
        return None
    own = f"{found['number']}/{found['symbol']}"
    if _plain_number(own) == _plain_number(amendment.amends_number):
        return None
    message = (
        f"Quyết định số {amendment.full_number} sửa đổi văn bản số {amendment.amends_number}, "
        f"nhưng kế hoạch này có số {own}; chưa áp dụng nội dung nào. Có đúng là sửa đổi kế hoạch này không?"
    )
    return Doubt("amendment_of_other_plan", message)


def _plain_number(number: str) -> str:
    return number.replace(" ", "").lstrip("0").casefold()


@dataclass
class _Applier:
    """Finds places in the old text and notes the edits."""

    old: Sheet
    all_lines: list[Line]

    def __post_init__(self) -> None:
        parts = find_parts(self.all_lines)
        ending = read_ending(self.all_lines, parts.main.index + 1)
        body, _ = paragraphs(self.all_lines[parts.main.index + 1 : ending.start])
        start = opening(self.all_lines[parts.start : parts.main.index], parts.main, body)
        self.root = build(start.rest)
        self.closing = detach_closing(self.root)
        self.by_path = {node.path: node for node in walk(self.root)}
        self.edits = Edits({line.number: line for line in self.all_lines})
        self.tables = [block for block in self.old.blocks if isinstance(block, Table)]
        self.touched: dict[str, Node] = {}
        self.inserted: dict[str, int] = {}

    def apply(self, instruction: Instruction) -> None:
        """Note the edits of one instruction. Raises NotApplied."""
        if instruction.kind == "substitute":
            self._substitute(instruction)
        elif instruction.kind == "insert":
            self._insert(instruction)
        elif instruction.kind == "remove":
            self._take_out(self._find(instruction.target))
        else:
            self._replace(instruction)

    def _find(self, path: str | None) -> Node:
        """The one item at a path. A path that lacks its outer part is taken when only one item fits."""
        for spelling in spellings(path or ""):
            if spelling in self.by_path:
                return self.by_path[spelling]
        tails = [node for known, node in self.by_path.items() if known.endswith(f".{path}")]
        if len(tails) == 1:
            return tails[0]
        if tails:
            where = ", ".join(node.path for node in tails[:4])
            raise NotApplied(f"có nhiều mục phù hợp ({where})")
        raise NotApplied(f"không tìm thấy mục {path} trong kế hoạch")

    def _own(self, node: Node) -> list[int]:
        """Numbers of the lines that a node itself stands on."""
        return [n for first, last in node.spans for n in range(first, last + 1) if n in self.edits.lines]

    def _whole(self, node: Node) -> list[int]:
        return sorted({n for one in (node, *walk(node)) for n in self._own(one)})

    def _claim(self, numbers: list[int], node: Node) -> None:
        """No two instructions may change the same lines, and a table among them is more than lines."""
        if self.edits.gone.intersection(numbers):
            raise NotApplied(f"mục {node.path} đã được một nội dung khác của quyết định này sửa đổi hoặc bãi bỏ")
        if any(numbers[0] <= table.number <= numbers[-1] for table in self.tables):
            raise NotApplied(f"mục {node.path} có bảng, cần người sửa")
        self.edits.gone.update(numbers)

    def _take_out(self, node: Node) -> None:
        self._claim(self._whole(node), node)
        self.touched[node.path] = node

    def _replace(self, instruction: Instruction) -> None:
        node = self._find(instruction.target)
        text = (instruction.text or "").split("\n")
        if instruction.heading_only and len(text) > 1:
            raise NotApplied(f"tên mục {node.path} chỉ có một dòng nhưng nội dung mới có {len(text)} dòng")
        if node.children and len(text) == 1 and not instruction.heading_only:
            raise NotApplied(f"mục {node.path} gồm nhiều đoạn nhưng nội dung mới chỉ có một đoạn")
        text[0] = self._labelled(node, text[0])
        numbers = self._own(node) if instruction.heading_only else self._whole(node)
        self._claim(numbers, node)
        self.edits.before.setdefault(numbers[0], []).extend(text)

    def _labelled(self, node: Node, text: str) -> str:
        """The new text with the label of the old one; another label means another place."""
        written = self.edits.lines[self._own(node)[0]].text
        label, rest = split_label(written)
        new, _ = split_label(text)
        if label is None or new is None:
            return f"{written[: len(written) - len(rest)]}{text}" if label is not None else text
        if new.key != label.key:
            raise NotApplied(f"nội dung mới mang ký hiệu “{new.key}” nhưng mục {node.path} mang ký hiệu “{label.key}”")
        return text

    def _insert(self, instruction: Instruction) -> None:
        if instruction.after is None:
            anchor = self._find(instruction.into)
        elif instruction.after in self.inserted:
            # "Bổ sung điểm h vào sau điểm g", where the decision itself brings điểm g.
            self._put_after(self.inserted[instruction.after], instruction)
            return
        else:
            anchor = self._find(instruction.after)
            taken = self._taken(instruction, anchor)
            if taken is not None:
                raise NotApplied(f"kế hoạch đã có mục {taken}, không rõ là bổ sung hay thay thế")
        numbers = self._whole(anchor)
        if any(numbers[0] <= table.number <= numbers[-1] for table in self.tables):
            raise NotApplied(f"mục {anchor.path} có bảng, cần người sửa")
        self._put_after(numbers[-1], instruction)

    def _put_after(self, number: int, instruction: Instruction) -> None:
        self.edits.after.setdefault(number, []).extend((instruction.text or "").split("\n"))
        if instruction.target is not None:
            self.inserted[instruction.target] = number

    def _taken(self, instruction: Instruction, anchor: Node) -> str | None:
        """The path that the new item would share with an old one, by the label that its text begins with."""
        label, _ = split_label((instruction.text or "").split("\n")[0])
        above = anchor.path.rpartition(".")[0]
        keys = [label.key] if label is not None and label.key else []
        paths = [f"{above}.{key}".strip(".") for key in keys] + ([instruction.target] if instruction.target else [])
        known = (path for path in paths if path in self.by_path and self.by_path[path] is not anchor)
        return next((path for path in known if not self.edits.gone.issuperset(self._whole(self.by_path[path]))), None)

    def _substitute(self, instruction: Instruction) -> None:
        old, new = instruction.old_words or "", instruction.new_words or ""
        if instruction.target is None:
            nodes: Iterable[Node] = (*walk(self.root), *self.closing)
        else:
            node = self._find(instruction.target)
            nodes = (node, *walk(node))
        found = sum(self._reword(self._own(node), old, new) for node in nodes)
        if instruction.target is None:
            found += sum(self._reword_row(row, old, new) for table in self.tables for row in table.rows)
        if not found:
            place = f"mục {instruction.target}" if instruction.target else "kế hoạch"
            raise NotApplied(f"không tìm thấy “{old}” trong {place}")

    def _reword(self, numbers: list[int], old: str, new: str) -> int:
        """Replace words in the lines of one paragraph, also where a line break parts them."""
        kept = [n for n in numbers if n not in self.edits.gone and not self.edits.lines[n].blank]
        text = "\n".join(self.edits.texts.get(n, self.edits.lines[n].text) for n in kept)
        reworded, count = reword(text, old, new)
        if count:
            parts = reworded.split("\n")
            for n, part in zip(kept, [*parts, *[""] * (len(kept) - len(parts))], strict=True):
                self.edits.texts[n] = part
        return count

    def _reword_row(self, row: Row, old: str, new: str) -> int:
        cells = [reword(cell, old, new) for cell in self.edits.rows.get(row.number, row.cells)]
        self.edits.rows[row.number] = tuple(text for text, _ in cells)
        return sum(count for _, count in cells)

    def emptied(self) -> Iterator[Doubt]:
        """A heading whose items were all removed would be read as a duty of its own."""
        for path, node in self.touched.items():
            parent = self.by_path.get(path.rpartition(".")[0])
            if parent is None or self.edits.gone.intersection(self._own(parent)):
                continue
            left = [child for child in parent.children if not self.edits.gone.issuperset(self._own(child))]
            if not left and not any(n in self.edits.after for n in self._whole(node)):
                message = f"Mục {parent.path} không còn nội dung nào sau khi bãi bỏ mục {path}. Có bỏ cả mục này không?"
                yield Doubt("amendment_emptied", message)
