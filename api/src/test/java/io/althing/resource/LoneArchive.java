package io.althing.resource;

import io.althing.audit.Tile;
import io.althing.store.AuditReader;
import java.nio.file.Path;
import java.util.Optional;

/** Counts what it would move and leaves it where it is. */
final class LoneArchive implements Archive {
    private final AuditReader audit;
    private final Path place;
    private long cold;

    LoneArchive(AuditReader audit, Path place) {
        this.audit = audit;
        this.place = place;
    }

    @Override
    public Standing standing() {
        return new Standing(audit.size(), cold, Optional.of(new Store(place.toString(), 10)));
    }

    @Override
    public int move(long keep, int most) {
        int moved = (int) Math.min(most, (audit.size() - keep - cold) / Tile.FULL);
        cold += (long) moved * Tile.FULL;
        return moved;
    }
}
