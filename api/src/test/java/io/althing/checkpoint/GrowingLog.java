package io.althing.checkpoint;

import io.althing.audit.AuditLog;
import io.althing.audit.Checkpoint;
import io.althing.audit.Hash;
import io.althing.audit.SignedNote;
import io.althing.audit.TreeHead;
import io.althing.audit.TreeReader;
import io.althing.store.AuditReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;

/** What one region has applied: entries that only depend on their index and a word. */
final class GrowingLog implements AuditReader {
    private final AuditLog log = new AuditLog();
    private final String word;

    GrowingLog(String word, long size) {
        this.word = word;
        grow(size);
    }

    void grow(long size) {
        for (long i = size(); i < size; i++) {
            log.append((word + i).getBytes(StandardCharsets.UTF_8));
        }
    }

    SignedNote note(long size) {
        return SignedNote.of(new Checkpoint(Signers.ORIGIN, tree().head(size)), Signers.LOG);
    }

    TreeReader tree() {
        return new TreeReader(this);
    }

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
