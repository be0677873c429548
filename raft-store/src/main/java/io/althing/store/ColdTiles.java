package io.althing.store;

import io.althing.audit.ColdStore;
import io.althing.audit.EntryBundle;
import io.althing.audit.Hash;
import io.althing.audit.MalformedException;
import io.althing.audit.MerkleTree;
import io.althing.audit.Tile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.NoSuchElementException;

/** Entries and hashes read back from a cold store. */
final class ColdTiles {
    private final ColdStore cold;

    ColdTiles(ColdStore cold) {
        this.cold = cold;
    }

    /** The entries of a full bundle. */
    List<byte[]> bundle(long number) {
        EntryBundle bundle = new EntryBundle(number, Tile.FULL);
        return sound(() -> bundle.entries(read(bundle.path())));
    }

    /** The root of a complete subtree below level 8. */
    Hash hash(int level, long index) {
        long leaf = index << level;
        Tile tile = new Tile(0, leaf / Tile.FULL, Tile.FULL);
        int first = (int) (leaf % Tile.FULL);
        return sound(() -> MerkleTree.rootOf(tile.hashes(read(tile.path())).subList(first, first + (1 << level))));
    }

    private byte[] read(String path) throws IOException {
        return cold.read(path).orElseThrow(() -> new NoSuchElementException(path
                + " was moved to the cold store and is not there: bring the store back, or its copy from another node's"));
    }

    private interface Reading<T> {
        T run() throws IOException;
    }

    private static <T> T sound(Reading<T> reading) {
        try {
            return reading.run();
        } catch (IOException e) {
            throw new UncheckedIOException("the cold store cannot be read", e);
        } catch (MalformedException e) {
            throw new NoSuchElementException("the cold store is damaged: " + e.getMessage(), e);
        }
    }
}
