# /proc/PID/smaps to KB of resident memory: managed, malloc, rest. Works with any awk.
#
# managed: the collected heap, the run of anonymous mappings that reserves more than 8 GB.
# malloc:  glibc's heap, and its arenas, each of which begins at a multiple of 64 MB.
# rest:    code, files, stacks, the runtime's own.
function number(hex,    i, value) {
    for (i = 1; i <= length(hex); i++) value = value * 16 + index("0123456789abcdef", substr(hex, i, 1)) - 1
    return value
}
function flush(    i) {
    for (i = 1; i <= rows; i++) {
        if (rows > 0 && to - from > 8589934592) managed += rss[i]
        else if (isArena[i]) malloc += rss[i]
        else rest += rss[i]
    }
    rows = 0
}
/^[0-9a-f]+-[0-9a-f]+ / {
    split($1, ends, "-")
    begin = number(ends[1])
    end = number(ends[2])
    isNamed = NF > 5
    if (isNamed || begin != to) flush()
    if (rows == 0) from = begin
    to = end
    rows++
    if (!isNamed && begin % 67108864 == 0 && $2 ~ /^rw/) arena = begin
    isArena[rows] = $6 == "[heap]" || (!isNamed && arena && begin >= arena && begin < arena + 67108864)
}
/^Rss:/ { rss[rows] = $2 }
END { flush(); printf "%d %d %d\n", managed, malloc, rest }
