#!/usr/bin/env bash
# Sees to it that the tests can start a real Neo4j: a JDK, and Maven, which fetches the server once. Takes what is installed, else Debian's
# packages where apt and the rights are there, else says in one sentence what to install. What it prints goes to standard error.
set -euo pipefail

have_jdk() { command -v java >/dev/null && java --list-modules 2>/dev/null | grep -q '^jdk\.compiler@'; }
have_maven() { command -v mvn >/dev/null; }

have_jdk && have_maven && exit
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  {
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends default-jdk-headless maven
  } >&2
  have_jdk && have_maven && exit
fi
echo "The tests start a real Neo4j, which needs a JDK 17 or 21 and Maven: install the packages default-jdk-headless and maven." >&2
exit 1
