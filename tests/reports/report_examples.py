"""Small generator of report data for the tests of this room. Names and figures are sample data."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from reports.data import (
    AgencyRow,
    AssignmentRow,
    CycleFacts,
    DifficultyRow,
    DueFacts,
    FigureRow,
    PlanFacts,
    ReportData,
    StandingFacts,
    TargetRow,
)

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
HOSTILE = ("GD&ĐT", "tỷ lệ <5% giáo viên", "a<b>c", "{{ x }}", "=1+1", "dòng\x07một\ndòng hai", "{% if %}")
LABELS = {
    "hoan_thanh_dung_han": "Đã hoàn thành (đúng hạn)",
    "hoan_thanh_qua_han": "Đã hoàn thành (quá hạn)",
    "dang_thuc_hien_trong_han": "Đang thực hiện (trong hạn)",
    "dang_thuc_hien_qua_han": "Đang thực hiện (quá hạn)",
    "chua_thuc_hien": "Chưa thực hiện",
    "khong_phat_sinh": "Không phát sinh",
    "cho_xem_xet": "Đã gửi, chờ cơ quan tổng hợp xem xét",
    "chua_bao_cao_trong_han": "Chưa báo cáo (trong hạn)",
    "chua_bao_cao_qua_han": "Chưa báo cáo (quá hạn)",
}
WORDS = """\
Đã ban hành Kế hoạch số {a}/KH triển khai Chương trình; bố trí {b} triệu đồng sửa chữa {c} phòng học, bổ sung {c} bộ \
đồ chơi ngoài trời cho các điểm trường lẻ.
Đã triển khai thực hiện theo kế hoạch.
Đã phối hợp tổ chức {c} lớp tập huấn cho {a} lượt cán bộ quản lý, giáo viên mầm non về chăm sóc, giáo dục trẻ từ 06 \
tháng đến 36 tháng tuổi.|- Kinh phí: {b} triệu đồng từ ngân sách địa phương.|- Tài liệu: dùng bộ tài liệu của Bộ.
Đang rà soát quỹ đất, dự kiến hoàn thành trong quý I năm sau.
Chưa triển khai do chưa được bố trí kinh phí.""".splitlines()


def standing(key: str) -> StandingFacts:
    return StandingFacts(key=key, label=LABELS[key])


def assignment(path: str = "V.1.a", agency: str = "x01", **changes: object) -> AssignmentRow:
    """One assignment, answered in time, with any field changed."""
    values: dict[str, object] = {
        "code": f"{path}/{agency}",
        "path": path,
        "clause": f"Nội dung trách nhiệm {path}",
        "heading": "Ủy ban nhân dân các xã, phường",
        "agency_code": agency,
        "agency_name": f"UBND xã Mẫu {agency}",
        "agency_kind": "commune",
        "role": "thực hiện",
        "due_on": date(2025, 12, 17),
        "due_basis": "Điều 8 khoản 5 Nghị định 09/2019/NĐ-CP",
        "standing": standing("hoan_thanh_dung_han"),
        "received_on": date(2025, 12, 16),
        "late_days": 0,
        "status": "hoan_thanh",
        "narrative": "Đã hoàn thành.",
        "answered_by": "vanthu@xa-mau.example",
        "answer_version": 1,
    }
    return AssignmentRow.model_validate(values | changes)


def silent(path: str = "V.1.a", agency: str = "x02", **changes: object) -> AssignmentRow:
    """One overdue assignment without answer."""
    nothing = {
        "standing": standing("chua_bao_cao_qua_han"),
        "received_on": None,
        "late_days": None,
        "status": None,
        "narrative": "",
        "answered_by": "",
        "answer_version": None,
        "rung_label": "Nhắc lần 2",
    }
    return assignment(path, agency, **(nothing | changes))


def awaiting(path: str = "V.1.a", agency: str = "x03", **changes: object) -> AssignmentRow:
    """One assignment whose mail waits for a person of the coordinating office; its due day is over."""
    return silent(path, agency, **({"standing": standing("cho_xem_xet"), "rung_label": "Nhắc lần 3"} | changes))


def figure(agency: str, top: object = None, bottom: object = None, **changes: object) -> FigureRow:
    values: dict[str, object] = {
        "agency_code": agency,
        "agency_name": f"UBND xã Mẫu {agency}",
        "numerator": top,
        "denominator": bottom,
        "received_on": date(2025, 12, 16),
        "due_on": date(2025, 12, 17),
    }
    return FigureRow.model_validate(values | changes)


def target(*figures: FigureRow, **changes: object) -> TargetRow:
    values: dict[str, object] = {
        "code": "t1",
        "path": "II.2.1",
        "group": "Đối với trẻ em",
        "text": "Tỷ lệ trẻ em trong độ tuổi nhà trẻ được đến cơ sở giáo dục mầm non",
        "comparator": ">=",
        "value": Decimal(27),
        "unit": "%",
        "year": 2025,
        "asked": tuple(one.agency_code for one in figures),
        "asked_label": "xã, phường",
        "figures": figures,
    }
    return TargetRow.model_validate(values | changes)


def report(**changes: object) -> ReportData:
    """A report without rows, for 2025, with any field changed."""
    values: dict[str, object] = {
        "sample": True,
        "stage": "draft",
        "version": 3,
        "compiled_at": datetime(2025, 12, 20, 8, 15, tzinfo=ZONE),
        "plan": PlanFacts(
            code="mau-1609",
            title="Triển khai thực hiện Chương trình mẫu",
            label="Kế hoạch số 12/KH-UBND ngày 05/01/2024",
            issuer="ỦY BAN NHÂN DÂN TỈNH LAI CHÂU",
            province="Lai Châu",
            programme="1609",
            decision="1609/QĐ-TTg",
            period_start=2022,
            period_end=2030,
        ),
        "cycle": CycleFacts(
            label="Năm 2025",
            year=2025,
            window_start=date(2024, 12, 15),
            window_end=date(2025, 12, 14),
            cut_off=date(2025, 12, 14),
            due=(
                DueFacts(
                    level="UBND các xã, phường",
                    on=date(2025, 12, 16),
                    basis="ít nhất 01 ngày làm việc sau ngày chốt số liệu, khoản 5 Điều 8 Nghị định 09/2019/NĐ-CP.",
                ),
                DueFacts(
                    level="Sở, ban, ngành cấp tỉnh",
                    on=date(2025, 12, 17),
                    basis="thêm 01 ngày làm việc cho mỗi cấp, khoản 5 Điều 8 Nghị định 09/2019/NĐ-CP.",
                ),
                DueFacts(
                    level="UBND tỉnh gửi Bộ Giáo dục và Đào tạo",
                    on=date(2025, 12, 25),
                    basis="Điều 13 Nghị định 09/2019/NĐ-CP.",
                ),
            ),
        ),
    }
    return ReportData.model_validate(values | changes)


HEADINGS = (
    ("Sở Giáo dục và Đào tạo", "department", "chủ trì"),
    ("Sở Tài chính", "department", "chủ trì"),
    ("Sở Nội vụ", "department", "phối hợp"),
    ("Sở Nông nghiệp và Môi trường", "department", "thực hiện"),
    ("Báo và Phát thanh, Truyền hình tỉnh", "media", "thực hiện"),
    ("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "front", "đề nghị"),
)
CLAUSES = """\
Chủ trì, phối hợp với các cơ quan, đơn vị, địa phương xây dựng kế hoạch, triển khai thực hiện Chương trình; hướng dẫn, \
kiểm tra, giám sát tình hình triển khai các nhiệm vụ, giải pháp; tổ chức sơ kết, tổng kết theo quy định.
Bố trí kinh phí từ ngân sách địa phương theo phân cấp để thực hiện các nhiệm vụ của Chương trình.
Bố trí quỹ đất, đầu tư xây dựng, sửa chữa trường, lớp mầm non; chỉ đạo các đơn vị thuộc phạm vi quản lý tổ chức thực \
hiện đồng bộ các giải pháp tăng cường tiếng Việt cho trẻ em trên cơ sở tiếng mẹ đẻ của trẻ, bảo đảm trẻ em trong độ \
tuổi được đến trường, lớp mầm non và được nuôi dưỡng, chăm sóc, giáo dục phù hợp với điều kiện của địa phương.
""".splitlines()
AIMS = (
    ("Tỷ lệ trẻ em trong độ tuổi nhà trẻ vùng khó khăn được đến cơ sở giáo dục mầm non", ">=", "27", 2025, 30),
    ("Tỷ lệ trẻ em trong độ tuổi mẫu giáo vùng khó khăn được đến cơ sở giáo dục mầm non", ">=", "99", 2025, 99),
    ("Trẻ em được tập trung tăng cường tiếng Việt trên cơ sở tiếng mẹ đẻ của trẻ", None, "38", 2025, 34),
    ("Giáo viên được bồi dưỡng biết sử dụng tiếng mẹ đẻ của trẻ", ">=", "63", 2030, 41),
    ("Phòng học được xây dựng kiên cố, bán kiên cố", ">=", "99.6", 2030, 88),
    ("Trẻ em được nuôi dưỡng, chăm sóc, giáo dục theo chương trình giáo dục mầm non", "=", "100", None, 100),
)


def example(communes: int, clauses: int, **changes: object) -> ReportData:
    """A whole report: six provincial bodies and ``communes`` communes with ``clauses`` clauses each."""
    bodies = [
        _row(number, path=f"V.{index}.{letter}", heading=name, name=name, kind=kind, role=role)
        for index, (name, kind, role) in enumerate(HEADINGS, start=1)
        for number, letter in enumerate("abc"[: 1 + index % 3], start=index)
    ]
    letters = "abcdđeghiklmnopq"
    local = [
        _row(
            commune * 7 + number,
            path=f"V.10.{letters[number] if number < len(letters) else number + 1}",
            heading="Ủy ban nhân dân các xã, phường",
            name=f"UBND {'phường' if commune % 8 == 0 else 'xã'} Mẫu {commune:02d}",
            kind="ward" if commune % 8 == 0 else "commune",
            role="thực hiện",
        )
        for number in range(clauses)
        for commune in range(1, communes + 1)
    ]
    rows = tuple(bodies + local)
    agencies = {
        row.agency_code: AgencyRow(code=row.agency_code, name=row.agency_name, kind=row.agency_kind) for row in rows
    }
    asked = tuple(code for code, row in agencies.items() if row.kind in {"commune", "ward"})
    return report(
        assignments=rows,
        agencies=tuple(agencies.values()),
        targets=tuple(_aim(number, asked, agencies) for number in range(len(AIMS))),
        difficulties=tuple(_difficulty(number, row) for number, row in enumerate(rows) if number % 6 == 0),
        **changes,
    )


def _row(seed: int, *, path: str, heading: str, name: str, kind: str, role: str) -> AssignmentRow:
    due = date(2025, 12, 16 if kind in {"commune", "ward"} else 17)
    shared: dict[str, object] = {
        "clause": CLAUSES[int(path.encode().hex(), 16) % len(CLAUSES)],
        "heading": heading,
        "agency_name": name,
        "agency_kind": kind,
        "role": role,
        "requested": role == "đề nghị",
        "due_on": due,
    }
    if seed % 11 == 3:
        return silent(path, name, **shared)
    late = 2 if seed % 9 == 4 else 0
    key = (
        "hoan_thanh_dung_han",
        "dang_thuc_hien_trong_han",
        "hoan_thanh_dung_han",
        "dang_thuc_hien_trong_han",
        "chua_thuc_hien",
    )[seed % 5]
    if late and key.startswith("hoan_thanh"):
        key = "hoan_thanh_qua_han"
    numbers = {"a": 10 + seed % 90, "b": 100 + seed % 37 * 15, "c": 2 + seed % 9}
    words = WORDS[seed % 5].format(**numbers).replace("|", "\n")
    return assignment(
        path,
        name,
        **shared,
        standing=standing(key),
        narrative=words,
        late_days=late,
        received_on=due + timedelta(days=late),
        percent=Decimal(seed % 101),
    )


def _aim(number: int, asked: tuple[str, ...], agencies: dict[str, AgencyRow]) -> TargetRow:
    text, comparator, value, year, level = AIMS[number]
    figures = []
    for index, code in enumerate(asked):
        bottom = 120 + index * 13 % 300
        given: dict[str, object] = {"agency_name": agencies[code].name}
        if index % 11 == 3:
            continue
        if index % 13 == 5:
            figures.append(figure(code, value=Decimal(level), unit="%", **given))
            continue
        late = {"received_on": date(2025, 12, 19)} if index % 17 == 4 else {}
        figures.append(figure(code, bottom * level // 100, bottom, **given, **late))
    return target(
        *figures,
        code=f"t{number}",
        path=f"II.2.{number + 1}",
        text=text,
        comparator=comparator,
        value=Decimal(value),
        year=year,
        recurrence=None if year else "hằng năm",
        asked=asked,
    )


def _difficulty(number: int, row: AssignmentRow) -> DifficultyRow:
    texts = (
        ("khó khăn", "Thiếu giáo viên mầm non so với định mức quy định, nhất là ở các điểm trường lẻ."),
        (
            "khó khăn",
            f"Đường đến {2 + number % 5} điểm trường lẻ bị sạt lở trong mùa mưa.",
        ),
        ("kiến nghị", "Đề nghị bổ sung biên chế giáo viên mầm non."),
    )
    kind, text = texts[number % 3]
    return DifficultyRow.model_validate({"agency_name": row.agency_name, "path": row.path, "kind": kind, "text": text})
