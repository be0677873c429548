package io.althing.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * The subtree hashes of a log that is only there as tiles, so that {@link TreeReader} can prove things about a remote log. The hashes are
 * as true as the tiles: check every proof made from them against a checkpoint one believes. Keeps the last 256 tiles. One thread at a time.
 */
public final class TileHashes implements HashReader {
    private static final int KEPT = 256;

    private final TileSource source;
    private final long size;
    private final Map<Tile, List<Hash>> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Tile, List<Hash>> eldest) {
            return size() > KEPT;
        }
    };

    /**
     * The hashes of the tree of this size.
     *
     * @param size
     *            one that had a published checkpoint, so that its partial tiles are served
     */
    public TileHashes(TileSource source, long size) {
        this.source = new FallbackTiles(source);
        this.size = size;
    }

    /** @throws NoSuchElementException naming the tile if it is missing or too short, or if the subtree is not complete */
    @Override
    public Hash hash(int level, long index) {
        int tileLevel = level / Tile.HEIGHT;
        int inTile = level % Tile.HEIGHT;
        long first = index << inTile;
        long end = first + (1L << inTile);
        if (end > Tile.hashesAt(tileLevel, size)) {
            throw new NoSuchElementException(
                    "no complete subtree " + index + " at level " + level + " in a tree of size "
                            + size);
        }
        long number = first / Tile.FULL;
        int width = (int) Math.min(Tile.FULL, Tile.hashesAt(tileLevel, size) - number * Tile.FULL);
        List<Hash> hashes = tile(new Tile(tileLevel, number, width));
        int from = (int) (first % Tile.FULL);
        return MerkleTree.rootOf(hashes.subList(from, from + (1 << inTile)));
    }

    private List<Hash> tile(Tile tile) {
        List<Hash> hashes = kept.getOrDefault(tile, List.of());
        if (hashes.isEmpty()) {
            hashes = fetch(tile);
            kept.put(tile, hashes);
        }
        return hashes;
    }

    private List<Hash> fetch(Tile tile) {
        try {
            byte[] bytes = source.tile(tile).orElseThrow(() -> new NoSuchElementException(tile.path() + " is missing"));
            return new ArrayList<>(tile.hashes(bytes));
        } catch (MalformedException e) {
            throw new NoSuchElementException(e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
