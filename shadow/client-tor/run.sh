#!/usr/bin/env bash
# Four users who reach a message server through a private Tor network in the Shadow simulator, twice; then counts what arrived.
# Settings: ../experiment.sh; more: docs/SHADOW.md.
. "$(dirname "${BASH_SOURCE[0]}")/../experiment.sh"
. "$library/tor-network.sh"
need shadow cc tor tor-gencert mgen-server mgen-web mgen-client mgentools
prepare
tor_network
run_and_check
