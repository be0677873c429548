package io.althing.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place of a hash tile in C2SP tlog-tiles (height 8): up to 256 hashes side by side. Hash j of tile (level, index) is the root
 * over entries {@code [(256·index+j)·256^level, (256·index+j+1)·256^level)}.
 *
 * @param level
 *            0 (leaf hashes) to 63
 * @param index
 *            counted from 0 within the level
 * @param width
 *            number of hashes, 1 to 256; below 256 the tile is partial
 */
public record Tile(int level, long index, int width) {
    /** Levels of the tree in one tile. */
    public static final int HEIGHT = 8;
    /** Hashes in a full tile. */
    public static final int FULL = 1 << HEIGHT;

    private static final Pattern PATH = Pattern.compile("tile/(0|[1-9][0-9]?)/(.+)");

    /** @throws MalformedException if a number is out of its range */
    public Tile {
        if (level < 0 || level > 63) {
            throw new MalformedException("a tile's level is 0 to 63, not " + level);
        }
        TileNumber.requireValid(index, width);
    }

    /** Whether all 256 hashes are there; a full tile never changes. */
    public boolean isFull() {
        return width == FULL;
    }

    /** The full tile in the same place. */
    public Tile full() {
        return new Tile(level, index, FULL);
    }

    /** The number of its first hash among the hashes of its level. */
    public long firstHash() {
        return index * FULL;
    }

    /** Like {@code tile/0/x001/234.p/7}, below the log's prefix. */
    public String path() {
        return "tile/" + level + "/" + TileNumber.path(index, width);
    }

    /**
     * Reads a path and takes only the one form that {@link #path} writes.
     *
     * @throws MalformedException
     *             saying which rule is broken
     */
    public static Tile parse(String path) {
        Matcher matcher = PATH.matcher(path);
        if (!matcher.matches()) {
            throw new MalformedException("'" + path + "' is not a tile path: tile/<level 0-63>/<index>[.p/<width>]");
        }
        TileNumber number = TileNumber.parse(path, matcher.group(2));
        return new Tile(Integer.parseInt(matcher.group(1)), number.index(), number.width());
    }

    /** How many hashes a level has in a tree of this size. */
    public static long hashesAt(int level, long size) {
        return level > 7 ? 0 : size >>> (HEIGHT * level);
    }

    /** All tiles of one level of a tree of this size, in order; the last may be partial. */
    public static List<Tile> ofLevel(int level, long size) {
        long hashes = hashesAt(level, size);
        List<Tile> tiles = new ArrayList<>();
        for (long first = 0; first < hashes; first += FULL) {
            tiles.add(new Tile(level, first / FULL, (int) Math.min(FULL, hashes - first)));
        }
        return tiles;
    }

    /** All tiles of a tree of this size, level by level. */
    public static List<Tile> ofTree(long size) {
        List<Tile> tiles = new ArrayList<>();
        for (int level = 0; hashesAt(level, size) > 0; level++) {
            tiles.addAll(ofLevel(level, size));
        }
        return tiles;
    }

    /**
     * The hashes in a tile's bytes.
     *
     * @throws MalformedException
     *             if the length is not 32 bytes for each hash of its width
     */
    public List<Hash> hashes(byte[] bytes) {
        if (bytes.length != width * Hash.BYTES) {
            throw new MalformedException(path() + " has " + bytes.length + " bytes; " + width + " hashes are "
                    + width * Hash.BYTES);
        }
        List<Hash> hashes = new ArrayList<>(width);
        for (int i = 0; i < width; i++) {
            hashes.add(Hash.of(bytes, i * Hash.BYTES, Hash.BYTES));
        }
        return hashes;
    }
}
