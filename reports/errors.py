"""Errors of the room ``reports``; each says to a person, in Vietnamese, what is wrong."""


class ReportError(Exception):
    """Base of everything that can go wrong while a report is compiled or written."""


class NothingToReport(ReportError):
    """The cycle has no assignment at all."""

    def __init__(self, plan: str, cycle: str) -> None:
        self.plan = plan
        self.cycle = cycle
        super().__init__(f"Chưa có yêu cầu báo cáo nào của {plan} trong kỳ {cycle}; không có gì để tổng hợp.")


class NobodyToUrge(ReportError):
    """Every late body may only be requested to help: no official letter and no report names one."""

    def __init__(self, plan: str, cycle: str) -> None:
        self.plan = plan
        self.cycle = cycle
        super().__init__(
            f"Không có cơ quan nào để đôn đốc bằng văn bản về {plan}, kỳ {cycle}: "
            "các cơ quan còn thiếu báo cáo đều thuộc diện đề nghị phối hợp."
        )


class TemplateError(ReportError):
    """The Word template cannot be rendered: broken tag, unknown name or forbidden code."""

    def __init__(self, name: str, detail: str) -> None:
        self.name = name
        self.detail = detail
        super().__init__(f"Mẫu báo cáo {name} không dùng được: {detail}")


class PdfError(ReportError):
    """No converter could make the PDF."""

    def __init__(self, detail: str) -> None:
        self.detail = detail
        super().__init__(f"Không tạo được bản PDF: {detail}")


class SnapshotError(ReportError):
    """A stored snapshot does not fit its checksum or its model."""

    def __init__(self, code: str, detail: str) -> None:
        self.code = code
        self.detail = detail
        super().__init__(f"Bản chụp dữ liệu của báo cáo {code} không hợp lệ: {detail}")
