package io.althing.audit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A log read once, as two columns of hashes on each level: those computed from the entries below, and those its tiles say. Of level 0
 * only the right edge is kept, and the places where the two differ.
 */
final class LogColumns {
    private static final String MISSING = "missing";

    /** A hash tile as served; the hashes are empty, and the problem is not, if it is missing or of the wrong length. */
    record Served(Tile tile, Optional<List<Hash>> hashes, String problem) {}

    /** A bundle beside its level-0 tile. The leaves stop where the bundle breaks off; then the problem is not empty. */
    record Pair(EntryBundle bundle, List<Hash> leaves, Served served, String problem) {
        boolean agrees() {
            return problem.isEmpty() && served.hashes().equals(Optional.of(leaves));
        }

        boolean breaksOff() {
            return !problem.isEmpty() && !problem.equals(MISSING) && leaves.size() < bundle.width();
        }

        /** The leaf hashes to build on: the entries', or the tile's where the bundle is unreadable. */
        Optional<List<Hash>> bestLeaves() {
            return problem.isEmpty() ? Optional.of(leaves) : served.hashes();
        }
    }

    private final TileSource source;
    private final long size;
    private final List<Pair> unlike = new ArrayList<>();
    private final List<List<Served>> tiles = new ArrayList<>();
    private final List<List<Optional<Hash>>> computed = new ArrayList<>();
    private long moreUnlike;

    private LogColumns(TileSource source, long size) {
        this.source = source;
        this.size = size;
    }

    static LogColumns read(TileSource source, long size) throws IOException {
        LogColumns columns = new LogColumns(source, size);
        columns.readLeaves();
        for (int level = 1; level < columns.levels(); level++) {
            columns.readLevel(level);
        }
        return columns;
    }

    int levels() {
        int levels = 0;
        while (Tile.hashesAt(levels, size) > 0) {
            levels++;
        }
        return levels;
    }

    /** The pairs that do not agree, at most {@link AuditVerifier#MAX_FINDINGS} of them. */
    List<Pair> unlike() {
        return unlike;
    }

    /** How many more pairs do not agree. */
    long moreUnlike() {
        return moreUnlike;
    }

    /** The tiles of a level in order; of level 0 only the partial one. */
    List<Served> tiles(int level) {
        return tiles.get(level);
    }

    /** The computed hashes of a level from 1 up, all of them; a hash that could not be computed is the tile's, or empty. */
    List<Optional<Hash>> computed(int level) {
        return computed.get(level);
    }

    /** How many hashes of a level are in its partial tile. */
    int edgeWidth(int level) {
        return (int) (Tile.hashesAt(level, size) % Tile.FULL);
    }

    /** The computed hashes of a level's partial tile. */
    Optional<List<Hash>> computedEdge(int level) {
        List<Optional<Hash>> row = computed.get(level);
        return allKnown(row.subList(row.size() - edgeWidth(level), row.size()));
    }

    /** The hashes of a level's partial tile as served. */
    Optional<List<Hash>> servedEdge(int level) {
        return edgeWidth(level) == 0 ? Optional.of(List.of()) : tiles.get(level).getLast().hashes();
    }

    private void readLeaves() throws IOException {
        List<Served> partial = new ArrayList<>();
        List<Optional<Hash>> edge = new ArrayList<>();
        List<Optional<Hash>> folds = new ArrayList<>();
        for (EntryBundle bundle : EntryBundle.ofTree(size)) {
            Pair pair = pair(bundle, served(new Tile(0, bundle.index(), bundle.width())));
            if (!pair.agrees()) {
                keep(pair);
            }
            if (bundle.width() == Tile.FULL) {
                folds.add(pair.bestLeaves().map(MerkleTree::rootOf));
            } else {
                partial.add(pair.served());
                edge.addAll(optionals(pair.bestLeaves(), bundle.width()));
            }
        }
        tiles.add(partial);
        computed.add(edge);
        computed.add(folds);
    }

    private void keep(Pair pair) {
        if (unlike.size() < AuditVerifier.MAX_FINDINGS) {
            unlike.add(pair);
        } else {
            moreUnlike++;
        }
    }

    private Pair pair(EntryBundle bundle, Served served) throws IOException {
        Optional<byte[]> bytes = source.bundle(bundle);
        if (bytes.isEmpty()) {
            return new Pair(bundle, List.of(), served, MISSING);
        }
        EntryBundle.Contents contents = bundle.read(bytes.get());
        List<Hash> leaves = contents.entries().stream().map(MerkleTree::leafHash).toList();
        return new Pair(bundle, leaves, served, contents.problem());
    }

    private void readLevel(int level) throws IOException {
        List<Served> row = new ArrayList<>();
        List<Optional<Hash>> hashes = computed.get(level);
        List<Optional<Hash>> folds = new ArrayList<>();
        for (Tile tile : Tile.ofLevel(level, size)) {
            Served served = served(tile);
            row.add(served);
            List<Optional<Hash>> part = hashes.subList((int) tile.firstHash(), (int) tile.firstHash() + tile.width());
            fillGaps(part, optionals(served.hashes(), tile.width()));
            if (tile.isFull()) {
                folds.add(allKnown(part).map(MerkleTree::rootOf));
            }
        }
        tiles.add(row);
        computed.add(folds);
    }

    private Served served(Tile tile) throws IOException {
        Optional<byte[]> bytes = source.tile(tile);
        if (bytes.isEmpty()) {
            return new Served(tile, Optional.empty(), MISSING);
        }
        int wanted = tile.width() * Hash.BYTES;
        if (bytes.get().length != wanted) {
            return new Served(tile, Optional.empty(), "has " + bytes.get().length + " bytes instead of " + wanted);
        }
        return new Served(tile, Optional.of(tile.hashes(bytes.get())), "");
    }

    private static void fillGaps(List<Optional<Hash>> computed, List<Optional<Hash>> served) {
        for (int i = 0; i < computed.size(); i++) {
            if (computed.get(i).isEmpty()) {
                computed.set(i, served.get(i));
            }
        }
    }

    private static List<Optional<Hash>> optionals(Optional<List<Hash>> hashes, int width) {
        return hashes.map(known -> known.stream().map(Optional::of).toList())
                .orElseGet(() -> Collections.nCopies(width, Optional.empty()));
    }

    /** The hashes, if none is missing. */
    static Optional<List<Hash>> allKnown(List<Optional<Hash>> hashes) {
        return hashes.stream().allMatch(Optional::isPresent)
                ? Optional.of(hashes.stream().map(Optional::orElseThrow).toList())
                : Optional.empty();
    }
}
