package io.althing.store;

import io.althing.audit.ColdStore;
import io.althing.audit.EntryBundle;
import io.althing.audit.Hash;
import io.althing.audit.MerkleTree;
import io.althing.audit.Tile;
import io.althing.audit.TreeReader;
import io.althing.codec.AuditEntryCodec;
import io.althing.registry.RequestMemory;
import io.althing.registry.Table;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the oldest full bundles, and the level-0 tiles over them, out of a replica's state into a {@link ColdStore}. Nothing is pruned:
 * {@link StoredAudit} goes on serving them from there, and everything above them stays where it is. A bundle leaves the state only after
 * its copy was forced to the disk, read back and found to lead to the tree's own hash. The log's content and digests are not touched: each
 * replica moves what it likes. One thread; the replica may apply meanwhile.
 *
 * <p>A snapshot of a replica does not hold what that replica moved. So either all nodes share one cold store, or each node's holds what any
 * node moved.
 */
public final class AuditArchive {
    private static final Logger LOG = LoggerFactory.getLogger(AuditArchive.class);

    private final Supplier<Applier> applier;
    private final AuditReader audit;
    private final ColdStore cold;
    private final AuditEntryCodec entries;

    /**
     * An archive of one replica.
     *
     * @param audit the replica's log, reading from the same cold store
     */
    public AuditArchive(Supplier<Applier> applier, AuditReader audit, ColdStore cold, AuditEntryCodec entries) {
        this.applier = applier;
        this.audit = audit;
        this.cold = cold;
        this.entries = entries;
    }

    /**
     * Moves full bundles until at most so many entries are left in the state, but none whose answer to a repeated request may still be asked
     * for (those of 24 hours of agreed time or the last million requests).
     *
     * @param keep the newest entries that stay, at least
     * @param most bundles moved at most in this call
     * @return how many were moved
     * @throws IOException if the cold store fails or does not give back what was written; what was moved before stays moved
     */
    public int move(long keep, int most) throws IOException {
        int moved = 0;
        while (moved < most && step(keep)) {
            moved++;
        }
        if (moved > 0) {
            LOG.info("{} bundles of the audit log were moved to the cold store; {} entries lie there now", moved,
                    applier.get().coldEntries());
        }
        return moved;
    }

    private boolean step(long keep) throws IOException {
        Applier replica = applier.get();
        long first = replica.coldEntries();
        if (first + Tile.FULL > audit.size() - keep || first + Tile.FULL > audit.size()) {
            return false;
        }
        List<byte[]> bundle = audit.entries(first, Tile.FULL);
        if (entries.read(bundle.getLast()).at().index() >= oldestRemembered(replica)) {
            return false;
        }
        long number = first / Tile.FULL;
        keep(new EntryBundle(number, Tile.FULL).path(), EntryBundle.encode(bundle));
        keep(new Tile(0, number, Tile.FULL).path(), new TreeReader(audit).tile(new Tile(0, number, Tile.FULL)));
        requireKept(number);
        replica.release(gone(first), first + Tile.FULL);
        return true;
    }

    /** The log index of the oldest request whose answer is remembered. */
    private static long oldestRemembered(Applier replica) {
        var state = replica.state(replica.store());
        Optional<RequestMemory.Bounds> bounds = state.get(Table.REQUEST_BOUNDS, Table.ONLY);
        return bounds.flatMap(b -> state.get(Table.REQUEST_QUEUE, Table.ordinal(b.head())))
                .flatMap(slot -> state.get(Table.REQUESTS, slot.key())).map(RequestMemory::index)
                .orElse(Long.MAX_VALUE);
    }

    private void keep(String path, byte[] bytes) throws IOException {
        cold.write(path, bytes);
        if (!Arrays.equals(cold.read(path).orElse(new byte[0]), bytes)) {
            throw new IOException(
                    "the cold store does not give back " + path + " as it was written; nothing was removed");
        }
    }

    private void requireKept(long number) throws IOException {
        ColdTiles tiles = new ColdTiles(cold);
        List<Hash> leaves = tiles.bundle(number).stream().map(MerkleTree::leafHash).toList();
        if (!MerkleTree.rootOf(leaves).equals(audit.hash(Tile.HEIGHT, number))) {
            throw new IOException("bundle " + number + " in the cold store is not this log's; nothing was removed");
        }
    }

    private static WriteSet gone(long first) {
        var gone = new WriteSet();
        for (long entry = first; entry < first + Tile.FULL; entry++) {
            gone.delete(KeyLayout.entry(entry));
        }
        return gone.delete(KeyLayout.node(0, first / Tile.FULL));
    }
}
