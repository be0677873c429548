package io.althing.audit;

import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A stored tree seen as its static files: what a server answers from. Tiles of any width up to the size of the tree are given, so also
 * the partial ones of earlier checkpoints.
 */
public final class TreeTiles implements TileSource {
    private final Supplier<Optional<byte[]>> checkpoint;
    private final TreeReader tree;
    private final EntryReader entries;

    /**
     * A tree's static files.
     *
     * @param checkpoint
     *            the newest checkpoint's bytes; never of a size above what the readers hold
     * @param hashes
     *            the stored subtrees
     * @param entries
     *            the stored entries
     */
    public TreeTiles(Supplier<Optional<byte[]>> checkpoint, HashReader hashes, EntryReader entries) {
        this.checkpoint = checkpoint;
        this.tree = new TreeReader(hashes);
        this.entries = entries;
    }

    @Override
    public Optional<byte[]> checkpoint() {
        return checkpoint.get();
    }

    @Override
    public Optional<byte[]> tile(Tile tile) {
        if (tile.level() > 7) {
            return Optional.empty();
        }
        try {
            return Optional.of(tree.tile(tile));
        } catch (NoSuchElementException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<byte[]> bundle(EntryBundle bundle) {
        try {
            return Optional.of(bundle.encode(entries));
        } catch (NoSuchElementException e) {
            return Optional.empty();
        }
    }
}
