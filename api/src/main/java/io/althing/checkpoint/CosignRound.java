package io.althing.checkpoint;

import io.althing.audit.NoteSignature;
import io.althing.audit.SignedNote;
import io.althing.audit.TreeReader;
import io.althing.audit.Trust;
import io.althing.audit.TrustCheck;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Asks all cosigners at once for one checkpoint. */
record CosignRound(List<CosignRequest> cosigners, TrustCheck check, CheckpointSettings.Pace pace) {
    CosignRound {
        cosigners = List.copyOf(cosigners);
    }

    /** The checkpoint with the cosignatures that came in time. */
    SignedNote gather(TreeReader tree, SignedNote bare) throws InterruptedException {
        BlockingQueue<List<NoteSignature>> answers = new LinkedBlockingQueue<>();
        List<Thread> asking = cosigners.stream()
                .map(cosigner -> Thread.ofVirtual().name("cosign")
                        .start(() -> answers.add(cosigner.ask(tree, bare))))
                .toList();
        try {
            SignedNote note = bare;
            for (int open = cosigners.size(); open > 0; open--) {
                long patience = (believed(note) ? pace.grace() : pace.answer()).toMillis();
                Optional<List<NoteSignature>> lines = Optional
                        .ofNullable(answers.poll(patience, TimeUnit.MILLISECONDS));
                if (lines.isEmpty()) {
                    return note;
                }
                for (NoteSignature line : lines.get()) {
                    note = note.with(line);
                }
            }
            return note;
        } finally {
            asking.forEach(Thread::interrupt);
        }
    }

    /** Whether somebody could add to the checkpoint's cosignatures. */
    boolean incomplete(SignedNote note) {
        return cosigners.stream().anyMatch(cosigner -> cosigner.missingOn(note));
    }

    /** The believed checkpoint with the cosignatures of those who were too late for it. */
    SignedNote complete(TreeReader tree, SignedNote note) throws InterruptedException {
        var patient = new CheckpointSettings.Pace(pace.every(), pace.answer(), pace.answer());
        return new CosignRound(cosigners.stream().filter(cosigner -> cosigner.missingOn(note)).toList(), check, patient)
                .gather(tree, note);
    }

    boolean believed(SignedNote note) {
        return check.evaluate(note) instanceof Trust.Trusted;
    }
}
