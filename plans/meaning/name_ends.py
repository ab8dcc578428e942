"""The vocabulary where agency names end: what may still follow a group, and the verbs that stop every name."""

SCHOOL = (
    r"(?:mầm non|mẫu giáo|tiểu học|trung học cơ sở|trung học phổ thông|trung học"
    r"|phổ thông(?: dân tộc)?(?: nội trú| bán trú)?"
    r"|cao đẳng(?: nghề)?|đại học|dạy nghề|giáo dục thường xuyên|giáo dục nghề nghiệp|trung cấp(?: nghề)?|THCS"
    r"|THPT)(?!\w)"
)

# What a group does or deals in; another noun after it opens a group of its own.
KIND_TAILS = (
    "lưu trú(?: du lịch)?",
    r"vận tải(?: (?:hành khách|hàng hóa|đường thủy|đường bộ|biển))?(?:, (?:hành khách|hàng hóa))?",
    "viễn thông(?:, internet)?",
    "bưu chính(?:, viễn thông)?",
    "lữ hành",
    "kinh doanh(?: (?:dịch vụ|du lịch|ăn uống|vận tải|thực phẩm|bất động sản|xăng dầu|vàng))*",
    "sản xuất(?:,? kinh doanh)?",
    "ăn uống",
    "thi công(?: xây dựng)?",
    "tư vấn(?:,? (?:giám sát|thiết kế|đấu thầu|thẩm tra))+",
    "khám(?: bệnh)?, chữa bệnh",
    "bán lẻ",
    "xây dựng(?= (?:có trách nhiệm|chủ trì|phối hợp))",
    r"tham mưu,? giúp việc(?:,? (?:của |cho )?(?:(?:Tỉnh|Thành|Huyện|Đảng) (?:ủy|uỷ)|cấp ủy|Trung ương Đảng))?",
)

# What may follow the nouns of a group. Any other word ends it: a name cut short still names the body, one that has
# swallowed a verb does not.
TAILS = (
    rf"{SCHOOL}(?:(?:, | và | - ){SCHOOL})*",
    "có liên quan",
    "liên quan",
    "thuộc phạm vi quản lý",
    "thuộc quyền quản lý",
    r"(?:thuộc và |thuộc, )?trực thuộc(?: Sở| Bộ| tỉnh| UBND \w+| (?:Tỉnh|Thành|Huyện|Đảng) (?:ủy|uỷ))?",
    r"thuộc (?:Sở|Bộ|tỉnh|huyện|xã|thành phố|UBND \w+|Ủy ban nhân dân \w+|Chính phủ)",
    r"trên địa bàn(?: (?:toàn )?(?:tỉnh|huyện|xã|thành phố))?(?! [A-ZĐ])",
    "cấp (?:tỉnh|huyện|xã|cơ sở|trên|dưới)",
    "chính trị - xã hội(?: - nghề nghiệp)?",
    "chính trị, xã hội",
    "xã hội",
    "nghề nghiệp",
    "thành viên",
    "cùng cấp",
    "ngang bộ",
    "công cộng",
    r"thuộc (?:hai|các) ngành",
    "biên giới",
    "miền núi",
    "vùng cao",
    r"được giao(?: chủ trì)?(?: nhiệm vụ)?(?: tại (?:(?:Mục|Phần|Phụ lục) [IVX\d]+(?!\w)|Phụ lục))?",
    "chủ quản(?: chương trình)?",
    "thường trực",
    "chuyên môn(?:,? nghiệp vụ)?",
    "quản lý nhà nước",
    "nhà nước",
    "hành chính",
    "sự nghiệp",
    "trung ương",
    "quốc tế",
    "phi [Cc]hính phủ",
    "tín dụng",
    "trong nước",
    "trong và ngoài nước",
    "trong và ngoài tỉnh",
    "trong khu công nghiệp",
    "vũ trang",
    "tôn giáo",
    "đoàn thể",
    "sử dụng(?: nhiều)? lao động",
    "thông tin đại chúng",
    "báo chí",
    "truyền thông đại chúng",
    "thông tin",
    "y tế",
    rf"giáo dục(?: và đào tạo)?(?: {SCHOOL}(?:(?:, | và | - ){SCHOOL})*)?",
    "văn hóa",
    "thể thao",
    "kinh tế",
    "dân tộc",
    "chức năng",
    "tư thục",
    "công lập",
    "ngoài công lập",
    "dân lập",
    "độc lập",
    "nội trú",
    "bán trú",
    "vùng khó khăn",
    "khu công nghiệp",
    "đa khoa",
    "chính quyền",
    "của tỉnh",
    "toàn tỉnh",
    "trọng điểm",
    "khác",
    "nông nghiệp",
    "chăn nuôi",
    "thủy sản",
    "thương mại",
    "cơ sở",
    "địa phương",
    "trường",
    "doanh nghiệp",
    "tỉnh",
    "thành phố",
    "huyện",
    "xã",
    "phường",
)

# Lower-case verbs and function words that end every name.
STOPS = (
    "nghiên cứu|tham mưu|tăng cường|xây dựng|triển khai|thực hiện|phối hợp|chủ trì|chủ động|tích cực|căn cứ|tiếp tục",
    "hướng dẫn|chỉ đạo|kiểm tra|giám sát|đánh giá|đôn đốc|theo dõi|rà soát|đề xuất|đề nghị|bảo đảm|đảm bảo|bố trí",
    "cân đối|phân bổ|huy động|đẩy mạnh|tuyên truyền|vận động|lồng ghép|tham gia|quyết định|ban hành|thẩm định",
    "phê duyệt|hỗ trợ|phát huy|phát triển|nâng cao|cung cấp|tổng hợp|báo cáo|quan tâm|ưu tiên|thường xuyên|định kỳ",
    "kịp thời|hoàn thiện|hoàn thành|lập|giao|gửi|trình|xem xét|bồi dưỡng|tập huấn|đào tạo|truyền thông|phổ biến",
    "quán triệt|cụ thể hóa|quản lý(?! tích)|quy hoạch|sử dụng|đầu tư|mở rộng|khuyến khích|tạo điều kiện|thu hút",
    "cập nhật|công khai|thống kê|rút kinh nghiệm|sơ kết|tổng kết|khảo sát|điều tra|đổi mới|khẩn trương|nghiêm túc",
    "chịu trách nhiệm|có trách nhiệm|yêu cầu|giải quyết|tháo gỡ|khắc phục|xử lý|cho phép|lựa chọn|duy trì|ý kiến",
    "phản ánh|tìm|giúp|nhằm|để|theo|trong|trên cơ sở|trên địa bàn|về|tại|đối với|từ|khi|nếu|bằng|với|cho|của|được",
    "phải|cần|có|đã|đang|sẽ|không|chưa|sau|trước|qua|thông qua|như|do|là|vào|ở|cơ chế|chính sách|kinh phí|nguồn",
    "kế hoạch|kết quả|hằng|hàng năm|hàng quý|thành lập|đưa|mở|tổ chức|tập trung|kiện toàn|chuẩn bị|bổ sung|sửa đổi",
    "xác định|đăng tải|đăng|phát sóng|ký kết|thanh tra|kêu gọi|vận hành|áp dụng|nhân rộng|lấy|nêu|góp ý|kiến nghị",
    "phản hồi|tiến hành|nhận|chuyển|tiếp nhận|tiếp thu|mua sắm|chi|trả|thu|đóng góp|chăm sóc|khám",
)

# Verbs that a sentence opens with; written with a capital they do not belong to the name before them.
CAPITAL_VERBS = (
    "Chủ trì|Phối hợp|Tham mưu|Tổ chức|Báo cáo|Hằng năm|Hàng năm|Đồng thời|Chỉ đạo|Hướng dẫn|Triển khai|Thực hiện"
    "|Xây dựng kế hoạch|Vận động|Tuyên truyền|Rà soát|Đẩy mạnh|Tăng cường|Bố trí|Đôn đốc|Theo dõi|Tổng hợp|Lồng ghép"
    "|Huy động|Căn cứ|Trên cơ sở|Thẩm định|Cân đối|Hỗ trợ|Nghiên cứu|Tiếp tục|Chủ động|Ban hành|Đề xuất|Khuyến khích"
    "|Cung cấp|Bảo đảm|Đảm bảo|Kiểm tra|Phân bổ|Giám sát|Tiếp nhận|Quán triệt|Phát huy|Nâng cao"
)

# More verbs a duty begins with. They end no name, but a name before one of them is surely whole.
DUTY_VERBS = (
    "làm|cấp|phát động|lãnh đạo|điều hành|niêm yết|ký|tuần tra|họp|chuyển giao|đẩy nhanh|giới thiệu|thụ lý",
    "tiêm|cung ứng",
    "thuyết phục|mời|thông báo|trao đổi|thống nhất|phát hiện|ngăn chặn|bảo vệ|phòng|chống|dự|tư vấn|trồng",
    "nuôi|giữ|giám định",
    "phục vụ|vận chuyển|thu gom|lắp đặt|sửa chữa|cải tạo|nâng|giảm|tăng|tạo|dành|lựa|chọn|đăng|in|phát|tiếp",
    "thuê|bàn giao",
    "kiểm soát|kiểm định|kiểm nghiệm|quyết|chấp hành|tuân thủ|cam kết|nộp|khai|khởi|xuất|nhập|biên soạn",
    "in ấn|tặng|trao|khen",
    "liên kết|kết nối|kết hợp|đồng hành|ủng hộ|ứng|trực|sẵn sàng|tự|ghi|lưu|số hóa|tích hợp|chia sẻ",
    "khai thác|vận hành|bám",
    "nắm|thăm|động viên|chúc|biểu|diễn|cử|điều|phân|chấm|công bố|công nhận|xét|bình|đón|tham vấn|dạy|học|giáo dục|rèn",
    "bảo đảm|bổ nhiệm|tuyển|ra|đi|cùng|chung|thẩm|xác|lấy|tổng|quảng bá|xúc tiến|trang bị|thí điểm",
    "hoạt động|nêu cao|nhân",
    "và|hoặc|theo đó|gồm|này|nói|nêu|khác|đều|cũng|vẫn|còn|nên|mà|thì|sớm|chậm nhất|trực tiếp|đồng thời|từng bước|mỗi",
)
