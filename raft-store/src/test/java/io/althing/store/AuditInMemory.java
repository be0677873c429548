package io.althing.store;

import io.althing.audit.AuditLog;
import io.althing.audit.Hash;
import io.althing.audit.TreeHead;
import java.util.List;
import java.util.stream.LongStream;

/** An audit log in memory, for tests that fill it with what they need. */
public abstract class AuditInMemory implements AuditReader {
    protected final AuditLog log = new AuditLog();

    @Override
    public long size() {
        return log.head().size();
    }

    @Override
    public TreeHead head() {
        return log.head();
    }

    @Override
    public List<byte[]> entries(long from, int limit) {
        return LongStream.range(from, Math.min(size(), from + limit)).mapToObj(log::entry).toList();
    }

    @Override
    public Hash hash(int level, long index) {
        return log.hash(level, index);
    }
}
