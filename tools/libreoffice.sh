#!/usr/bin/env bash
# Prints the path of LibreOffice for the tests that open Word and PowerPoint files as others do: $LIBREOFFICE, else one that is
# installed, else Debian's packages where apt and the rights are there. Says in one sentence what to install where none of this
# helps. Only the path goes to standard output.
set -euo pipefail

if [ -n "${LIBREOFFICE:-}" ]; then
  command -v "$LIBREOFFICE" || { echo "LIBREOFFICE=$LIBREOFFICE is no program" >&2; exit 1; }
  exit
fi

find_one() { command -v pdftotext >/dev/null && { command -v soffice || command -v libreoffice; }; }

find_one && exit
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  {
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends libreoffice-writer-nogui libreoffice-impress-nogui poppler-utils
  } >&2
  find_one && exit
fi
echo "Word and PowerPoint files are not opened by LibreOffice: install the packages libreoffice-writer, libreoffice-impress and poppler-utils." >&2
exit 1
