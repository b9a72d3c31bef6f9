#!/usr/bin/env bash
# Many users on one machine, live: a generated population, as many mgen-server and mgen-client processes as its connections need, all connected, sending for a given time.
#
#   bench/scale.sh --users N [OPTIONS]
#
#   bench/scale.sh --users 1000 --data ../shared/data            some 70,000 connections
#   bench/scale.sh --users 10000 --data ../shared/data --plan    what it would need, and whether this machine has it; starts nothing
#
#   --users N       people; each has some 70 conversations, each a connection
#   --talk S        seconds in which all users are connected and may send; default 600
#   --data DIR      tables of the population (dyadic_count.dat, group-counts.dat, group_sizes.dat); default: the example of mgentools generate
#   --lively        people of the example who say something within seconds (mgentools generate --lively); the default's write some 44 messages a day
#   --ms X          milliseconds of CPU for a connection's start on both sides, which sets the pace of connecting; default 3
#   --plan          only the arithmetic (docs/SCALE.md)
#
# The users of a client start one after another, and each waits for the bootstrap from its own start: the talk begins when the last one may send.
# All programs run in a network namespace of their own, which needs root, if the firewall tracks too few connections (net.netfilter.nf_conntrack_max), or if a server may get
# more of them than half of the ports from which clients connect: Linux tries the even or the odd half first, one after another, and then a connect takes milliseconds.
# Ends with a table. Exit codes: 0 all connected and nothing lost, 2 bad usage, 3 the machine is too small or a program did not start, 4 connections or messages were lost.
# Build first: dotnet build -c Release MGen.slnx. Linux only.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd) root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
case ${1:-} in '' | -h | --help) sed -n '2,/^set/{/^#/s/^# \{0,1\}//p;}' "${BASH_SOURCE[0]}"; exit 0 ;; esac

# Measured (docs/SCALE.md): KB of a process without connections, and of one connection in the server, in the client and in the kernel (two sockets).
readonly server_kb=95000 client_kb=62000 web_kb=90000 connection_server_kb=3 connection_client_kb=4 connection_kernel_kb=10 per_person=73

given=("$@")
users='' talk=600 data='' ms=3 plan='' people=()
while [ $# -gt 0 ]; do
    case $1 in
        --plan) plan=yes; shift; continue ;;
        --lively) people=(--lively); shift; continue ;;
        --users | --talk | --data | --ms) [ $# -ge 2 ] || { echo "scale.sh: $1 needs a value; try --help" >&2; exit 2; } ;;
        *) echo "scale.sh: $1 is not an option; try --help" >&2; exit 2 ;;
    esac
    case $1 in --users) users=$2 ;; --talk) talk=$2 ;; --ms) ms=$2 ;; --data) data=$(cd "$2" && pwd) || exit 2 ;; esac
    shift 2
done
[[ $users =~ ^[0-9]+$ && $users -ge 2 ]] || { echo "scale.sh: --users needs a number from 2, not '$users'" >&2; exit 2; }
[[ $talk =~ ^[0-9]+$ && $ms =~ ^[0-9]+$ && $ms -gt 0 ]] || { echo "scale.sh: --talk and --ms need whole numbers, not '$talk' and '$ms'" >&2; exit 2; }
ulimit -n "$(ulimit -Hn)"

# A process is filled to 90 % of its descriptors, since groups and people are spread at random; 600 are the runtime's, for its files and the program's own sockets.
connections=$((users * per_person)) descriptors=$(ulimit -n)
most=$(((descriptors - 600) * 9 / 10))
[ "$most" -ge 1000 ] || { echo "scale.sh: a process may open $descriptors descriptors here (ulimit -Hn); 2,000 are the least that makes sense" >&2; exit 3; }
[ "$most" -le 25000 ] || most=25000 # half of the ports of the namespace below are 27,767
processes=$(((connections + most - 1) / most))
each=$((connections < most ? connections : most)) # at most, from one address to one server
pace=$((connections * ms / 1000 / $(nproc) + 10)) # the users start within so many seconds
bootstrap=$((pace + 30))
needed=$(((processes * (server_kb + client_kb) + web_kb + connections * (connection_server_kb + connection_client_kb + connection_kernel_kb)) / 1024))
available=$(($(awk '/MemAvailable/ { print $2 }' /proc/meminfo) / 1024))
ports=$(awk '{ print $2 - $1 }' /proc/sys/net/ipv4/ip_local_port_range)
tracked=$(cat /proc/sys/net/netfilter/nf_conntrack_max 2>/dev/null || echo 0) # 0: no limit
why=''
[ $((ports / 2)) -ge "$each" ] || why="half of the $ports ports (net.ipv4.ip_local_port_range) are too few for the $each connections of a server"
[ "$tracked" -eq 0 ] || [ "$tracked" -ge "$connections" ] || why="the firewall tracks at most $tracked connections (net.netfilter.nf_conntrack_max)"
if [ -n "$why" ] && [ -z "${MGEN_SCALE_NAMESPACE:-}" ]; then
    own_network='ip link set lo up && echo 10000 65535 >/proc/sys/net/ipv4/ip_local_port_range'
    unshare --net sh -c "$own_network" 2>/dev/null || { echo "scale.sh: $why; a network namespace of its own would do, but it needs root, ip and unshare" >&2; exit 3; }
    echo "namespace      a network of its own: $why"
    [ -n "$plan" ] || MGEN_SCALE_NAMESPACE=yes exec unshare --net sh -c "$own_network"' && exec "$0" "$@"' "$root/bench/scale.sh" "${given[@]}"
fi
printf '%s\n' \
    "people         $users, about $connections connections ($per_person each)" \
    "processes      $processes servers and $processes clients, of at most $most connections each ($descriptors descriptors)" \
    "connecting     $pace s at $ms ms of CPU each on $(nproc) processors; all may send after $((pace + bootstrap)) s; then $talk s of talk" \
    "memory         $needed MB needed, $available MB available"
[ "$needed" -le "$available" ] || { echo "scale.sh: this machine has too little memory for $users people" >&2; exit 3; }
[ -z "$plan" ] || exit 0

folder=$(mktemp -d) servers=() clients=() web=''
stop() {
    for process in "${clients[@]}" "${servers[@]}" $web; do kill "$process" 2>/dev/null || true; done
    for process in "${clients[@]}" "${servers[@]}" $web; do wait "$process" 2>/dev/null || true; done
    rm -rf "$folder"
}
trap stop EXIT

tables=()
[ -z "$data" ] || tables=(--dyadic "$data/dyadic_count.dat" --group "$data/group-counts.dat" --group-sizes "$data/group_sizes.dat")
dotnet "$root/src/Tools/bin/Release/net10.0/mgentools.dll" generate --users "$users" "${tables[@]}" "${people[@]}" --servers "$processes" --shards "$processes" \
    --bootstrap "${bootstrap}s" --duration "$((pace + bootstrap + talk))s" --out "$folder/people" >"$folder/generate.txt" 2>&1 ||
    { cat "$folder/generate.txt" >&2; exit 3; }
rate=$(sed -n 's/^volume *about \([0-9.,]*\) messages per person and day.*/\1/p' "$folder/generate.txt" | tr -d ,)
expected=$(sed -n 's/^made .* \([0-9,]*\) memberships.*/\1/p' "$folder/generate.txt" | tr -d ,)

# One web server for all: attachments are few, and each would need a process per message server.
first_web=$(sed -n 's/^web_server: //p' "$folder"/people/users/*/*.yaml | sort | uniq -c | sort -rn | awk 'NR == 1 { print $2 }')
sed -i "s/web_server: [0-9.:]*/web_server: $first_web/" "$folder"/people/users/*/*.yaml

wait_for() { # file, text, what
    for _ in $(seq 300); do grep -q "$2" "$1" && return; sleep 0.1; done
    echo "scale.sh: $3 did not start: $(cat "$1")" >&2
    exit 3
}
sum_sockets() { for process in "${servers[@]}"; do find "/proc/$process/fd" -lname 'socket:*' || true; done 2>/dev/null | wc -l; }
# While users connect, all descriptors are counted: to find the sockets among them, each link must be read, which would slow the connecting.
sum_descriptors() { for process in "${servers[@]}"; do ls -f "/proc/$process/fd" || true; done 2>/dev/null | wc -l; }
cpu_ms() { local all=0; for process in "$@"; do all=$((all + $(awk -v hz="$(getconf CLK_TCK)" '{ sub(/.*\) /, ""); print int(1000 * ($12 + $13) / hz) }' "/proc/$process/stat"))); done; echo "$all"; }
parts() { for process in "$@"; do awk -f "$here/memory-parts.awk" "/proc/$process/smaps"; done | awk '{ a += $1; b += $2; c += $3 } END { printf "%.0f %.0f %.0f %.0f", a / 1024, b / 1024, c / 1024, (a + b + c) / 1024 }'; }
sends() { cat "$folder"/client*.log | grep -c ',send,' || true; }
kernel_mb() { awk '/^(Slab|KernelStack|PageTables):/ { all += $2 } END { print int(all / 1024) }' /proc/meminfo; }

dotnet "$root/src/Web/bin/Release/net10.0/mgen-web.dll" "$first_web" >/dev/null 2>"$folder/web.txt" & web=$!
for ((i = 0; i < processes; i++)); do
    : >"$folder/server$i.txt"
    dotnet "$root/src/Server/bin/Release/net10.0/mgen-server.dll" "127.0.0.1:$((6397 + 2 * i))" --max-connections "$descriptors" >"$folder/server$i.log" 2>"$folder/server$i.txt" & servers+=($!)
    wait_for "$folder/server$i.txt" 'stop it with' "mgen-server $i"
done
own=$(sum_sockets) own_descriptors=$(sum_descriptors) kernel_before=$(kernel_mb) server_before=$(cpu_ms "${servers[@]}")
started=$SECONDS
scale=$(awk -v pace="$pace" 'BEGIN { print pace / 10 }') # clients stagger their starts over 10 s
for ((i = 0; i < processes; i++)); do
    compgen -G "$folder/people/users/shard$i/*.yaml" >/dev/null || continue # this shard has no user
    dotnet "$root/src/Client/bin/Release/net10.0/mgen-client.dll" "$folder/people/users/shard$i/*.yaml" --seed "$((i + 1))" --stagger-scale "$scale" \
        >"$folder/client$i.log" 2>"$folder/client$i.txt" & clients+=($!)
done
for _ in $(seq $((pace * 2 / 3 + 60))); do # the machine may be slower than planned
    [ "$(($(sum_descriptors) - own_descriptors))" -lt "$expected" ] || break
    sleep 2
done
sleep 5 # memory goes back a second after the last handshakes
connected=$(($(sum_sockets) - own))
at_rest=$(cpu_ms "${servers[@]}") clients_at_rest=$(cpu_ms "${clients[@]}") server_parts=$(parts "${servers[@]}") client_parts=$(parts "${clients[@]}") kernel=$(($(kernel_mb) - kernel_before))
wait_until=$((started + pace + bootstrap))
[ "$SECONDS" -ge "$wait_until" ] || sleep "$((wait_until - SECONDS))"
servers_before_talk=$(cpu_ms "${servers[@]}") clients_before_talk=$(cpu_ms "${clients[@]}") sent_before=$(sends)
sleep "$talk"
sent_in_talk=$(($(sends) - sent_before))
still=$(($(sum_sockets) - own)) talked=$(($(cpu_ms "${servers[@]}") - servers_before_talk)) clients_talked=$(($(cpu_ms "${clients[@]}") - clients_before_talk))
for process in "${clients[@]}"; do kill "$process"; done
for process in "${clients[@]}"; do wait "$process" || true; done
clients=()

field() { sed -n "/^messages /s/.*\b$1 \([0-9,]*\).*/\1/p" "$folder"/client*.txt | tr -d , | awk '{ all += $1 } END { print all + 0 }'; }
sent=$(field sent) received=$(field received) lost=$(field lost)
echo
printf '%-16s %s\n' connections "$connected of $expected; after $talk s: $still" \
    messages "sent $sent   received $received   lost $lost" \
    'in the talk' "sent $sent_in_talk in $talk s; the models expect $(awk -v rate="$rate" -v users="$users" -v talk="$talk" 'BEGIN { printf "%.0f", rate * users * talk / 86400 }') (${rate} per person and day)" \
    'kernel' "$kernel MB more (slab, stacks, page tables): $(awk -v kb="$((kernel * 1024))" -v n="$connected" 'BEGIN { printf "%.1f", kb / n }') KB per connection"
printf '\n%-16s %10s %10s %10s %10s %14s %16s\n' '' managed malloc rest 'all MB' 'KB/connection' 'CPU ms/connection'
row() { awk -v name="$1" -v n="$connected" -v cpu="$2" -v all="$3" 'BEGIN { split(all, p, " "); printf "%-16s %10s %10s %10s %10s %14.1f %16.2f\n", name, p[1], p[2], p[3], p[4], p[4] * 1024 / n, cpu / n }'; }
row "servers ($processes)" "$((at_rest - server_before))" "$server_parts"
row "clients ($processes)" "$clients_at_rest" "$client_parts"
awk -v server="$talked" -v client="$clients_talked" -v n="$((sent + received))" 'BEGIN { if (n > 0) printf "\nCPU per message sent or received, while talking: %.2f ms in servers, %.2f ms in clients (of %d)\n", server / n, client / n, n }'
[ "$connected" -ge "$expected" ] && [ "$still" -ge "$expected" ] && [ "$lost" -eq 0 ] || { echo "scale.sh: connections or messages were lost; see above" >&2; exit 4; }
