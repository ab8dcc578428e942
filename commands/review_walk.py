"""The review on a terminal: one open question after the other, each decision kept before the next is asked."""

from collections.abc import Callable
from dataclasses import dataclass, field

from agencies.errors import DirectoryError
from commands.common import pairs
from commands.review_text import doubt_lines, item_lines
from flows.review import Decision, decide, look
from flows.runtime import Runtime
from plans.errors import PlanError
from state.clock import now
from state.errors import BadDecision, StateError
from state.plan.questions import OWNER
from state.plan.review import Addition, Who
from state.plan.reviewing import Doubt, ReviewItem

MENU = (
    "[c] chấp nhận  [s] sửa  [g] giao cơ quan  [b] bỏ điểm  [w] bỏ qua câu hỏi  [t] thêm nhiệm vụ  "
    "[r] rút lại  [Enter] để sau  [q] thoát: "
)
LATER, QUIT = "", "q"


@dataclass
class Walk:
    """A walk of one person through the open questions of a plan."""

    house: Runtime
    plan: str
    by: str
    ask: Callable[[str], str] = input
    say: Callable[[str], None] = print
    _later: set[str] = field(default_factory=set)

    def run(self) -> None:
        """Ask until nothing is open or the person stops; a break at any moment loses nothing that was decided."""
        try:
            while (found := self._next()) is not None and self._one(*found):
                pass
        except (EOFError, KeyboardInterrupt):
            self.say("")
        left = look(self.house, self.plan).open
        done = f"Không còn câu hỏi nào. Kế tiếp: dondoc plan confirm {self.plan.upper()}"
        self.say(f"Còn {left} câu hỏi, xem tiếp: dondoc plan review {self.plan.upper()}" if left else done)

    def _next(self) -> tuple[ReviewItem | None, Doubt] | None:
        review = look(self.house, self.plan)
        both: list[tuple[ReviewItem | None, Doubt]] = [(item, one) for item in review.items for one in item.doubts]
        both += [(None, one) for one in review.general]
        return next(((item, one) for item, one in both if one.open and one.code not in self._later), None)

    def _one(self, item: ReviewItem | None, doubt: Doubt) -> bool:
        """Show one question and take what the person decides; False when the person stops."""
        self.say("\n" + "\n".join(item_lines(item) if item else doubt_lines(doubt)))
        choice = self.ask(f"{doubt.code} – {MENU}").strip().casefold()
        if choice == QUIT:
            return False
        if choice == LATER:
            self._later.add(doubt.code)
            return True
        try:
            make = self._decision(choice, item, doubt)
            if make is not None:
                self.say(decide(self.house, self.plan, make).sentence)
        except (StateError, PlanError, DirectoryError) as error:
            self.say(str(error))
        return True

    def _decision(self, choice: str, item: ReviewItem | None, doubt: Doubt) -> Decision | None:
        """The decision behind a letter; None when the letter is none or the person gave nothing."""
        match choice:
            case "c":
                who = self._who()
                return lambda store, known: store.accept(self.plan, [doubt.code], who, known)
            case "s":
                return self._correct(item, doubt)
            case "g":
                named = [name.strip() for name in self.ask("Cơ quan (cách nhau bằng dấu chấm phẩy): ").split(";")]
                bodies, who = [name for name in named if name], self._who()
                if not bodies:
                    return None
                return lambda store, known: store.settle(self.plan, doubt.code, who, known, bodies)
            case "b" if item is not None:
                who = self._who("Vì sao bỏ: ")
                return lambda store, known: store.reject(self.plan, item.address, who, known)
            case "w":
                who = self._who("Lý do: ")
                return lambda store, known: store.settle(self.plan, doubt.code, who, known)
            case "t":
                return self._add()
            case "r":
                who = self._who()
                return lambda store, known: store.undo(self.plan, who, known)
            case _:
                self.say("Hãy gõ một trong các chữ trong ngoặc vuông.")
                return None

    def _correct(self, item: ReviewItem | None, doubt: Doubt) -> Decision | None:
        mark = item.address if item is not None and doubt.kind == OWNER else doubt.code
        given = self.ask("Sửa (ví dụ owners=Sở Tài chính; Sở Y tế): ").strip()
        if not given:
            return None
        written, who = pairs([given], "thông_tin=giá_trị"), self._who()
        return lambda store, known: store.correct(self.plan, mark, written, who, known)

    def _add(self) -> Decision | None:
        owners, text = self.ask("Cơ quan thực hiện: ").strip(), self.ask("Nội dung nhiệm vụ: ").strip()
        if not (owners and text):
            return None
        addition, who = Addition(owners, text, self.ask("Thuộc mục (Enter nếu không rõ): ").strip()), self._who()
        return lambda store, known: store.add(self.plan, addition, who, known)

    def _who(self, reason: str = "") -> Who:
        given = self.ask(reason).strip() if reason else ""
        if reason and not given:
            raise BadDecision("(trống)", "cần nêu lý do.")
        return Who(self.by, now(), given)
