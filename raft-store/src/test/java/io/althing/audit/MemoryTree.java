package io.althing.audit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.LongFunction;

/** A tree and its entries in maps, grown by {@link TreeAppender} as a store would. */
final class MemoryTree implements HashReader, EntryReader {
    private final Map<List<Long>, Hash> nodes = new HashMap<>();
    private final List<byte[]> entries = new ArrayList<>();

    static MemoryTree large(long size) {
        return of(size, Vectors::largeEntry);
    }

    static MemoryTree of(long size, LongFunction<byte[]> entry) {
        MemoryTree tree = new MemoryTree();
        for (long i = 0; i < size; i++) {
            tree.append(entry.apply(i));
        }
        return tree;
    }

    List<TreeNode> append(byte[] entry) {
        List<TreeNode> grown = TreeAppender.append(this, entries.size(), entry);
        grown.forEach(node -> nodes.put(List.of((long) node.level(), node.index()), node.hash()));
        entries.add(entry);
        return grown;
    }

    long size() {
        return entries.size();
    }

    TreeReader reader() {
        return new TreeReader(this);
    }

    Checkpoint checkpoint() {
        return new Checkpoint("audit.althing.example/log", reader().head(size()));
    }

    /** Its static files, under an unsigned checkpoint. */
    MemoryFiles files() throws IOException {
        MemoryFiles files = new MemoryFiles();
        TreeTiles tiles = new TreeTiles(() -> Optional.of(checkpoint().bytes()), this, this);
        files.put("checkpoint", checkpoint().bytes());
        for (Tile tile : Tile.ofTree(size())) {
            files.put(tile.path(), tiles.tile(tile).orElseThrow());
        }
        for (EntryBundle bundle : EntryBundle.ofTree(size())) {
            files.put(bundle.path(), tiles.bundle(bundle).orElseThrow());
        }
        return files;
    }

    @Override
    public Hash hash(int level, long index) {
        return Optional.ofNullable(nodes.get(List.of((long) level, index)))
                .orElseThrow(() -> new NoSuchElementException("node " + level + "/" + index));
    }

    @Override
    public byte[] entry(long index) {
        if (index >= entries.size()) {
            throw new NoSuchElementException("entry " + index);
        }
        return entries.get((int) index);
    }
}
