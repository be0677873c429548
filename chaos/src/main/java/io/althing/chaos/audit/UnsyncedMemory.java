package io.althing.chaos.audit;

import io.althing.audit.CosignStore;
import io.althing.audit.TreeHead;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A cosigner's memory whose first head is on the disk and whose later ones are where a machine without power would lose them: what
 * leaving out fsync comes to.
 */
final class UnsyncedMemory implements CosignStore {
    private final CosignStore disk;
    private final Map<String, TreeHead> unsynced = new ConcurrentHashMap<>();

    UnsyncedMemory(CosignStore disk) {
        this.disk = disk;
    }

    @Override
    public synchronized Optional<TreeHead> latest(String origin) throws IOException {
        TreeHead later = unsynced.get(origin);
        return later == null ? disk.latest(origin) : Optional.of(later);
    }

    @Override
    public synchronized boolean advance(String origin, Optional<TreeHead> expected, TreeHead next)
            throws IOException {
        if (!latest(origin).equals(expected)) {
            return false;
        }
        if (expected.isEmpty()) {
            return disk.advance(origin, expected, next);
        }
        unsynced.put(origin, next);
        return true;
    }
}
