#!/usr/bin/env bash
# Runs verifiers that Althing's authors did not write over an audit log: Tessera's fsck, golang.org/x/mod/sumdb, litewitness.
#
#   chaos/crosscheck.sh log DIR URL VKEY-FILE [OLDER-CHECKPOINT-FILE...]   DIR and URL hold the same log
#   chaos/crosscheck.sh receipts VKEY-FILE DIR                             NAME.tlog-proof beside NAME.entry
#   chaos/crosscheck.sh witness WORK-DIR VKEY-FILE REQUEST-FILE...         named ...expect-<status>.req
#   chaos/crosscheck.sh serve WORK-DIR VKEY-FILE                           a litewitness until standard input ends
#
# Exit codes: 0 all verified, 77 no Go from 1.25 on to build them with, else something is wrong and was printed.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tools=${ALTHING_VERIFIERS:-$here/target/verifiers}
fsck=github.com/transparency-dev/tessera/cmd/fsck@v1.0.4
litewitness=filippo.io/torchwood/cmd/litewitness@v0.9.0

need_go() {
    local version
    version=$(go env GOVERSION 2>/dev/null | sed -n 's/^go1\.\([0-9]*\).*/\1/p') || true
    if [ -z "$version" ] || [ "$version" -lt 25 ]; then
        echo "crosscheck: skipped, Go 1.25 or newer is needed to build the verifiers" >&2
        exit 77
    fi
}

build() {
    need_go
    mkdir -p "$tools"
    [ -x "$tools/fsck" ] || GOBIN=$tools go install "$fsck"
    [ -x "$tools/litewitness" ] || GOBIN=$tools go install "$litewitness"
    (cd "$here/go" && go build -o "$tools/crosscheck" .)
}

# fsck 1.0.4 hangs on a bad tile with its default of one worker, and exits 0 on failure: hence -N 4, the timeout and the text
run_fsck() {
    local url=$1 vkey=$2 said
    said=$(timeout 60 "$tools/fsck" --ui=false -N 4 --storage_url="$url" --public_key="$vkey" 2>&1) || true
    if [[ $said != *"Successfully fsck'd"* ]]; then
        echo "fsck: ${said:-timed out}" >&2
        exit 1
    fi
    echo "fsck ok: $url"
}

command=${1:?log, receipts, witness or serve}
shift
build
case $command in
log)
    dir=$1 url=$2 vkey=$3
    shift 3
    run_fsck "$url" "$vkey"
    "$tools/crosscheck" log "$dir" "$vkey" "$@"
    ;;
receipts) "$tools/crosscheck" receipts "$@" ;;
serve) exec "$tools/crosscheck" serve "$tools/litewitness" "$@" ;;
witness) "$tools/crosscheck" witness "$tools/litewitness" "$@" ;;
*)
    echo "crosscheck: unknown command $command" >&2
    exit 2
    ;;
esac
