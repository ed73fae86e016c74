#!/usr/bin/env bash
# Which lines of src/ the tests run, by folder. Takes minutes, so CI does not do it.
# Usage: eng/coverage.sh [--html] [--under PERCENT] [SUITE...]      suites: Shared.Tests and VirtualScenarios.Tests unless named
set -euo pipefail
cd "$(dirname "$0")/.."

html="" under=50 suites=()
while [ $# -gt 0 ]; do
  case $1 in
    --html) html=1 ;;
    --under) under=$2; shift ;;
    -*) sed -n '2,3s/^# //p' "$0" >&2; exit 2 ;;
    *) suites+=("$1") ;;
  esac
  shift
done
[ ${#suites[@]} -gt 0 ] || suites=(Shared.Tests VirtualScenarios.Tests)

export Coverage=true # tests/Directory.Build.targets then adds coverlet
out=TestResults/coverage
rm -rf "$out"
for suite in "${suites[@]}"; do
  dotnet build "tests/$suite" --nologo -v q -clp:ErrorsOnly
  # A test that fails is named, and the lines that it ran count all the same.
  dotnet test --project "tests/$suite" --no-build --results-directory "$out/$suite" \
    --coverlet --coverlet-output-format lcov --coverlet-include "[TenantTokens.*]*" --coverlet-include "[tenant-token]*" || true
done

mapfile -t reports < <(find "$out" -name '*.info')
[ ${#reports[@]} -gt 0 ] || { echo "No report was written." >&2; exit 1; }

# A line counts as run when any of the suites ran it. A folder is src/PROJECT/FOLDER; what lies in the project itself is its own row.
cat "${reports[@]}" | awk -v root="$PWD/" -v under="$under" -F'[:,]' '
  /^SF:/ { file = substr($0, 4); sub(/\r$/, "", file); if (index(file, root) == 1) file = substr(file, length(root) + 1) }
  /^DA:/ && file ~ /^src\// && file !~ /\/obj\// { line = file SUBSEP $2; if (!(line in hits) || $3 > hits[line]) hits[line] = $3 + 0 }
  END {
    for (line in hits) {
      split(line, part, SUBSEP)
      split(part[1], step, "/")
      folder = step[1] "/" step[2] (step[4] == "" ? "" : "/" step[3])
      all[folder]++; of[part[1]]++; total++
      if (hits[line] > 0) { run[folder]++; did[part[1]]++; ran++ }
    }
    for (folder in all) printf "1\t%s\t%5.1f %%\t%6d of %6d\n", folder, 100 * run[folder] / all[folder], run[folder], all[folder]
    printf "2\t%s\t%5.1f %%\t%6d of %6d\n", "all", 100 * ran / total, ran, total
    for (name in of) if (100 * did[name] < under * of[name]) printf "4\t%s\t%5.1f %%\t%6d of %6d\n", name, 100 * did[name] / of[name], did[name], of[name]
  }' | sort -t "$(printf '\t')" -k1,1 -k2,2 > "$out/lines.txt"
{
  echo "Lines that ${suites[*]} ran:"
  grep '^[12]' "$out/lines.txt" | cut -f2- | column -t -s "$(printf '\t')"
  echo
  echo "Files under $under %:"
  grep '^4' "$out/lines.txt" | cut -f2- | column -t -s "$(printf '\t')" || echo "none"
} | tee "$out/summary.txt"

if [ -n "$html" ]; then
  dotnet tool restore
  dotnet reportgenerator "-reports:$(IFS=';'; echo "${reports[*]}")" "-targetdir:$out/html" -reporttypes:Html
  echo "$out/html/index.html"
fi
