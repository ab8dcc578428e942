"""Where do people look? Read-only pages: FastAPI, Jinja2, a little htmx. A GET never changes anything."""
