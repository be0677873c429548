#!/usr/bin/env bash
# Builds a container image of an Althing node without pulling anything: a Java runtime cut from this machine's JDK, the shared libraries it
# needs, a shell, and the compiled modules. Needs Docker, a JDK of 21 or newer (JAVA_HOME) and a finished build.
#
#   deploy/image/build.sh [TAG]        (default: althing:local)
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
project=$(cd "$here/../.." && pwd)
tag=${1:-althing:local}
jdk=${JAVA_HOME:?set JAVA_HOME to a JDK of 21 or newer}
modules=java.se,jdk.unsupported,jdk.crypto.ec,jdk.httpserver,jdk.management,jdk.zipfs

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
mkdir -p "$root"/{bin,tmp,etc,althing/classes,althing/lib}
chmod 1777 "$root/tmp"
printf 'root:x:0:0:root:/:/bin/sh\n' >"$root/etc/passwd"

"$jdk/bin/jlink" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages --output "$root/java"

# a program or library, and the shared libraries the loader would find for it on this machine
with_libraries() {
    ldd "$1" 2>/dev/null | grep -o '/[^ )]*' | while read -r library; do
        mkdir -p "$root$(dirname "$library")"
        cp -Ln "$library" "$root$library"
    done
}
cp -L /bin/sh "$root/bin/sh"
with_libraries /bin/sh
with_libraries "$root/java/bin/java"
find "$root/java/lib" -name '*.so' | while read -r library; do with_libraries "$library"; done
# RocksDB's library lies inside its jar and wants these
for library in libstdc++.so.6 libgcc_s.so.1 librt.so.1 libdl.so.2; do
    found=$(ldconfig -p | sed -n "s|.*\b$library (.*x86-64.*) => ||p;s|.*\b$library (.*AArch64.*) => ||p" | head -1)
    [ -z "$found" ] || { mkdir -p "$root$(dirname "$found")"; cp -Ln "$found" "$root$found"; with_libraries "$found"; }
done

for module in raft-store region-agent global-controller api deploy; do
    "$jdk/bin/jar" --create --file "$root/althing/classes/$module.jar" -C "$project/$module/target/classes" .
done
# what only agents and reports need stays out
tr ':' '\n' <"$project/deploy/target/libraries.txt" | grep '\.jar$' | grep -Ev '/(onnxruntime|openhtmltopdf|pdfbox|fontbox|xmpbox|jline|opencsv)-' |
    while read -r jar; do cp -L "$jar" "$root/althing/lib/"; done

docker build --quiet --tag "$tag" --file "$here/Dockerfile" "$work"
