package io.althing.audit;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/**
 * Puts a log's oldest full bundles, and the level-0 tiles over them, into a cold store that lacks them: for a node that joins, or in place
 * of a store that was lost.
 */
public final class ColdRefill {
    private ColdRefill() {}

    /**
     * Fills up what is missing; what is there and equal stays.
     *
     * @param from
     *            a log that {@link AuditVerifier} found whole
     * @param bundles
     *            how many, from the first on, all of them full
     * @return how many files were missing
     * @throws IOException
     *             if the log lacks a file, which is named, or the store holds other bytes; what was written before stays
     */
    public static int fill(TileSource from, long bundles, ColdStore into) throws IOException {
        int missing = 0;
        for (long number = 0; number < bundles; number++) {
            var bundle = new EntryBundle(number, Tile.FULL);
            var tile = new Tile(0, number, Tile.FULL);
            missing += put(bundle.path(), from.bundle(bundle), into) + put(tile.path(), from.tile(tile), into);
        }
        return missing;
    }

    private static int put(String path, Optional<byte[]> bytes, ColdStore into) throws IOException {
        boolean missing = into.read(path).isEmpty();
        into.write(path, bytes.orElseThrow(() -> new NoSuchFileException(path)));
        return missing ? 1 : 0;
    }
}
