#!/usr/bin/env bash
# Makes what a release consists of: an archive of the programs with manual pages and completions, packages of .NET tools, notes, and checksums.
#
#   ./release.sh --prepare VERSION           sets the version in all files that state it, to be committed
#   ./release.sh VERSION [DIRECTORY]         into DIRECTORY (default: out/release/VERSION)
#   ./release.sh --tag VERSION [DIRECTORY]   and tags the commit as vVERSION, with the notes; the tag is not pushed
#
# VERSION must be the one of Directory.Build.props, CITATION.cff and the images in deploy/, and have a section in CHANGELOG.md; nothing may be uncommitted.
# docs/RELEASE.md describes the procedure. Exit codes: 0 done, 2 bad usage, 3 the tree is not fit for a release, or something could not be made.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. .ci/environment

fail() { echo "release.sh: $2" >&2; exit "$1"; }

tag='' prepare=''
case ${1:-} in
    '' | -h | --help) sed -n '2,/^set/{/^#/s/^# \{0,1\}//p;}' "${BASH_SOURCE[0]}"; exit 0 ;;
    --tag) tag=yes; shift ;;
    --prepare) prepare=yes; shift ;;
    -*) fail 2 "unknown option $1; try --help" ;;
esac
[[ ${1:-} =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$ ]] || fail 2 "'${1:-}' is not a version such as 1.2.3"
readonly version=$1 directory=${2:-out/release/$1}

# notes: the section of this version in the changelog, without its heading.
notes() { awk -v heading="## $version" 'index($0, "## ") == 1 { on = ($0 == heading || index($0, heading " ") == 1); next } on' CHANGELOG.md; }

readonly manifests=(deploy/compose.yaml deploy/kubernetes/mgen.yaml)
if [ -n "$prepare" ]; then
    [ -z "$(notes | tr -d '[:space:]')" ] || fail 3 "CHANGELOG.md has a section '## $version'"
    [ -n "$(awk '/^## /{ on = ($0 == "## Unreleased"); next } on' CHANGELOG.md | tr -d '[:space:]')" ] || fail 3 "CHANGELOG.md has nothing under '## Unreleased'"
    sed -i "s|<VersionPrefix>.*</VersionPrefix>|<VersionPrefix>${version%%-*}</VersionPrefix>|" Directory.Build.props
    sed -i "s|^version: .*|version: $version|" CITATION.cff
    sed -i "s|^## Unreleased\$|## Unreleased\n\n## $version - $(date -u +%F)|" CHANGELOG.md
    sed -i -E "s|(image: mgen[a-z-]*:).*|\1${version%%-*}|" "${manifests[@]}"
    echo "the files state version $version now: look at them (git diff), and commit them" >&2
    exit 0
fi

grep -q "<VersionPrefix>${version%%-*}</VersionPrefix>" Directory.Build.props || fail 3 "Directory.Build.props has another <VersionPrefix> than ${version%%-*}"
grep -q "^version: $version\$" CITATION.cff || fail 3 "CITATION.cff has another version than $version"
! grep -HnE 'image: mgen' "${manifests[@]}" | grep -vE ":${version%%-*}\$" >&2 || fail 3 "these images in deploy/ have another version than ${version%%-*}"
[ -n "$(notes | tr -d '[:space:]')" ] || fail 3 "CHANGELOG.md has no section '## $version' with text"
[ -z "$(git status --porcelain)" ] || fail 3 "there are uncommitted changes: $(git status --porcelain | head -n 1)"
! git rev-parse --quiet --verify "refs/tags/v$version" >/dev/null || [ "$(git rev-parse "v$version^{commit}")" = "$(git rev-parse HEAD)" ] ||
    fail 3 "the tag v$version is another commit"
[ ! -e "$directory" ] || fail 3 "$directory exists: a release is never overwritten"

readonly platform=$(uname -s | tr '[:upper:]' '[:lower:]' | sed 's/darwin/osx/')-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')
readonly name=mgen-$version-$platform
mkdir -p "$directory"
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT

./publish.sh "$made/$name/bin" || fail 3 "the programs could not be made"
mkdir -p "$made/$name/share/man/man1" "$made/$name/share/bash-completion/completions" "$made/$name/share/zsh/site-functions" "$made/$name/share/fish/vendor_completions.d"
for program in "$made/$name/bin"/mgen*; do
    command=$(basename "$program")
    "$program" man >"$made/$name/share/man/man1/$command.1"
    for verb in $("$program" --help | awk '/^Commands:/ { on = 1; next } /^$/ { on = 0 } on && /^  [a-z]/ && $1 !~ /^(help|completion|man)$/ { print $1 }'); do
        "$program" man "$verb" >"$made/$name/share/man/man1/$command-$verb.1"
    done
    "$program" completion bash >"$made/$name/share/bash-completion/completions/$command"
    "$program" completion zsh >"$made/$name/share/zsh/site-functions/_$command"
    "$program" completion fish >"$made/$name/share/fish/vendor_completions.d/$command.fish"
done
cp LICENSE CITATION.cff README.md CHANGELOG.md "$made/$name/"

# The same commit gives the same archive, as far as the compilers do: no times, owners or order of this machine.
tar --create --gzip --file "$directory/$name.tar.gz" --directory "$made" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$(git log -1 --format=%ct)" "$name"
for room in Tools Client Peer Demo; do
    dotnet pack "src/$room" --configuration Release --output "$directory" --verbosity quiet -p:RunAnalyzers=false -p:VersionSuffix="$([[ $version != *-* ]] || echo "${version#*-}")" >"$made/said" 2>&1 ||
        { cat "$made/said" >&2; fail 3 "src/$room could not be packed"; }
done
notes >"$directory/NOTES.md"
(cd "$directory" && sha256sum -- *.tar.gz *.nupkg >SHA256SUMS)
[ -z "$tag" ] || git rev-parse --quiet --verify "refs/tags/v$version" >/dev/null || git tag --annotate --cleanup=whitespace --file "$directory/NOTES.md" "v$version"
cat "$directory/SHA256SUMS"
echo "release $version is in $directory${tag:+, and tagged v$version: push the tag when you are sure}" >&2
