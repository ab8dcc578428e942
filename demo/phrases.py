"""What agencies say about their work: invented sentences of sample data, chosen by the verb of the clause.

A sentence may hold ``{n}``, a small number, and ``{money}``, an amount in triệu đồng. None says whether the duty is
done: that is the business of the status line, and running text must not contradict it.
"""

SAMPLE = "(dữ liệu mẫu)"

TOPICS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (
        ("ban hanh", "xay dung ke hoach", "xay dung chuong trinh", "lap ke hoach", "cu the hoa"),
        (
            "Đã ban hành kế hoạch triển khai, phân công rõ bộ phận chủ trì và bộ phận phối hợp.",
            "Đã ban hành {n} văn bản chỉ đạo, gửi đến các trường mầm non và các bộ phận liên quan.",
            "Kế hoạch triển khai được ban hành từ đầu kỳ, lồng ghép vào nhiệm vụ kinh tế - xã hội của đơn vị.",
        ),
    ),
    (
        ("ngan sach", "kinh phi", "can doi", "tai chinh", "von dau tu", "du toan"),
        (
            "Đã bố trí {money} triệu đồng từ nguồn sự nghiệp giáo dục cho các nội dung của kế hoạch.",
            "Đã bố trí kinh phí sửa chữa phòng học và mua sắm thiết bị, đồ dùng theo thứ tự ưu tiên.",
            "Dự toán năm có mục riêng cho giáo dục mầm non; kinh phí được phân bổ cho {n} trường.",
        ),
    ),
    (
        ("quy dat", "quy hoach", "co so vat chat", "mang luoi", "truong, lop", "xay dung truong"),
        (
            "Đã rà soát mạng lưới trường, lớp, đưa {n} điểm trường vào quy hoạch sử dụng đất.",
            "Đã bố trí quỹ đất cho {n} điểm trường và lập danh mục phòng học cần xây mới, sửa chữa.",
            "Danh mục cơ sở vật chất cần đầu tư được lập theo từng trường và gửi cơ quan kế hoạch tổng hợp.",
        ),
    ),
    (
        ("pho cap", "den truong", "ra lop", "nuoi duong", "cham soc"),
        (
            "Đã vận động gia đình đưa trẻ đến trường; mở thêm {n} nhóm, lớp so với kỳ trước.",
            "Các trường tổ chức bán trú, bảo đảm chế độ nuôi dưỡng, chăm sóc trẻ theo quy định.",
        ),
    ),
    (
        ("ra soat", "thong ke", "danh gia", "tong hop"),
        (
            "Đã rà soát số liệu tại {n} trường, đối chiếu với danh sách trẻ trong độ tuổi.",
            "Đã rà soát các văn bản có liên quan, lập danh mục nội dung cần sửa đổi, bổ sung.",
            "Kết quả rà soát được lập thành biểu, có xác nhận của các trường mầm non.",
        ),
    ),
    (
        ("tuyen truyen", "truyen thong", "pho bien", "nhan thuc", "quan triet", "van dong", "chuyen muc"),
        (
            "Đã tổ chức {n} buổi tuyên truyền đến cha mẹ trẻ và người lao động.",
            "Đã tuyên truyền trên hệ thống truyền thanh cơ sở và đăng {n} tin, bài trên trang thông tin điện tử.",
            "Nội dung tuyên truyền được lồng ghép vào các cuộc họp thôn, tổ dân phố và sinh hoạt đoàn thể.",
        ),
    ),
    (
        ("boi duong", "dao tao", "tap huan", "doi ngu", "tieng viet"),
        (
            "Đã tổ chức {n} lớp bồi dưỡng cho cán bộ quản lý và giáo viên mầm non.",
            "Đã cử giáo viên tham gia bồi dưỡng chuyên môn và tổ chức sinh hoạt chuyên đề theo cụm trường.",
            "Việc bồi dưỡng được tổ chức vào dịp hè, kết hợp trực tiếp và trực tuyến.",
        ),
    ),
    (
        ("tuyen dung", "bien che", "hop dong", "so luong nguoi", "vi tri viec lam"),
        (
            "Đã rà soát biên chế được giao, xây dựng phương án tuyển dụng và hợp đồng giáo viên.",
            "Đã bố trí, điều chuyển {n} giáo viên giữa các trường để bảo đảm định mức trên lớp.",
        ),
    ),
    (
        ("kiem tra", "giam sat", "thanh tra", "don doc", "theo doi"),
        (
            "Đã kiểm tra {n} cơ sở giáo dục mầm non, hướng dẫn khắc phục những điểm còn thiếu.",
            "Đã phối hợp kiểm tra việc chấp hành quy định tại {n} trường và nhóm, lớp độc lập.",
            "Việc theo dõi, đôn đốc được giao cho một đầu mối, họp rà soát hằng quý.",
        ),
    ),
    (
        ("xa hoi hoa", "huy dong", "thu hut", "nguon luc", "tai tro", "doanh nghiep"),
        (
            "Đã huy động được {money} triệu đồng từ các tổ chức, cá nhân để mua sắm thiết bị, đồ chơi.",
            "Đã làm việc với {n} doanh nghiệp về hỗ trợ trường, lớp cho con người lao động.",
        ),
    ),
    (
        ("tham muu", "de xuat", "nghien cuu", "sua doi"),
        (
            "Đã tham mưu dự thảo văn bản, gửi lấy ý kiến {n} cơ quan, đơn vị.",
            "Đã đề xuất nội dung cụ thể bằng văn bản, nêu rõ căn cứ và nguồn kinh phí.",
        ),
    ),
    (
        ("chinh sach", "uu dai", "ho tro", "che do"),
        (
            "Đã chi trả chế độ hỗ trợ cho trẻ và giáo viên theo đúng đối tượng, đúng thời gian.",
            "Danh sách đối tượng hưởng chính sách được rà soát theo từng học kỳ và niêm yết công khai tại trường.",
        ),
    ),
    (
        ("so ket", "tong ket", "khen thuong", "bao cao"),
        (
            "Đã tổ chức hội nghị đánh giá kết quả, đề nghị biểu dương {n} tập thể, cá nhân.",
            "Số liệu được tổng hợp từ các trường và gửi theo đúng biểu mẫu.",
        ),
    ),
    (
        ("huong dan", "chi dao", "trien khai", "to chuc"),
        (
            "Đã chỉ đạo các đơn vị trực thuộc triển khai, giao lãnh đạo đơn vị trực tiếp phụ trách.",
            "Đã hướng dẫn các trường xây dựng kế hoạch năm học gắn với nội dung này.",
            "Đã họp triển khai với {n} đơn vị, thống nhất thời gian và sản phẩm của từng phần việc.",
            "Nội dung được triển khai theo hai đợt, mỗi đợt có biên bản và số liệu kèm theo hồ sơ.",
            "Đã phân công {n} cán bộ phụ trách, gắn kết quả với đánh giá, xếp loại cuối năm.",
        ),
    ),
)

PARTNERS: tuple[str, ...] = (
    "Đã phối hợp với các cơ quan liên quan, thống nhất nội dung, tiến độ và đầu mối thực hiện.",
    "Đã phối hợp cung cấp thông tin, cử người tham gia {n} cuộc làm việc liên ngành.",
)

SECOND: tuple[str, ...] = (
    "Bộ phận chuyên môn được giao theo dõi hằng tháng.",
    "Các trường mầm non phối hợp tốt, gửi số liệu đúng biểu mẫu.",
    "Nội dung này được đưa vào chương trình công tác của cấp ủy, chính quyền.",
    "Cha mẹ trẻ và nhân dân đồng tình, ủng hộ.",
)

NOT_BEGUN: tuple[str, ...] = (
    "Đơn vị sẽ bắt đầu sau khi được giao kinh phí.",
    "Nội dung này được xếp vào kế hoạch kỳ sau do cần ý kiến của các cơ quan liên quan.",
)

NOTHING_AROSE: tuple[str, ...] = (
    "Trong kỳ, địa bàn không có nội dung thuộc phạm vi này.",
    "Đơn vị không có đối tượng thuộc phạm vi này trong kỳ.",
)

# A difficulty, and what is proposed about it.
TROUBLES: tuple[tuple[str, str], ...] = (
    (
        "Thiếu giáo viên mầm non so với định mức, nguồn tuyển tại chỗ ít",
        "Bổ sung biên chế giáo viên mầm non cho các địa bàn còn thiếu",
    ),
    (
        "Kinh phí được giao thấp so với nhu cầu sửa chữa phòng học",
        "Xem xét hỗ trợ kinh phí từ ngân sách tỉnh cho các hạng mục cấp bách",
    ),
    (
        "Quỹ đất dành cho trường, lớp mầm non hạn hẹp, nhất là ở khu đông dân cư",
        "Ưu tiên quỹ đất giáo dục khi điều chỉnh quy hoạch",
    ),
    (
        "Thiết bị, đồ chơi ngoài trời đã cũ, thay thế chậm",
        "Mua sắm tập trung thiết bị tối thiểu cho các trường mầm non",
    ),
    (
        "Các điểm trường lẻ ở xa trung tâm, mùa mưa đi lại vất vả",
        "Đầu tư đường vào các điểm trường lẻ",
    ),
    (
        "Nhóm, lớp độc lập phân tán nên việc quản lý mất nhiều công sức",
        "Ban hành quy chế phối hợp quản lý nhóm, lớp độc lập",
    ),
    (
        "Số liệu trẻ thường trú, tạm trú giữa các bộ phận còn chênh lệch",
        "Cho khai thác dữ liệu dân cư để thống kê trẻ trong độ tuổi",
    ),
    (
        "Người làm công tác theo dõi kiêm nhiệm nhiều việc",
        "Tổ chức tập huấn nghiệp vụ theo dõi, báo cáo cho cấp xã",
    ),
    (
        "Ít doanh nghiệp trên địa bàn nên huy động nguồn xã hội hóa hạn chế",
        "Có cơ chế khuyến khích doanh nghiệp đầu tư trường mầm non",
    ),
    (
        "Nhu cầu gửi trẻ nhà trẻ tăng nhanh trong khi số phòng học có hạn",
        "Bố trí vốn đầu tư công xây thêm phòng học cho trẻ nhà trẻ",
    ),
)
