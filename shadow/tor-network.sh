# Sourced after experiment.sh by the experiments with Tor: makes a private network of an authority and six relays in the template of hosts, and what the
# users' tors need. All keys are made here by tor itself, anew for each call of run.sh, under the simulation's calendar.

readonly authority_address=11.0.0.10 relays=6

# in_2000 PROGRAM...: the program believes in the calendar of the simulation.
in_2000() { LD_PRELOAD=$PWD/year-2000.so "$@"; }

# tor_network [onion]: with onion services for the users, or without.
tor_network() {
    local hosts=shadow.data.template/hosts number user
    preload year-2000
    authority "$hosts"
    for ((number = 1; number <= relays; number++)); do
        mkdir -p "$hosts/relay$number"
        relay "relay$number" "11.0.0.$((10 + number))" >"$hosts/relay$number/torrc"
    done
    for user in $(sed -n 's/^user: //p' template/hosts/*/*.yaml); do
        printf 'SocksPort 127.0.0.1:9050 IsolateSOCKSAuth\n' >"$hosts/$user/torrc"
        [ "${1:-}" != onion ] || onion_service "$hosts" "$user"
    done
}

relay() {
    cat <<END
Nickname $1
Address $2
ORPort 9001 IPv4Only
AssumeReachable 1
ExitRelay 1
ExitPolicy accept *:*
ContactInfo nobody@example.test
SocksPort 0
END
}

# authority HOSTS: its identity, its certificate and its fingerprint, and with them what all nodes have in common.
authority() {
    local directory=$1/authority keys=$1/authority/keys identity fingerprint line
    mkdir -p -m 700 "$directory" "$keys"
    echo passphrase | in_2000 tor-gencert --create-identity-key --passphrase-fd 0 -m 12 -a "$authority_address:9030" \
        -i "$keys/authority_identity_key" -s "$keys/authority_signing_key" -c "$keys/authority_certificate" >"$directory/gencert.log" 2>&1 ||
        { cat "$directory/gencert.log" >&2; exit 3; }
    identity=$(sed -n 's/^fingerprint //p' "$keys/authority_certificate")
    {
        relay authority "$authority_address"
        cat <<END
DirPort 9030 IPv4Only
AuthoritativeDirectory 1
V3AuthoritativeDirectory 1
TestingV3AuthInitialVotingInterval 60
TestingV3AuthInitialVoteDelay 10
TestingV3AuthInitialDistDelay 10
V3AuthVotingInterval 300
V3AuthVoteDelay 20
V3AuthDistDelay 20
AuthDirTestReachability 0
END
    } >"$directory/torrc"
    line="DirAuthority authority orport=9001 no-v2 v3ident=$identity $authority_address:9030"
    fingerprint=$(in_2000 tor --list-fingerprint --quiet --defaults-torrc /dev/null -f "$directory/torrc" --TestingTorNetwork 1 --DataDirectory "$directory" \
        --DirAuthority "${line#DirAuthority } $(printf '0%.0s' {1..40})" | grep -Eo '([0-9A-F]{4} ){9}[0-9A-F]{4}' | tr -d ' ')
    rm -f "$directory/lock" "$directory/gencert.log"
    [ -n "$fingerprint" ] || { echo "$name: tor printed no fingerprint of the authority" >&2; exit 3; }
    echo "nameserver 127.0.0.1" >"$1/resolv.conf"
    cat >"$1/common.torrc" <<END
TestingTorNetwork 1
TestingDirAuthVoteExit *
TestingDirAuthVoteHSDir *
TestingDirAuthVoteGuard *
TestingMinExitFlagThreshold 0
$line $fingerprint
DataDirectory .
ServerDNSResolvConfFile ../resolv.conf
ServerDNSTestAddresses $authority_address
ServerDNSAllowBrokenConfig 1
ServerDNSDetectHijacking 0
NumCPUs 1
DisableDebuggerAttachment 0
LearnCircuitBuildTimeout 0
ShutdownWaitLength 0
SafeLogging 0
Log notice stdout
END
}

# onion_service HOSTS USER: its keys, its name in the hosts file, and where it leads to.
onion_service() {
    local hosts=$1 user=$2 port tor
    local directory=$hosts/$user service=$hosts/$user/onion
    port=$(sed -n 's/^listen: [^ ]*:\([0-9]*\).*/\1/p' "$directory/$user.yaml")
    tor --quiet --ignore-missing-torrc -f "$PWD/$directory/none" --defaults-torrc /dev/null --DataDirectory "$PWD/$directory/keys-made" --HiddenServiceDir "$PWD/$service" \
        --HiddenServicePort "$port 127.0.0.1:$port" --DisableNetwork 1 --SocksPort 0 --ControlPort 0 &
    tor=$!
    for ((i = 0; i < 300; i++)); do
        [ ! -s "$service/hostname" ] || break
        kill -0 "$tor" 2>/dev/null || break
        sleep 0.1
    done
    kill "$tor" 2>/dev/null || true
    wait "$tor" || true
    [ -s "$service/hostname" ] || { echo "$name: tor made no keys for $user's onion service" >&2; exit 3; }
    rm -rf "$directory/keys-made"
    printf 'HiddenServiceDir onion\nHiddenServicePort %s 127.0.0.1:%s\n' "$port" "$port" >>"$directory/torrc"
    echo "$(cat "$service/hostname"):$port $user" >>"$hosts/hostsfile"
}
