#!/usr/bin/env bash
# Makes the container images of the programs with the .NET SDK alone; no Dockerfile, not root, no shell inside.
#
#   deploy/images.sh                           all images, for this machine's architecture, into the local container engine
#   deploy/images.sh --archive DIRECTORY       as archives DIRECTORY/NAME.tar instead: `docker load` and `podman load` read them
#   deploy/images.sh --architecture arm64 ...  for arm64 (or x64) instead, whatever this machine is
#   deploy/images.sh --push REGISTRY           to a registry, for x64 and arm64
#   deploy/images.sh ... NAME...               only these: mgen-server mgen-silo mgen-gateway mgen-web mgen-client mgen-peer mgentools
#
# The base images come from mcr.microsoft.com; -p:ContainerBaseImage=... in MGEN_IMAGE_OPTIONS names others.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. .ci/environment

readonly programs=(mgen-server:Server mgen-silo:Silo mgen-gateway:Gateway mgen-web:Web mgen-client:Client mgen-peer:Peer mgentools:Tools)
archive='' registry='' architecture='' wanted=()
while [ $# -gt 0 ]; do
    case $1 in
        -h | --help) sed -n '2,/^set/{/^#/s/^# \{0,1\}//p;}' "${BASH_SOURCE[0]}"; exit 0 ;;
        --archive) archive=$(realpath -m "${2:?--archive needs a directory}"); shift ;;
        --architecture)
            architecture=${2:?--architecture needs x64 or arm64}
            [[ $architecture == x64 || $architecture == arm64 ]] || { echo "images.sh: --architecture $architecture: allowed: x64, arm64" >&2; exit 2; }
            shift
            ;;
        --push) registry=${2:?--push needs a registry}; shift ;;
        -*) echo "images.sh: unknown option $1; try --help" >&2; exit 2 ;;
        *) [[ " ${programs[*]} " == *" $1:"* ]] || { echo "images.sh: there is no program $1" >&2; exit 2; }; wanted+=("$1") ;;
    esac
    shift
done
[ -z "$architecture" ] || [ -z "$registry" ] || { echo "images.sh: --push makes images for x64 and arm64; leave out --architecture" >&2; exit 2; }
[ -z "$archive" ] || [ -z "$registry" ] || { echo "images.sh: --archive and --push contradict each other" >&2; exit 2; }

read -ra options <<<"${MGEN_IMAGE_OPTIONS:-}"
# The programs are the same for all; the base image is not.
[ -z "$architecture" ] || options+=(-p:ContainerRuntimeIdentifier="linux-$architecture")
if [ -n "$registry" ]; then
    options+=(-p:ContainerRegistry="$registry" '-p:RuntimeIdentifiers="linux-x64;linux-arm64"')
fi
for program in "${programs[@]}"; do
    name=${program%:*}
    [ ${#wanted[@]} -eq 0 ] || [[ " ${wanted[*]} " == *" $name "* ]] || continue
    target=()
    [ -z "$archive" ] || target=(-p:ContainerArchiveOutputPath="$archive/$name.tar")
    dotnet publish "src/${program#*:}" --configuration Release -t:PublishContainer --verbosity quiet --tl:off \
        -p:UseArtifactsOutput=true -p:ArtifactsPath="$PWD/out/images" -p:RunAnalyzers=false ${options[@]+"${options[@]}"} ${target[@]+"${target[@]}"} ||
        { echo "images.sh: the image of $name could not be made" >&2; exit 3; }
    echo "$name"
done
