/**
 * A transparency log: canonical JSON entries in an RFC 6962 Merkle tree, served as C2SP tlog-tiles, with signed and cosigned
 * checkpoints, offline proofs, witnesses, and a verifier that names what is wrong. A library of its own: it knows nothing of the
 * registry, of Raft or of RocksDB, and needs the JDK only. Everything but {@code DirectoryTiles}, {@code HttpTiles} and the file
 * stores is pure.
 */
@NullMarked
package io.althing.audit;

import org.jspecify.annotations.NullMarked;
