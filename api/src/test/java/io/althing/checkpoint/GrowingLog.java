package io.althing.checkpoint;

import io.althing.audit.Checkpoint;
import io.althing.audit.SignedNote;
import io.althing.audit.TreeReader;
import io.althing.store.AuditInMemory;
import java.nio.charset.StandardCharsets;

/** What one region has applied: entries that only depend on their index and a word. */
final class GrowingLog extends AuditInMemory {
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
}
