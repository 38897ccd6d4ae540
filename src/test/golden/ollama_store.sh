#!/usr/bin/env bash
# Makes src/test/resources/golden/ollama-store with a real Ollama (0.17.4): the store after `ollama create` of the tiny
# Llama with a parameter and a licence. Ollama writes the store's own place into the manifest, so that is a neutral one.
# Usage: ollama_store.sh OLLAMA_BINARY REPOSITORY
set -euo pipefail
ollama=$1 golden=$2/src/test/resources/golden
work=$(mktemp -d) store=/models
trap 'kill "$server"; rm -rf "$work" "$store"' EXIT
cp "$golden/gguf/tiny-llama-q8_0.gguf" "$work/"
printf 'FROM ./tiny-llama-q8_0.gguf\nPARAMETER temperature 0.8\nLICENSE "MIT"\n' >"$work/Modelfile"
export OLLAMA_HOST=127.0.0.1:11999 OLLAMA_MODELS=$store
"$ollama" serve >"$work/log" 2>&1 &
server=$!
sleep 4
(cd "$work" && "$ollama" create tiny -f Modelfile)
rm -rf "$golden/ollama-store"
cp -r "$store" "$golden/ollama-store"
