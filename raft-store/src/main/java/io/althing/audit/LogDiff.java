package io.althing.audit;

import java.util.NoSuchElementException;

/** Compares the logs of two regions by a few tiles: equal, one ahead of the other, or from which entry on they differ. */
public final class LogDiff {
    /** One side: its tiles and the checkpoint one believes of it. */
    public record Side(TileSource tiles, Checkpoint checkpoint) {}

    /** What came of the comparison. */
    public sealed interface Outcome {
        /** Both have the same entries up to the smaller size. */
        record Agree(long sharedSize) implements Outcome {}

        /** The first entry in which they differ. */
        record Differ(long firstEntry) implements Outcome {}

        /** A side's tiles do not lead to its own checkpoint: verify that side before comparing. */
        record Unusable(String why) implements Outcome {}
    }

    private LogDiff() {}

    /**
     * Compares two logs.
     *
     * @throws java.io.UncheckedIOException
     *             if a side cannot be read
     */
    public static Outcome compare(Side left, Side right) {
        HashReader leftHashes = new TileHashes(left.tiles(), left.checkpoint().head().size());
        HashReader rightHashes = new TileHashes(right.tiles(), right.checkpoint().head().size());
        try {
            if (!leads(leftHashes, left.checkpoint()) || !leads(rightHashes, right.checkpoint())) {
                return new Outcome.Unusable("the tiles of the "
                        + (leads(leftHashes, left.checkpoint()) ? "second" : "first")
                        + " log do not lead to its checkpoint");
            }
            return compare(leftHashes, rightHashes,
                    Math.min(left.checkpoint().head().size(), right.checkpoint().head().size()));
        } catch (NoSuchElementException e) {
            return new Outcome.Unusable(String.valueOf(e.getMessage()));
        }
    }

    private static boolean leads(HashReader hashes, Checkpoint checkpoint) {
        return new TreeReader(hashes).head(checkpoint.head().size()).equals(checkpoint.head());
    }

    private static Outcome compare(HashReader left, HashReader right, long shared) {
        long start = 0;
        for (int level = 62; level >= 0; level--) {
            if ((shared >>> level & 1) == 1) {
                if (!left.hash(level, start >>> level).equals(right.hash(level, start >>> level))) {
                    return new Outcome.Differ(descend(left, right, level, start >>> level));
                }
                start += 1L << level;
            }
        }
        return new Outcome.Agree(shared);
    }

    private static long descend(HashReader left, HashReader right, int level, long index) {
        long node = index;
        for (int below = level - 1; below >= 0; below--) {
            node = 2 * node;
            if (left.hash(below, node).equals(right.hash(below, node))) {
                node++;
            }
        }
        return node;
    }
}
