"""Plans of other shapes than the samples, invented for the tests."""

ONE_LINE_PER_PARAGRAPH = """ỦY BAN NHÂN DÂN\t\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH BẮC NINH\t\tĐộc lập - Tự do - Hạnh phúc
Số: 05 /KH-UBND\t\tBắc Ninh, ngày 05 tháng 01 năm 2024
KẾ HOẠCH
Triển khai Đề án "Trường học số" giai đoạn 2024 - 2028
trên địa bàn tỉnh Bắc Ninh
Căn cứ Luật Giáo dục ngày 14 tháng 6 năm 2019;
Căn cứ Quyết định số 131/QĐ-TTg ngày 25/01/2022 của Thủ tướng Chính phủ phê duyệt Đề án “Trường học số”;
Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:
I. MỤC TIÊU
1. Mục tiêu tổng quát
Trường nào cũng dùng được công nghệ.
2. Mục tiêu cụ thể
a. Đến năm 2026
- Phấn đấu tối thiểu 80% trường có phòng máy; không quá 5% học sinh học ca ba.
- Tỷ lệ trẻ nhà trẻ ra lớp đạt 43,5%, trẻ mẫu giáo đạt 99,9%.
- Xây dựng ít nhất 10 mô hình trường học số cho trẻ từ 3 tuổi.
b. Đến năm 2028
- 80-85% giáo viên được bồi dưỡng; tăng 15% số học liệu so với năm 2024.
- Tỷ lệ giáo viên đạt chuẩn đạt 90% vào năm 2027 và 95% vào năm 2028.
II. NHIỆM VỤ VÀ GIẢI PHÁP
1. Hạ tầng
1.1. Thiết bị
Mua máy tính cho các trường.
1.2. Kết nối mạng
a) Nâng cấp đường truyền;
b) Bảo đảm an toàn thông tin.
III. KINH PHÍ THỰC HIỆN
Từ ngân sách và các nguồn hợp pháp khác.
IV. TỔ CHỨC THỰC HIỆN
1. Sở Giáo dục và Đào tạo (cơ quan thường trực)
a) Chủ trì, phối hợp với các Sở: Tài chính, Nội vụ và UBND các huyện làm; báo cáo UBND tỉnh trước ngày 15/12 hằng năm.
b) Tổng hợp số liệu của các trường mầm non, phổ thông.
2. Sở Tài chính: Phối hợp với Kho bạc Nhà nước tỉnh tham mưu UBND tỉnh bố trí kinh phí.
3. Giao Sở Thông tin và Truyền thông chủ trì, phối hợp với Báo Bắc Ninh đăng tải thông tin.
4. Các sở, ban, ngành cấp tỉnh
Căn cứ chức năng, phối hợp với Sở Giáo dục và Đào tạo thực hiện Kế hoạch.
5. Ủy ban nhân dân các huyện, thị xã, thành phố
- Chủ trì, phối hợp với các sở, ngành:
+ Xây dựng kế hoạch hằng năm;
+ Gửi báo cáo về Sở Giáo dục và Đào tạo trước ngày 30/11/2024.
6. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh phối hợp tuyên truyền Kế hoạch.
Trên đây là Kế hoạch triển khai Đề án, yêu cầu các sở, ban, ngành, UBND các huyện nghiêm túc thực hiện./.
Nơi nhận:\t\tTM. ỦY BAN NHÂN DÂN
- Bộ GDĐT (b/c);\t\tKT. CHỦ TỊCH
- TT Tỉnh ủy;\t\tPHÓ CHỦ TỊCH
- Lưu: VT.\t\t(Đã ký)
\t\tTrần Văn Mẫu
PHỤ LỤC I
Danh mục
"""

WRAPPED_WITHOUT_BLANK_LINES = """ỦY
BAN NHÂN DÂN
TỈNH SƠN LA
-------
|
CỘNG
HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
|
Số: 77/KH-UBND
|
Sơn
La, ngày 24 tháng 9
năm 2019
|
KẾ HOẠCH
THỰC HIỆN ĐỀ ÁN “SỮA CHO TRẺ GIAI ĐOẠN 2018-2025” TRÊN
ĐỊA BÀN TỈNH SƠN LA
Thực hiện Quyết định số 1340/QĐ-TTg
ngày 08/7/2016 của Thủ tướng Chính phủ phê duyệt Chương trình Sữa cho trẻ, UBND tỉnh
đề ra các việc như
sau:
I. MỤC TIÊU
1. Mục tiêu chung:
Trẻ em mẫu giáo và tiểu học
khỏe hơn.
2. Mục tiêu cụ thể:
2.1. Giai đoạn 2018-2020:
- Có ít nhất 70% trẻ mẫu giáo
được uống sữa.
II. NHIỆM VỤ VÀ GIẢI PHÁP
1. Công tác chỉ đạo
Các cấp ủy đảng đưa chỉ tiêu vào
nghị quyết.
III. TỔ CHỨC THỰC HIỆN
1. Sở Giáo dục và Đào tạo
Chủ trì, phối hợp với Sở Y tế,
Sở Tài chính và các đơn vị liên quan làm việc
này. Hằng năm báo cáo UBND tỉnh,
Bộ Giáo dục và Đào tạo.
2. UBND các huyện, thành phố
- Bố trí kinh phí tại địa
phương;
- Kiểm tra chất lượng sữa.
Yêu cầu các sở, ngành, UBND các huyện, thành
phố thực hiện nghiêm túc Kế hoạch này./.
|
Nơi nhận:
- Như trên;
- Lưu: VT.
|
TM.
ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Phạm Văn Thử
"""
