#!/usr/bin/env bash
# Makes the pictures of README.md anew: live-view.svg from a run of ./demo.sh in a terminal, report.png from a report of
# six simulated runs. Needs Python 3 and Chromium besides the .NET SDK. Takes about two minutes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
pictures=$PWD
cd ../..
for tool in python3 chromium; do
    command -v "$tool" >/dev/null || { echo "make.sh: $tool is not on PATH" >&2; exit 3; }
done
. .ci/environment
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A first run builds the programs, so that the terminal shows the live view and nothing else.
./demo.sh --seed 42 --duration 1s --quiet >/dev/null
python3 "$pictures/terminal.py" --columns 80 --rows 32 --out "$pictures/live-view.svg" -- ./demo.sh --seed 42 --duration 30s

dotnet build src/Tools --configuration Release --verbosity quiet -consoleLoggerParameters:NoSummary
tools=src/Tools/bin/Release/net10.0/mgentools
for seed in 1 2 3; do
    simulate=("$tools" simulate --users 60 --lively --duration 30m --seed "$seed" --quiet)
    "${simulate[@]}" --latency '{distribution: LogNormal, mean: -3.2, std_dev: 0.3}' --log "$work/direct-$seed.log" >/dev/null
    "${simulate[@]}" --latency '{distribution: LogNormal, mean: -1.1, std_dev: 0.6}' --log "$work/slow-$seed.log" >/dev/null
done
"$tools" report --label "direct=$work/direct-*.log" --label "slow=$work/slow-*.log" --warmup 0s --quiet \
    --title 'Sixty people on a fast and on a slow network' --out "$work/report.html" >/dev/null
chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size=1280,545 \
    --screenshot="$pictures/report.png" "file://$work/report.html" 2>/dev/null
ls -l "$pictures"/*.svg "$pictures"/*.png
