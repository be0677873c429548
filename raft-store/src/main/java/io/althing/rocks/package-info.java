/**
 * The key-value store on RocksDB, tuned for small machines and set to refuse rather than to guess when its files are damaged.
 * Besides {@code raft.LogStorageOptions} the only home of RocksDB.
 */
@NullMarked
package io.althing.rocks;

import org.jspecify.annotations.NullMarked;
