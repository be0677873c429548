package io.althing.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The entries of a log that is only there as bundles. They are as true as the bundles: verify the log first. Keeps the last bundle, so read
 * in order. One thread at a time.
 */
public final class BundleEntries implements EntryReader {
    private final TileSource source;
    private final long size;
    private long kept = -1;
    private List<byte[]> entries = List.of();

    /** The entries of the tree of this size, one that had a published checkpoint. */
    public BundleEntries(TileSource source, long size) {
        this.source = new FallbackTiles(source);
        this.size = size;
    }

    /** @throws NoSuchElementException naming the bundle if it is missing or malformed */
    @Override
    public byte[] entry(long index) {
        if (index < 0 || index >= size) {
            throw new NoSuchElementException("no entry " + index + " in a log of size " + size);
        }
        if (index / Tile.FULL != kept) {
            entries = fetch(index / Tile.FULL);
            kept = index / Tile.FULL;
        }
        return entries.get((int) (index % Tile.FULL)).clone();
    }

    private List<byte[]> fetch(long number) {
        EntryBundle bundle = new EntryBundle(number, (int) Math.min(Tile.FULL, size - number * Tile.FULL));
        try {
            return bundle.entries(source.bundle(bundle)
                    .orElseThrow(() -> new NoSuchElementException(bundle.path() + " is missing")));
        } catch (MalformedException e) {
            throw new NoSuchElementException(e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
