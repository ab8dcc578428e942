"""The grammar of agency names: where a list of bodies starts and where it ends inside a sentence.

Vietnamese has no case endings, so the end of a name is found from its shape: a proper name is written with capitals
("Sở Giáo dục và Đào tạo"), a group is "các" plus nouns of bodies, and both stop at the first verb or function word.
"""

import re

# First words of a proper name; the negative look-aheads keep verbs and other nouns out ("Ban hành", "Báo cáo").
_PROPER = re.compile(
    r"(?:Sở(?! hữu)|Ban(?! hành)|[ỦU][ỷỳyỶ]? ?[Bb]an|Uỷ ban|Ủy ban|UBND|UB|UBMTTQ\w*|Bộ(?! phận| máy| tiêu| đồ)"
    r"|Hội(?! nghị| thảo| thi| nhập)"
    r"|HĐND|Hội đồng|Đoàn(?! kết)|Tỉnh đoàn|Tỉnh ủy|Thành đoàn|Thành ủy|Huyện ủy|Đảng ủy|Thường trực|Công an|Đài"
    r"|Văn phòng|VP"
    r"|Thanh tra|Báo(?! cáo| đảm)|Mặt trận|MTTQ|Liên đoàn|Liên minh|Trường(?! hợp)|Giám đốc|Thủ trưởng|Chủ tịch"
    r"|Phó Chủ tịch"
    r"|Phòng(?!,| chống| ngừa)|Cục|Chi cục|Tổng cục|Bảo hiểm|BHXH|Kho bạc|Ngân hàng|Viện|Trung tâm|Quỹ|Chính phủ"
    r"|Thủ tướng"
    r"|Tòa án|Công đoàn|Hiệu trưởng|Trưởng|Người đứng đầu|Quân khu|Cổng|Bưu điện|Công ty|Học viện|Đại học"
    r"|Chánh)(?!\w)"
)
_NOUN = (
    r"(?:sở|ban|ngành|bộ(?! phận| tiêu| chỉ số| đồ| quy)|cơ quan|đơn vị|địa phương|tổ chức|đoàn thể|nhà trường"
    r"|trường(?! hợp)"
    r"|cơ sở(?! vật chất| dữ liệu| hạ tầng| pháp lý)|doanh nghiệp|chủ đầu tư|nhà đầu tư|phòng(?! học| bệnh|,"
    r"| chống)|hội(?! nghị| thảo| thi)"
    r"|huyện|xã|phường|thị xã|thị trấn|thành phố|đặc khu|quận|tỉnh|cấp(?! học)|đài|hệ thống|trung tâm|công ty"
    r"|lực lượng"
    r"|công đoàn|cấp ủy|chính quyền|ủy ban|ubnd|thôn|bản|khu phố|hợp tác xã|bệnh viện|trạm y tế|cá nhân)(?!\w)"
)
_NOUN_I = re.compile(_NOUN, re.IGNORECASE)
_NOUN_LOWER = re.compile(_NOUN)
_GROUP_OPENER = re.compile(rf"(?:[Tt]ất cả |[Tt]oàn thể )?(?:[Cc]ác|[Nn]hững|[Mm]ột số)\s+(?={_NOUN})", re.IGNORECASE)
# Groups that people name without "các". "cơ sở" and "cấp" alone would be too many other things.
_BARE_GROUP = re.compile(
    r"(?:hệ thống (?:y tế|thông tin|chính trị|giáo dục|trường)|công đoàn|nhà trường|cơ quan|đơn vị|địa phương"
    r"|chính quyền"
    r"|cấp ủy|chủ đầu tư|doanh nghiệp|cơ sở giáo dục|phòng giáo dục|ban quản lý|ban giám hiệu|[Ss]ở, ban"
    r"|[Ss]ở, ngành)(?!\w)"
)
_FIXED = re.compile(r"(?:cấp|cơ quan|người) có thẩm quyền(?!\w)|cấp trên(?!\w)")
_AREA = r"(?:huyện|xã(?! hội)|phường|thành phố|thị xã|thị trấn|quận|đặc khu|tỉnh)"
_LOWER_IN_PROPER = re.compile(
    rf"(?:xã hội|kinh tế|công nghiệp|các khu (?:kinh tế|công nghiệp)|ban nhân dân|nhân dân|ban mặt trận"
    rf"|mặt trận tổ quốc|tổ quốc|phát triển nông thôn|nông thôn|trực thuộc"
    rf"|khu vực|trung ương"
    rf"|(?:các |cấp ){_AREA}(?:\s?(?:/|, | và |-)\s?{_AREA})*|các cấp"
    rf"|các (?:sở|ban|ngành|đoàn thể|cơ quan|đơn vị|tổ chức|phòng|trường)(?:(?:, | và )(?:sở|ban|ngành|đoàn thể"
    rf"|cơ quan|đơn vị|tổ chức))*"
    rf"(?: (?:cấp tỉnh|tỉnh|có liên quan|liên quan))*"
    rf"|cấp (?:tỉnh|huyện|xã|cơ sở)|{_AREA}(?:\s?/\s?{_AREA})*)(?!\w)"
)
# Lower-case verbs and function words that end every name. Verbs of one syllable stand at the end of the table.
_STOP = re.compile(
    r"(?:nghiên cứu|tham mưu|tăng cường|xây dựng|triển khai|thực hiện|phối hợp|chủ trì|chủ động|tích cực|căn cứ"
    r"|tiếp tục|hướng dẫn"
    r"|chỉ đạo|kiểm tra|giám sát|đánh giá|đôn đốc|theo dõi|rà soát|đề xuất|đề nghị|bảo đảm|đảm bảo|bố trí|cân đối"
    r"|phân bổ|huy động"
    r"|đẩy mạnh|tuyên truyền|vận động|lồng ghép|tham gia|quyết định|ban hành|thẩm định|phê duyệt|hỗ trợ|phát huy"
    r"|phát triển|nâng cao"
    r"|cung cấp|tổng hợp|báo cáo|quan tâm|ưu tiên|thường xuyên|định kỳ|kịp thời|hoàn thiện|hoàn thành|lập|giao|gửi"
    r"|trình|xem xét"
    r"|bồi dưỡng|tập huấn|đào tạo|truyền thông|phổ biến|quán triệt|cụ thể hóa|quản lý(?! tích)|quy hoạch|sử dụng"
    r"|đầu tư|mở rộng"
    r"|khuyến khích|tạo điều kiện|thu hút|cập nhật|công khai|thống kê|rút kinh nghiệm|sơ kết|tổng kết|khảo sát"
    r"|điều tra|đổi mới"
    r"|khẩn trương|nghiêm túc|chịu trách nhiệm|có trách nhiệm|yêu cầu|giải quyết|tháo gỡ|khắc phục|xử lý|cho phép"
    r"|lựa chọn|duy trì"
    r"|ý kiến|phản ánh|tìm|giúp|nhằm|để|theo|trong|trên cơ sở|trên địa bàn|về|tại|đối với|từ|khi|nếu|bằng|với|cho"
    r"|của|được|phải|cần|có"
    r"|đã|đang|sẽ|không|chưa|sau|trước|qua|thông qua|như|do|là|vào|ở|cơ chế|chính sách|kinh phí|nguồn|kế hoạch"
    r"|kết quả|hằng|hàng năm"
    r"|hàng quý|thành lập|đưa|mở|tổ chức thực hiện|tổ chức triển khai|tập trung|kiện toàn|chuẩn bị|bổ sung|sửa đổi"
    r"|xác định|đăng tải"
    r"|đăng|phát sóng|ký kết|thanh tra|kêu gọi|vận hành|áp dụng|nhân rộng|lấy|nêu|góp ý|kiến nghị|phản hồi"
    r"|tiến hành|nhận|chuyển|tiếp nhận|tiếp thu)(?!\w)"
)
_SCHOOL = (
    r"(?:mầm non|mẫu giáo|tiểu học|trung học cơ sở|trung học phổ thông|trung học|phổ thông|cao đẳng|đại học|dạy nghề)"
)
# What may follow the nouns of a group. Any other word ends it: a name cut short still names the body, one that has
# swallowed a verb does not.
_GROUP_TAIL = re.compile(
    r"(?:có liên quan|liên quan|thuộc phạm vi quản lý|thuộc quyền quản lý|trực thuộc(?: Sở| tỉnh| UBND \w+)?"
    r"|thuộc (?:Sở|tỉnh|huyện|xã)|trên địa bàn(?: (?:toàn )?(?:tỉnh|huyện|xã|thành phố))?(?! [A-ZĐ])|cấp (?:tỉnh"
    r"|huyện|xã|cơ sở)"
    r"|chính trị - xã hội(?: - nghề nghiệp)?|chính trị, xã hội|xã hội|nghề nghiệp|thành viên|chuyên môn"
    r"|quản lý nhà nước|nhà nước"
    r"|hành chính|sự nghiệp|trung ương|quốc tế|phi [Cc]hính phủ|tín dụng|trong nước|trong và ngoài nước|vũ trang"
    r"|tôn giáo"
    r"|sử dụng(?: nhiều)? lao động|thông tin đại chúng|báo chí|truyền thông đại chúng|thông tin|y tế"
    r"|giáo dục(?: và đào tạo)?"
    r"|văn hóa|thể thao|kinh tế|dân tộc|chức năng|tư thục|công lập|ngoài công lập|dân lập|độc lập|nội trú|bán trú"
    r"|vùng khó khăn"
    r"|khu công nghiệp|đa khoa|chính quyền|của tỉnh|toàn tỉnh|khác|cơ sở|địa phương|trường|doanh nghiệp|tỉnh|huyện"
    r"|xã|phường"
    rf"|{_SCHOOL}(?:(?:, | và ){_SCHOOL})*)(?!\w)"
)
_CAPITAL_VERB = re.compile(
    r"(?:Chủ trì|Phối hợp|Tham mưu|Tổ chức|Báo cáo|Hằng năm|Hàng năm|Đồng thời|Chỉ đạo|Hướng dẫn)(?!\w)"
)
_WORD = re.compile(r"\s*([^\s,;:.()“”\"]+)")
_SEPARATOR = re.compile(r"\s*(?:,\s*và|,|\bvà|\bcùng với|\bcùng|\bvới)\s+")
_SHORT_LIST = re.compile(
    r"(?:[Cc]ác\s+)?(?P<head>[Ss]ở|[Bb]an|[Hh]ội)(?:,\s*(?:ban|ngành))*(?P<colon>\s*:)?\s+(?=[A-ZĐÂÁÔỨỦ])"
)
_GROUP_LINK = re.compile(r",?\s+và\s+|,\s+")


def starts_name(text: str, position: int = 0) -> bool:
    """Whether a body is named at this position."""
    return any(p.match(text, position) for p in (_FIXED, _PROPER, _GROUP_OPENER, _BARE_GROUP))


def read_names(text: str, position: int = 0) -> tuple[tuple[str, ...], int]:
    """The bodies listed from `position` on, as written, and where the list ends. Empty when no body is named there."""
    names: list[str] = []
    end = position
    generic_before = False
    head: str | None = None
    while True:
        short = _short_list(text, position)
        if short is not None:
            head, position = short
            stop, generic = _proper_end(text, position), False
            name = f"{head} {text[position:stop]}"
        elif (
            head
            and names
            and _WORD.match(text, position)
            and text[position].isupper()
            and not starts_name(text, position)
        ):
            stop, generic = _proper_end(text, position), False
            name = f"{head} {text[position:stop]}"
        else:
            stop, generic = name_end(text, position)
            name, head = text[position:stop], None
        if stop <= position:
            break
        joined = generic_before and generic and bool(names) and text[end:position].strip() == "và"
        if joined:
            names[-1] += text[end:stop]
        else:
            names.append(name)
        end, generic_before = stop, generic
        separator = _SEPARATOR.match(text, end)
        if separator is None:
            break
        position = separator.end()
    return tuple(names), end


def _short_list(text: str, position: int) -> tuple[str, int] | None:
    """ "các Sở: Tài chính, Nội vụ" names several departments after one head word."""
    match = _SHORT_LIST.match(text, position)
    if match is None or not (match["colon"] or text[position : position + 3].casefold() == "các"):
        return None
    return match["head"].capitalize(), match.end()


def name_end(text: str, position: int) -> tuple[int, bool]:
    """Where the one name at `position` ends (`position` itself when there is none) and whether it is a group."""
    fixed = _FIXED.match(text, position)
    if fixed:
        return fixed.end(), False
    noun = _opened_noun_end(text, position)
    if noun is None and (bare := _BARE_GROUP.match(text, position)):
        noun = bare.end()
    if noun is not None:
        return _group_end(text, noun), True
    if _PROPER.match(text, position):
        return _proper_end(text, position), False
    return position, False


def _group_end(text: str, position: int) -> int:
    """The end of a group whose first noun ends at `position`."""
    end = position
    while True:
        tail = _GROUP_TAIL.match(text, _skip(text, end)) if text[end : end + 1] == " " else None
        link = _GROUP_LINK.match(text, end)
        if tail:
            step: int | None = tail.end()
        elif link:
            step = _noun_end(text, link.end()) or ("và" in link.group() and _opened_noun_end(text, link.end())) or None
        else:
            step = None
        if step is None:
            return end
        end = step


def _noun_end(text: str, position: int) -> int | None:
    """The end of a noun of bodies written small, or of a group people name without "các"."""
    match = _NOUN_LOWER.match(text, position) or _BARE_GROUP.match(text, position)
    return match.end() if match else None


def _opened_noun_end(text: str, position: int) -> int | None:
    opener = _GROUP_OPENER.match(text, position)
    noun = _NOUN_I.match(text, opener.end()) if opener else None
    return noun.end() if noun else None


def _proper_end(text: str, position: int) -> int:
    end = position
    capital_before = False
    place_before = False
    while word := _WORD.match(text, end):
        start, stop = word.span(1)
        after = _skip(text, stop)
        lower = _LOWER_IN_PROPER.match(text, start)
        if text[start].isupper():
            if start > position and _CAPITAL_VERB.match(text, start):
                break
            # After an acronym or a second capital ("Lai Châu") no small second syllable follows.
            complete = stop - start > 1 and text[start:stop].isupper()
            starter = _PROPER.match(text, start) is not None
            capital_before, place_before = not (complete or place_before), not starter
            end = stop
        elif text[start:stop] in ("và", "-", "–", "&"):
            if not text[after : after + 1].isupper() or _PROPER.match(text, after):
                break
            end, place_before = stop, False
        elif lower:
            end, capital_before, place_before = lower.end(), False, False
        elif capital_before and not _STOP.match(text, start) and not _BARE_GROUP.match(text, start):
            # The second syllable of a compound is written small: "Giáo dục", "Nội vụ".
            end, capital_before, place_before = stop, False, False
        else:
            break
        if text[end : end + 1] == "," and text[:end].endswith(("hóa", "hoá")) and text[_skip(text, end + 1)].isupper():
            end += 1
    return len(text[:end].rstrip(" -–"))


def _skip(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position


_LIST_BREAK = re.compile(r"\s*[,;]\s*(?:và\s+)?|\s+và\s+")


def split_heading_names(heading: str) -> tuple[str, ...]:
    """The bodies of a heading which is nothing but names. Only a word that can start a name starts the next one."""
    heading = re.sub(r"\s*(?:\([^)]*\)|[-–]\s*[Cc]ơ quan .*)\s*$", "", heading).strip(" .:;")
    short = _short_list(heading, 0)
    names = [heading]
    if short is not None:
        return tuple(f"{short[0]} {part}" for part in re.split(r"\s*[,;]\s*", heading[short[1] :]) if part)
    start = 0
    names = []
    for gap in _LIST_BREAK.finditer(heading):
        after = heading[gap.end() :]
        proper = _PROPER.match(after) or (after.isupper() and _PROPER.match(after.title()))
        group = _GROUP_OPENER.match(after) is not None
        # "Các sở và các cơ quan liên quan" is one open group, "UBND các xã, các cơ quan liên quan" are two names.
        same_group = "và" in gap.group() and _GROUP_OPENER.match(heading, start) is not None
        if proper or (group and not same_group):
            names.append(heading[start : gap.start()])
            start = gap.end()
    names.append(heading[start:])
    return tuple(name.strip() for name in names if name.strip())
