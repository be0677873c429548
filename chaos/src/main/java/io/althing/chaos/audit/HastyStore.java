package io.althing.chaos.audit;

import io.althing.audit.CompactRange;
import io.althing.audit.Hash;
import io.althing.audit.MerkleTree;
import io.althing.audit.TreeHead;
import io.althing.store.AuditReader;
import io.althing.store.ForwardingStore;
import io.althing.store.RegistryStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A store whose audit log always shows one entry that was never committed. */
final class HastyStore extends ForwardingStore {
    private static final byte[] PHANTOM = "{\"never\":\"committed\"}".getBytes(StandardCharsets.UTF_8);

    HastyStore(RegistryStore store) {
        super(store);
    }

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
    public AuditReader audit() {
        return new HastyAudit(super.audit());
    }
}
