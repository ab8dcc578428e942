"""Where do people look? Read-only pages for coordinators: FastAPI, Jinja2, a little htmx. A GET never changes anything."""
