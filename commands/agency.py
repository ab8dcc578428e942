"""The commands of ``dondoc agency``."""

from cyclopts import App

agency_app = App(name="agency", help="Danh bạ cơ quan: xem, xuất, nhập, sắp xếp lại tổ chức.")
