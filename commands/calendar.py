"""The commands of ``dondoc calendar``."""

from cyclopts import App

calendar_app = App(name="calendar", help="Lịch làm việc: ngày nghỉ, ngày làm bù.")
