package io.althing.checkpoint;

import io.althing.audit.AddCheckpoint;
import io.althing.audit.Checkpoint;
import io.althing.audit.Cosigner;
import io.althing.audit.NoteSignature;
import io.althing.audit.SignedNote;
import io.althing.audit.TreeHead;
import io.althing.audit.TreeReader;
import io.althing.audit.WitnessAnswer;
import io.althing.store.AuditReader;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The region's cosigner on this node. It signs nothing before it has heard from other regions what they cosigned last, so that one that
 * was moved, emptied or restored from an old copy does not sign behind what is known. Any thread.
 */
final class RegionCosigner {
    private static final String TEXT = "text/plain; charset=utf-8";

    private final String origin;
    private final CheckpointSettings settings;
    private final CheckpointSettings.Cosigning cosigning;
    private final AuditReader audit;
    private final Cosigner cosigner;
    private volatile boolean caughtUp;
    private volatile Optional<SignedNote> latest = Optional.empty();

    RegionCosigner(CheckpointSettings settings, CheckpointSettings.Cosigning cosigning, AuditReader audit) {
        this.settings = settings;
        this.cosigning = cosigning;
        this.audit = audit;
        this.origin = settings.trust().origin();
        this.cosigner = new Cosigner(cosigning.key(), Map.of(origin, settings.trust().logKeys()), cosigning.memory(),
                Optional.of(size -> PublishedCheckpoint.ownHead(audit, size)), cosigning.clock());
    }

    /** Answers {@code add-checkpoint}; see {@link Cosigner#addCheckpoint}. */
    WitnessAnswer addCheckpoint(byte[] body) throws IOException {
        return caughtUp
                ? remembered(body, cosigner.addCheckpoint(body))
                : new WitnessAnswer(503, TEXT, "this cosigner has just started and has not yet heard from the other"
                        + " regions what they cosigned last\n");
    }

    private WitnessAnswer remembered(byte[] body, WitnessAnswer answer) {
        if (answer.status() == 200) {
            SignedNote asked = AddCheckpoint.parse(body).note();
            SignedNote note = new SignedNote(asked.text(), asked.signatures().stream()
                    .filter(line -> settings.trust().logKeys().stream()
                            .anyMatch(key -> isGood(asked.text(), line, key)))
                    .toList());
            for (NoteSignature line : WitnessAnswer.cosignatures(answer.body())) {
                note = note.with(line);
            }
            remember(note);
        }
        return answer;
    }

    private synchronized void remember(SignedNote note) {
        if (latest.map(RegionCosigner::size).orElse(-1L) <= size(note)) {
            latest = Optional.of(note);
        }
    }

    static boolean isGood(String text, NoteSignature line, io.althing.audit.NoteKey key) {
        return new SignedNote(text, List.of(line)).check(key) == SignedNote.Check.GOOD;
    }

    private static long size(SignedNote note) {
        return Checkpoint.parse(note.text()).head().size();
    }

    /**
     * What this region cosigned last, under its signature; empty if it never did. Repeating an own cosignature is always safe, so this is
     * told before catching up too.
     */
    Optional<SignedNote> latest() throws IOException {
        Optional<TreeHead> head = cosigning.memory().latest(origin);
        if (latest.isEmpty() && head.isPresent() && head.get().size() <= audit.size()) {
            SignedNote bare = SignedNote.of(new Checkpoint(origin, head.get()), settings.log());
            byte[] again = AddCheckpoint.of(new TreeReader(audit), head.get().size(), bare).bytes();
            remembered(again, cosigner.addCheckpoint(again));
        }
        return latest;
    }

    /** The size cosigned last; 0 if none was. */
    long size() throws IOException {
        return cosigning.memory().latest(origin).map(TreeHead::size).orElse(0L);
    }

    boolean caughtUp() {
        return caughtUp;
    }

    /** Takes the place of one that had caught up, over the same memory. */
    void goOn() {
        caughtUp = true;
    }

    /**
     * How many other regions must have answered before this one may sign. Any quorum this region belonged to has needed - 1 others in it;
     * with an empty memory so many are asked that one of those is among them. With a memory one is enough: whoever makes up a quorum with
     * this region then has looked itself.
     */
    int othersNeeded() throws IOException {
        int regions = settings.trust().cosigners().size();
        int enough = cosigning.memory().latest(origin).isEmpty() ? regions - settings.trust().needed() + 1 : 1;
        return Math.min(regions - 1, enough);
    }

    /** Takes over what the other regions cosigned last, and may sign from then on. See {@link Cosigner#catchUp}. */
    void catchUp(List<SignedNote> others) throws IOException {
        var unused = cosigner.catchUp(origin, others);
        caughtUp = true;
    }
}
