"""The commands of ``dondoc assignment``."""

from cyclopts import App

assignment_app = App(name="assignment", help="Yêu cầu báo cáo: gia hạn, miễn, tạm dừng, mở lại, giải thích.")
