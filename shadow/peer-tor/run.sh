#!/usr/bin/env bash
# Four users without a server, each an onion service of a private Tor network in the Shadow simulator, twice; then counts what arrived.
# Settings: ../experiment.sh; more: docs/SHADOW.md.
. "$(dirname "${BASH_SOURCE[0]}")/../experiment.sh"
. "$library/tor-network.sh"
need shadow cc tor tor-gencert mgen-peer mgentools
prepare
tor_network onion
run_and_check
