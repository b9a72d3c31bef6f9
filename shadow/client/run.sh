#!/usr/bin/env bash
# Four users of a message server in the Shadow simulator, twice; then counts what arrived. Settings: ../experiment.sh; more: docs/SHADOW.md.
. "$(dirname "${BASH_SOURCE[0]}")/../experiment.sh"
need shadow cc mgen-server mgen-web mgen-client mgentools
prepare
run_and_check
