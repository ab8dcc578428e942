"""The commands of ``dondoc contact``."""

from cyclopts import App

contact_app = App(name="contact", help="Đầu mối của các cơ quan: xem, thay, đề xuất đang chờ.")
