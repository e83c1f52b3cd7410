#!/bin/sh
# Runs the shell blocks of a Markdown page that begin with didv, or make a file for it first, as a reader would, in a scratch folder beside a copy of data/.
#   run_commands.sh PAGE DATA FOLDER_OF_DIDV        exit 77: the page has no such block
set -eu
page=$1 data=$2
PATH=$(cd "$3" && pwd):$PATH
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
awk '
  /^```/ { inside = ($0 == "```sh"); first = inside; next }
  inside && first { wanted = /^(didv|printf) /; first = 0 }
  inside && wanted' "$page" >"$place/commands"
[ -s "$place/commands" ] || exit 77
cp -R "$data" "$place/data"
cd "$place"
sh -eux commands
