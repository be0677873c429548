package io.althing.audit;

import java.util.List;
import java.util.Optional;

/**
 * What a witness remembers of one log, and what it may sign given that. Pure; {@link Cosigner} adds storage and a key.
 *
 * @param latest
 *            the head cosigned last; empty if none ever was
 */
public record WitnessState(Optional<TreeHead> latest) {
    /** What to do about a request. */
    public sealed interface Decision {
        /** Remember this head durably in place of the latest, then cosign. */
        record Advance(Checkpoint checkpoint) implements Decision {}

        /** Sign nothing. */
        record Refuse(WitnessAnswer answer) implements Decision {}
    }

    /**
     * Applies the rules of C2SP tlog-witness in their order.
     *
     * @param logKeys
     *            the keys trusted for the origin the request names; empty if the origin is unknown
     */
    public Decision decide(AddCheckpoint request, List<NoteKey> logKeys) {
        Checkpoint checkpoint = request.note().unverifiedCheckpoint();
        if (logKeys.isEmpty()) {
            return refuse(404, "unknown log " + checkpoint.origin());
        }
        List<SignedNote.Check> checks = logKeys.stream().map(request.note()::check).toList();
        if (checks.contains(SignedNote.Check.BAD)) {
            return refuse(403, "the log's signature is false");
        }
        if (!checks.contains(SignedNote.Check.GOOD)) {
            return refuse(403, "not signed by a key known for " + checkpoint.origin());
        }
        return decide(request, checkpoint);
    }

    private Decision decide(AddCheckpoint request, Checkpoint checkpoint) {
        TreeHead known = latest.orElse(TreeHead.EMPTY);
        if (request.oldSize() > checkpoint.head().size()) {
            return refuse(400,
                    "old size " + request.oldSize() + " is above the checkpoint's " + checkpoint.head().size());
        }
        if (request.oldSize() != known.size()) {
            return new Decision.Refuse(WitnessAnswer.sizeIs(known.size()));
        }
        return switch (MerkleTree.verifyConsistency(known, checkpoint.head(), request.proof())) {
            case ProofCheck.Valid valid -> new Decision.Advance(checkpoint);
            case ProofCheck.Invalid invalid -> refuse(422, invalid.reason());
        };
    }

    static Decision refuse(int status, String reason) {
        return new Decision.Refuse(WitnessAnswer.refused(status, reason));
    }
}
