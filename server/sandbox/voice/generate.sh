#!/bin/sh
# Speaks every line of lines.txt into a raw 8 kHz µ-law file beside it (RTP payload, as it goes on the wire).
# Run at authoring time only; needs espeak-ng and sox. Usage: sh generate.sh
set -eu
cd "$(dirname "$0")"
while IFS='|' read -r name voice text; do
  [ -n "$name" ] || continue
  espeak-ng -v "$voice" -s 165 --stdout "$text" |
    sox -t wav - -r 8000 -c 1 -e mu-law -b 8 -t raw "$name.ulaw" \
      highpass 120 silence 1 0.01 0.1% reverse silence 1 0.01 0.1% reverse norm -6 pad 0.05 0.12
done <lines.txt
