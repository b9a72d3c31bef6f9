#!/usr/bin/env bash
# Four users without a server in the Shadow simulator, twice; then counts what arrived. Settings: ../experiment.sh; more: docs/SHADOW.md.
. "$(dirname "${BASH_SOURCE[0]}")/../experiment.sh"
need shadow cc mgen-peer mgentools
prepare
run_and_check
