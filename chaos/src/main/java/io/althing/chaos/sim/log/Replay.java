package io.althing.chaos.sim.log;

import io.althing.codec.Codecs;
import io.althing.registry.Registry;
import io.althing.registry.SignatureCheck;
import io.althing.store.Applier;
import io.althing.store.LogRecord;
import io.althing.store.MemoryKeyValue;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A whole log applied once more, to an empty state machine that never heard of the life it tells. */
public final class Replay {
    private static final int BATCH = 64;

    private final Applier applier;
    private long index;

    /** An empty state machine. */
    public Replay(SignatureCheck signatures, Codecs codecs) {
        this.applier = new Applier(new MemoryKeyValue(), new Registry(signatures), codecs);
    }

    /** Applies all of it. */
    public Replay of(List<LogRecord> log) {
        for (int from = 0; from < log.size(); from += BATCH) {
            applier.apply(log.subList(from, Math.min(log.size(), from + BATCH)));
        }
        index = applier.appliedIndex();
        return this;
    }

    /** How it differs from the replicas that have come as far, of which there must be one; the others agree with those or were noticed. */
    public Optional<String> differs(Collection<SimReplica> replicas) {
        List<SimReplica> there = replicas.stream().filter(r -> r.machine().applier().appliedIndex() == index).toList();
        if (there.isEmpty()) {
            return Optional.of("the log ends at " + index + ", where no replica stands");
        }
        return there.stream().filter(r -> !same(r.machine().applier())).findFirst()
                .map(r -> r.name() + " has digest " + r.machine().applier().chainDigest() + " at index " + index
                        + ", the log replayed has " + applier.chainDigest());
    }

    private boolean same(Applier other) {
        return other.chainDigest().equals(applier.chainDigest()) && other.auditHead().equals(applier.auditHead());
    }
}
