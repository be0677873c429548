package io.althing.chaos.audit;

import io.althing.audit.CompactRange;
import io.althing.audit.Hash;
import io.althing.audit.MerkleTree;
import io.althing.audit.TreeHead;
import io.althing.registry.Proposal;
import io.althing.registry.RegistryState;
import io.althing.store.AuditReader;
import io.althing.store.Consistency;
import io.althing.store.Read;
import io.althing.store.Receipt;
import io.althing.store.RegistryStore;
import io.althing.store.StoreStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** A store whose audit log always shows one entry that was never committed. */
record HastyStore(RegistryStore store) implements RegistryStore {
    private static final byte[] PHANTOM = "{\"never\":\"committed\"}".getBytes(StandardCharsets.UTF_8);

    /** @param log what was committed */
    private record HastyAudit(AuditReader log) implements AuditReader {
        @Override
        public long size() {
            return log.size() + 1;
        }

        @Override
        public TreeHead head() {
            return CompactRange.of(this, size()).head();
        }

        @Override
        public List<byte[]> entries(long from, int limit) {
            List<byte[]> entries = new ArrayList<>(log.entries(from, limit));
            if (from + entries.size() == log.size() && entries.size() < limit) {
                entries.add(PHANTOM);
            }
            return entries;
        }

        @Override
        public Hash hash(int level, long index) {
            if ((index + 1) << level <= log.size()) {
                return log.hash(level, index);
            }
            return level == 0
                    ? MerkleTree.leafHash(PHANTOM)
                    : MerkleTree.nodeHash(hash(level - 1, 2 * index), hash(level - 1, 2 * index + 1));
        }
    }

    @Override
    public CompletableFuture<Receipt> propose(Proposal proposal, Duration deadline) {
        return store.propose(proposal, deadline);
    }

    @Override
    public CompletableFuture<Receipt> proposeInTerm(Proposal proposal, long term) {
        return store.proposeInTerm(proposal, term);
    }

    @Override
    public <T> CompletableFuture<Read<T>> read(Consistency consistency, Function<RegistryState, T> query) {
        return store.read(consistency, query);
    }

    @Override
    public AuditReader audit() {
        return new HastyAudit(store.audit());
    }

    @Override
    public Registration onApplied(Consumer<AppliedNotice> listener) {
        return store.onApplied(listener);
    }

    @Override
    public StoreStatus status() {
        return store.status();
    }

    @Override
    public void close() {
        store.close();
    }
}
