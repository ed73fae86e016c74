#!/usr/bin/env bash
# Says in which files of a folder a secret stands: as it is, inside a longer text in base64 whatever comes before it, or in a gzip stream.
# The secrets come one a line on standard input, never as arguments, and are never printed: "secret 2" is that of line 2.
#
# Usage: find-tokens.sh FOLDER < SECRETS
# Exit code: 0 none was found, 1 some were, 2 there was nothing to look for or nowhere to look.
set -euo pipefail
export LC_ALL=C

fail() {
  echo "find-tokens: $1" >&2
  exit 2
}

if [ $# -ne 1 ] || [ ! -d "$1" ]; then
  fail "say which folder, and give the secrets on standard input"
fi

mapfile -t secrets < <(sort -u | sed '/^$/d')
mapfile -d '' -t files < <(find "$1" -type f -print0)
[ ${#secrets[@]} -gt 0 ] || fail "no secret was given"
[ ${#files[@]} -gt 0 ] || fail "$1 holds no file"

# All ways in which the secret may stand in a file. Three bytes are four letters of base64, so it looks in one of three ways; the letters at its
# edges depend on its neighbours and are left out. JSON may write a plus as \u002B.
forms_of() {
  local secret=$1 before skip whole
  printf '%s\n' "$secret"
  for before in 0 1 2; do
    skip=$(((before * 8 + 5) / 6))
    whole=$(((before + ${#secret}) * 8 / 6))
    printf '%s%s' "${secret:0:before}" "$secret" | base64 -w0 | cut -c "$((skip + 1))-$whole" | sed 'p; s/+/\\u002B/g'
  done
}

# What is in the gzip streams of a file.
unpacked() {
  local start
  grep -obUaP '\x1f\x8b\x08' -- "$1" | cut -d: -f1 | while read -r start; do
    tail -c "+$((start + 1))" -- "$1" | gzip -dcq 2>/dev/null || true # what follows a stream is no gzip
  done || true
}

found=0
for index in "${!secrets[@]}"; do
  [ ${#secrets[index]} -ge 8 ] || fail "secret $((index + 1)) is shorter than 8 letters: it would be found anywhere"
  for file in "${files[@]}"; do
    if grep -qaF -f <(forms_of "${secrets[index]}") -- "$file" || [ "$(unpacked "$file" | grep -caF -f <(forms_of "${secrets[index]}"))" -gt 0 ]; then
      echo "secret $((index + 1)) is in $file"
      found=1
    fi
  done
done

echo "Looked for ${#secrets[@]} secrets in ${#files[@]} files: $([ $found -eq 0 ] && echo "none is there" || echo "THERE THEY ARE")."
exit $found
