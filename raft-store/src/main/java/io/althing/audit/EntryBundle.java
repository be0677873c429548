package io.althing.audit;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The place of an entry bundle in C2SP tlog-tiles, and its bytes: up to 256 entries, each after its length in two bytes, big-endian.
 *
 * @param index
 *            counted from 0; the bundle's first entry is 256 times that
 * @param width
 *            number of entries, 1 to 256
 */
public record EntryBundle(long index, int width) {
    /** The longest entry in bytes; bulky parts go in by digest. */
    public static final int MAX_ENTRY_BYTES = 65_535;

    private static final String PREFIX = "tile/entries/";

    /** @throws MalformedException if a number is out of its range */
    public EntryBundle {
        TileNumber.requireValid(index, width);
    }

    /**
     * Refuses an entry that no bundle can hold.
     *
     * @throws MalformedException
     *             if the entry is longer than 65,535 bytes
     */
    public static void requireFits(byte[] entry) {
        if (entry.length > MAX_ENTRY_BYTES) {
            throw new MalformedException("an entry has at most " + MAX_ENTRY_BYTES + " bytes, not " + entry.length
                    + "; put bulky parts in by their digest");
        }
    }

    /** The number of its first entry. */
    public long firstEntry() {
        return index * Tile.FULL;
    }

    /** The full bundle in the same place. */
    public EntryBundle full() {
        return new EntryBundle(index, Tile.FULL);
    }

    /** Like {@code tile/entries/x001/234.p/7}, below the log's prefix. */
    public String path() {
        return PREFIX + TileNumber.path(index, width);
    }

    /**
     * Reads a path and takes only the one form that {@link #path} writes.
     *
     * @throws MalformedException
     *             saying which rule is broken
     */
    public static EntryBundle parsePath(String path) {
        if (!path.startsWith(PREFIX)) {
            throw new MalformedException(
                    "'" + path + "' is not an entry bundle's path: tile/entries/<index>[.p/<width>]");
        }
        TileNumber number = TileNumber.parse(path, path.substring(PREFIX.length()));
        return new EntryBundle(number.index(), number.width());
    }

    /** All bundles of a tree of this size, in order; the last may be partial. */
    public static List<EntryBundle> ofTree(long size) {
        return Tile.ofLevel(0, size).stream().map(tile -> new EntryBundle(tile.index(), tile.width())).toList();
    }

    /** The bytes of a bundle of these entries. */
    public static byte[] encode(List<byte[]> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] entry : entries) {
            requireFits(entry);
            bytes.write(entry.length >> 8);
            bytes.write(entry.length);
            bytes.writeBytes(entry);
        }
        return bytes.toByteArray();
    }

    /**
     * The entries in a bundle's bytes.
     *
     * @throws MalformedException
     *             naming the entry whose length does not fit, or the bytes left over
     */
    public List<byte[]> entries(byte[] bytes) {
        Contents contents = read(bytes);
        if (!contents.problem().isEmpty()) {
            throw new MalformedException(path() + ": " + contents.problem());
        }
        return contents.entries();
    }

    /** The entries of the bundle in a source of entries. */
    public byte[] encode(EntryReader reader) {
        List<byte[]> entries = new ArrayList<>(width);
        for (int i = 0; i < width; i++) {
            entries.add(reader.entry(firstEntry() + i));
        }
        return encode(entries);
    }

    /** Reads as far as the lengths make sense; what stopped it is in {@code problem}, empty if nothing did. */
    Contents read(byte[] bytes) {
        List<byte[]> entries = new ArrayList<>(width);
        int at = 0;
        while (entries.size() < width) {
            long entry = firstEntry() + entries.size();
            if (bytes.length - at < 2) {
                return new Contents(entries, "ends before the length of entry " + entry);
            }
            int length = (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
            at += 2;
            if (bytes.length - at < length) {
                return new Contents(entries, "ends within entry " + entry + ", which claims " + length + " bytes");
            }
            entries.add(Arrays.copyOfRange(bytes, at, at + length));
            at += length;
        }
        return new Contents(entries,
                at == bytes.length ? "" : "has " + (bytes.length - at) + " bytes after its last entry");
    }

    record Contents(List<byte[]> entries, String problem) {}
}
