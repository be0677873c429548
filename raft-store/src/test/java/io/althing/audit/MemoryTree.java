package io.althing.audit;

import java.io.IOException;
import java.util.List;
import java.util.function.LongFunction;

/** A log in memory with the vectors' origin, and its files to damage. */
final class MemoryTree implements HashReader, EntryReader {
    private final AuditLog log = new AuditLog();

    static MemoryTree large(long size) {
        return of(size, Vectors::largeEntry);
    }

    static MemoryTree of(long size, LongFunction<byte[]> entry) {
        MemoryTree tree = new MemoryTree();
        for (long i = 0; i < size; i++) {
            tree.log.append(entry.apply(i));
        }
        return tree;
    }

    List<TreeNode> append(byte[] entry) {
        List<TreeNode> grown = TreeAppender.append(log, size(), entry);
        log.append(entry);
        return grown;
    }

    long size() {
        return log.head().size();
    }

    TreeReader reader() {
        return log.tree();
    }

    Checkpoint checkpoint() {
        return new Checkpoint("audit.althing.example/log", log.head());
    }

    /** Its static files, under an unsigned checkpoint. */
    MemoryFiles files() throws IOException {
        TileSource served = log.files(checkpoint().bytes());
        MemoryFiles files = new MemoryFiles().put("checkpoint", served.checkpoint().orElseThrow());
        for (Tile tile : Tile.ofTree(size())) {
            files.put(tile.path(), served.tile(tile).orElseThrow());
        }
        for (EntryBundle bundle : EntryBundle.ofTree(size())) {
            files.put(bundle.path(), served.bundle(bundle).orElseThrow());
        }
        return files;
    }

    @Override
    public Hash hash(int level, long index) {
        return log.hash(level, index);
    }

    @Override
    public byte[] entry(long index) {
        return log.entry(index);
    }
}
