package io.althing.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Watches a log over time and across regions: keeps the newest checkpoint it accepted and demands that every later look, at whichever
 * region, is consistent with it. One monitor may look at all regions in turn; a fork between them raises the alarm as surely as a rewritten
 * past. One thread at a time.
 */
public final class AuditMonitor {
    /** What one look showed. */
    public sealed interface Look {
        /** Nothing was kept before; this is kept now. */
        record First(Checkpoint seen) implements Look {}

        /** The log grew, and the old tree is a prefix of the new one, which is kept now. */
        record Grown(Checkpoint from, Checkpoint to) implements Look {}

        /** The very tree that is kept. */
        record Unchanged(Checkpoint kept) implements Look {}

        /**
         * An older tree than the kept one: that region lags.
         *
         * @param proven
         *            whether it was shown to be a prefix of the kept tree; that takes the tiles of a region that has the kept tree and was
         *            looked at by this same monitor
         */
        record Behind(Checkpoint kept, Checkpoint seen, boolean proven) implements Look {}

        /**
         * The log cannot be right.
         *
         * @param reason
         *            a sentence for people
         * @param kept
         *            the accepted checkpoint; together with the seen one it is evidence, so save both
         * @param seen
         *            what was served, empty if nothing was
         */
        record Alarm(String reason, Optional<SignedNote> kept, Optional<String> seen) implements Look {}
    }

    private final CheckpointReader reader;
    private final MonitorStore store;
    private Optional<TileSource> ahead = Optional.empty();

    /**
     * A monitor.
     *
     * @param reader
     *            which checkpoints to believe; a {@link TrustCheck} in earnest
     * @param store
     *            what was accepted so far
     */
    public AuditMonitor(CheckpointReader reader, MonitorStore store) {
        this.reader = reader;
        this.store = store;
    }

    /**
     * Looks once.
     *
     * @throws IOException
     *             if the log cannot be reached or the memory fails: nothing is known then, which is no alarm yet
     */
    public Look look(TileSource source) throws IOException {
        Optional<byte[]> served = source.checkpoint();
        if (served.isEmpty()) {
            return alarm("the log serves no checkpoint", served);
        }
        try {
            return compare(source, served.get(), reader.read(served.get()));
        } catch (MalformedException e) {
            return alarm(e.getMessage(), served);
        }
    }

    private Look compare(TileSource source, byte[] served, Checkpoint seen) throws IOException {
        Optional<byte[]> memory = store.kept();
        if (memory.isEmpty()) {
            store.keep(served);
            ahead = Optional.of(source);
            return new Look.First(seen);
        }
        Checkpoint kept = reader.read(memory.get());
        if (!kept.origin().equals(seen.origin())) {
            return alarm("the log is " + seen.origin() + " now, not " + kept.origin(), Optional.of(served));
        }
        return seen.head().size() < kept.head().size()
                ? behind(kept, seen, served)
                : notBehind(source, kept, seen, served);
    }

    private Look notBehind(TileSource source, Checkpoint kept, Checkpoint seen, byte[] served) throws IOException {
        ProofCheck check = consistency(source, kept.head(), seen.head());
        if (check instanceof ProofCheck.Invalid invalid) {
            return fork(kept, seen, invalid, served);
        }
        ahead = Optional.of(source);
        if (seen.head().equals(kept.head())) {
            return new Look.Unchanged(kept);
        }
        store.keep(served);
        return new Look.Grown(kept, seen);
    }

    private Look behind(Checkpoint kept, Checkpoint seen, byte[] served) throws IOException {
        if (ahead.isEmpty()) {
            return new Look.Behind(kept, seen, false);
        }
        return switch (consistency(ahead.get(), seen.head(), kept.head())) {
            case ProofCheck.Valid valid -> new Look.Behind(kept, seen, true);
            case ProofCheck.Invalid invalid -> fork(kept, seen, invalid, served);
        };
    }

    private Look fork(Checkpoint kept, Checkpoint seen, ProofCheck.Invalid why, byte[] served) throws IOException {
        return alarm("the checkpoints of sizes " + kept.head().size() + " (kept) and " + seen.head().size()
                + " (seen) are not of one log: " + why.reason(), Optional.of(served));
    }

    private static ProofCheck consistency(TileSource source, TreeHead older, TreeHead newer) throws IOException {
        if (older.size() == newer.size()) {
            return MerkleTree.verifyConsistency(older, newer, List.of());
        }
        try {
            TreeReader tree = new TreeReader(new TileHashes(source, newer.size()));
            return MerkleTree.verifyConsistency(older, newer, tree.consistency(older.size(), newer.size()));
        } catch (NoSuchElementException e) {
            return ProofCheck.invalid(String.valueOf(e.getMessage()));
        } catch (UncheckedIOException e) {
            throw new IOException("the log could not be read", e);
        }
    }

    private Look.Alarm alarm(String reason, Optional<byte[]> served) throws IOException {
        return new Look.Alarm(reason, store.kept().flatMap(AuditMonitor::note),
                served.map(bytes -> new String(bytes, StandardCharsets.UTF_8)));
    }

    private static Optional<SignedNote> note(byte[] bytes) {
        try {
            return Optional.of(SignedNote.parse(bytes));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }
}
