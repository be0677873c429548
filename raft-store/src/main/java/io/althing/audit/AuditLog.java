package io.althing.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * A whole log in memory: append, prove, serve. For tests, tools and small logs; a store on disk keeps the nodes {@link TreeAppender}
 * gives it and answers as {@link HashReader} and {@link EntryReader} instead. About 150 bytes an entry beyond the entry itself. One thread
 * at a time.
 */
public final class AuditLog implements HashReader, EntryReader {
    private final List<byte[]> entries = new ArrayList<>();
    private final List<List<Hash>> levels = new ArrayList<>();
    private CompactRange edge = CompactRange.EMPTY;

    /**
     * Appends an entry.
     *
     * @return its index
     * @throws MalformedException
     *             if it is longer than 65,535 bytes
     */
    public long append(byte[] entry) {
        EntryBundle.requireFits(entry);
        CompactRange.Growth growth = edge.append(MerkleTree.leafHash(entry));
        for (TreeNode node : growth.nodes()) {
            if (node.level() == levels.size()) {
                levels.add(new ArrayList<>());
            }
            levels.get(node.level()).add(node.hash());
        }
        edge = growth.range();
        entries.add(entry.clone());
        return edge.size() - 1;
    }

    /** Appends the canonical bytes of a value. */
    public long append(Json entry) {
        return append(CanonicalJson.write(entry));
    }

    /** Size and root as of now. */
    public TreeHead head() {
        return edge.head();
    }

    /** Roots, proofs and tiles for any size so far. */
    public TreeReader tree() {
        return new TreeReader(this);
    }

    /** The log's static files under a checkpoint for its present size. */
    public TileSource files(byte[] checkpoint) {
        return new TreeTiles(() -> Optional.of(checkpoint), this, this);
    }

    /** The receipt of an entry under a signed checkpoint of this log. */
    public TlogProof prove(long index, SignedNote checkpoint) {
        return TlogProof.of(tree(), index, checkpoint);
    }

    @Override
    public Hash hash(int level, long index) {
        if (level >= levels.size() || index >= levels.get(level).size()) {
            throw new NoSuchElementException("no complete subtree " + index + " at level " + level);
        }
        return levels.get(level).get((int) index);
    }

    @Override
    public byte[] entry(long index) {
        if (index >= entries.size()) {
            throw new NoSuchElementException("no entry " + index);
        }
        return entries.get((int) index).clone();
    }
}
