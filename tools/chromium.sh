#!/usr/bin/env bash
# Prints the path of a Chromium for the browser tests: $CHROMIUM, else one that is installed, else Debian's package where apt and the
# rights are there. Says in one sentence what to install where none of this helps. Only the path goes to standard output.
set -euo pipefail

if [ -n "${CHROMIUM:-}" ]; then
  command -v "$CHROMIUM" || { echo "CHROMIUM=$CHROMIUM is no program" >&2; exit 1; }
  exit
fi

find_one() {
  local name
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" && return
  done
  return 1
}

find_one && exit
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  {
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium
  } >&2
  find_one && exit
fi
echo "The browser tests need a Chromium: install the package chromium, or set CHROMIUM to the path of Chromium or Chrome." >&2
exit 1
