#!/usr/bin/env bash
# Takes docs/images/terminal.png anew: runs the demo in a terminal and photographs what it leaves on the screen. Needs tmux and Chromium.
# Usage: dotnet build src/Local && eng/terminal-picture.sh
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
server=picture-$$
trap 'tmux -L "$server" kill-server 2>/dev/null || true; rm -rf "$work"' EXIT

tmux -L "$server" new-session -d -x 140 -y 60 "src/Local/bin/Debug/net10.0/tenant-token demo --yes; touch '$work/done'; sleep 60"
for ((i = 0; i < 300; i++)); do
  if [ -e "$work/done" ]; then break; fi
  sleep 1
done
[ -e "$work/done" ] || { echo "The demo did not end within five minutes." >&2; exit 1; }
tmux -L "$server" capture-pane -e -p -t 0 | sed '/^Report: /d' | sed -e :a -e '/^\n*$/{$d;N;ba' -e '}' > "$work/pane" # a report's path is this machine's

{
  cat <<'HTML'
<!doctype html><meta charset="utf-8"><style>
body { margin: 0; background: #14181f; color: #d8dee9; font: 15px/1.35 "DejaVu Sans Mono", monospace; padding: 18px 22px; }
pre { margin: 0; } .s32 { color: #7fd18b; } .s93, .s33 { color: #f2d479; } .s31, .s91 { color: #ef8a8a; } .s90 { color: #8a94a6; } .s1 { font-weight: bold; }
.prompt { color: #7fb0ff; }
</style><pre><span class="prompt">$</span> dotnet run --project src/Local -- demo --yes
HTML
  sed -e 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g' \
    -e 's/\x1b\[38;5;2m/\x1b[32m/g; s/\x1b\[38;5;11m/\x1b[93m/g' \
    -e 's/\x1b\[\([0-9]*\)[0-9;]*m/<\/span><span class="s\1">/g' "$work/pane"
  echo '</pre>'
} > "$work/page.html"

lines=$(grep -c '' "$work/pane")
chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --force-device-scale-factor=1 --window-size="1310,$((40 + (lines + 1) * 21))" \
  --screenshot="$work/terminal.png" "file://$work/page.html" >/dev/null 2>&1
mv "$work/terminal.png" docs/images/terminal.png
