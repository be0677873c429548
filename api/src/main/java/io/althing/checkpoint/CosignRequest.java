package io.althing.checkpoint;

import io.althing.audit.AddCheckpoint;
import io.althing.audit.Checkpoint;
import io.althing.audit.MalformedException;
import io.althing.audit.NoteKey;
import io.althing.audit.NoteSignature;
import io.althing.audit.SignedNote;
import io.althing.audit.TreeReader;
import io.althing.audit.WitnessAnswer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One cosigner as the log sees it: where it listens, which keys it may sign with, and the size it cosigned last as far as is known here.
 */
final class CosignRequest {
    private static final Logger LOG = LoggerFactory.getLogger(CosignRequest.class);
    /** A region that has not applied the size yet will have soon: it is asked again. */
    private static final int TRIES = 12;
    private static final long PAUSE_MILLIS = 100;

    private final String name;
    private final WitnessLink link;
    private final List<NoteKey> keys;
    private final AtomicLong known = new AtomicLong();

    CosignRequest(String name, WitnessLink link, List<NoteKey> keys) {
        this.name = name;
        this.link = link;
        this.keys = List.copyOf(keys);
    }

    /** Its good cosignatures on the checkpoint; empty if it refuses or cannot be reached. Blocks; interrupting gives up. */
    List<NoteSignature> ask(TreeReader tree, SignedNote note) {
        long size = Checkpoint.parse(note.text()).head().size();
        try {
            for (int tried = 0; tried < TRIES && known.get() <= size; tried++) {
                WitnessAnswer answer = link.addCheckpoint(AddCheckpoint.of(tree, known.get(), note).bytes());
                switch (answer.status()) {
                    case 200 -> {
                        known.set(size);
                        return good(note, answer);
                    }
                    case 409 -> known.set(Long.parseLong(answer.body().strip()));
                    case 503 -> TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                    default -> {
                        refused(size, answer);
                        return List.of();
                    }
                }
            }
            known.set(Math.min(known.get(), size));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | MalformedException | NumberFormatException e) {
            LOG.debug("{} gave no cosignature for size {}: {}", name, size, e.toString());
        }
        return List.of();
    }

    /** Whether the checkpoint lacks a cosignature this cosigner could give. */
    boolean missingOn(SignedNote note) {
        return keys.stream().anyMatch(key -> note.check(key) != SignedNote.Check.GOOD);
    }

    private void refused(long size, WitnessAnswer answer) {
        String said = answer.body().strip();
        switch (answer.status()) {
            case 422 ->
                LOG.error("{} refuses to cosign size {}: {}. Compare the regions with `althing audit diff`", name,
                        size, said);
            case 403 ->
                LOG.warn("{} does not know the key that signs size {}: {}. Give it the newest trust policy", name,
                        size, said);
            default -> LOG.debug("{} answers {} to size {}: {}", name, answer.status(), size, said);
        }
    }

    private List<NoteSignature> good(SignedNote note, WitnessAnswer answer) {
        return WitnessAnswer.cosignatures(answer.body()).stream()
                .filter(line -> keys.stream().anyMatch(key -> RegionCosigner.isGood(note.text(), line, key))).toList();
    }
}
