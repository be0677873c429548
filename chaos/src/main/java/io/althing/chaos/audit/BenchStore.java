package io.althing.chaos.audit;

import io.althing.audit.CompactRange;
import io.althing.audit.EntryReader;
import io.althing.audit.Hash;
import io.althing.audit.MerkleTree;
import io.althing.audit.TreeHead;
import io.althing.audit.TreeNode;
import io.althing.rocks.RocksKeyValue;
import io.althing.store.AuditReader;
import io.althing.store.KeyValue;
import io.althing.store.WriteSet;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;

/** A log laid out in RocksDB as a replica lays it out: entries, tree nodes and the tree's edge, all of a batch in one write. */
final class BenchStore implements AuditReader, EntryReader, AutoCloseable {
    private static final byte[] EDGE = {'e'};
    private static final byte[] END = KeyValue.endOfPrefix(new byte[]{'a'});

    private final KeyValue store;
    private CompactRange edge;

    BenchStore(Path directory) {
        store = RocksKeyValue.open(directory);
        edge = store.get(EDGE).map(CompactRange::fromBytes).orElse(CompactRange.EMPTY);
    }

    CompactRange edge() {
        return edge;
    }

    void append(List<byte[]> entries) {
        WriteSet batch = new WriteSet();
        CompactRange grown = edge;
        for (byte[] entry : entries) {
            batch.put(entryKey(grown.size()), entry);
            CompactRange.Growth growth = grown.append(MerkleTree.leafHash(entry));
            for (TreeNode node : growth.nodes()) {
                batch.put(nodeKey(node.level(), node.index()), node.hash().toBytes());
            }
            grown = growth.range();
        }
        store.write(batch.put(EDGE, grown.toBytes()));
        edge = grown;
    }

    @Override
    public long size() {
        return edge.size();
    }

    @Override
    public TreeHead head() {
        return edge.head();
    }

    @Override
    public List<byte[]> entries(long from, int limit) {
        return store.range(entryKey(from), END, limit).stream().map(KeyValue.Entry::value).toList();
    }

    @Override
    public Hash hash(int level, long index) {
        return store.get(nodeKey(level, index)).map(Hash::of)
                .orElseThrow(() -> new NoSuchElementException("node " + level + "/" + index));
    }

    @Override
    public byte[] entry(long index) {
        return store.get(entryKey(index)).orElseThrow(() -> new NoSuchElementException("entry " + index));
    }

    private static byte[] entryKey(long index) {
        return ByteBuffer.allocate(1 + Long.BYTES).put((byte) 'a').putLong(index).array();
    }

    private static byte[] nodeKey(int level, long index) {
        return ByteBuffer.allocate(2 + Long.BYTES).put((byte) 'n').put((byte) level).putLong(index).array();
    }

    @Override
    public void close() {
        store.close();
    }
}
