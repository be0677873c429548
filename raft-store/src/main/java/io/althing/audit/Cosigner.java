package io.althing.audit;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Cosigns checkpoints for a region or an outside witness, through C2SP tlog-witness's {@code add-checkpoint}. A cosignature leaves only
 * after the head it is for is durable in the {@link CosignStore}. A region that has the log itself cosigns only roots it computed, which
 * is stronger than checking a proof. Safe for use by many threads, which wait for one another.
 */
public final class Cosigner {
    private final NoteSigner signer;
    private final Map<String, List<NoteKey>> logs;
    private final CosignStore store;
    private final Optional<OwnTree> own;
    private final Clock clock;

    /**
     * A cosigner.
     *
     * @param signer
     *            of type {@link KeyType#COSIGNATURE_V1}; used by no other process
     * @param logs
     *            the keys trusted for each origin
     * @param store
     *            what was cosigned so far
     * @param own
     *            the region's own tree; empty for a witness that has only proofs to go by
     * @param clock
     *            for the time in the cosignature
     */
    public Cosigner(NoteSigner signer, Map<String, List<NoteKey>> logs, CosignStore store, Optional<OwnTree> own,
            Clock clock) {
        this.signer = signer;
        this.logs = Map.copyOf(logs);
        this.store = store;
        this.own = own;
        this.clock = clock;
    }

    /** The key whose cosignatures these are. */
    public NoteKey key() {
        return signer.key();
    }

    /**
     * Answers a request; a refusal is an answer too. 503 says that this region has not applied so much yet.
     *
     * @throws IOException
     *             if the memory cannot be read or written; nothing was signed
     */
    public synchronized WitnessAnswer addCheckpoint(byte[] body) throws IOException {
        try {
            return addCheckpoint(AddCheckpoint.parse(body));
        } catch (MalformedException e) {
            return WitnessAnswer.refused(400, e.getMessage());
        }
    }

    private WitnessAnswer addCheckpoint(AddCheckpoint request) throws IOException {
        String origin = request.note().unverifiedCheckpoint().origin();
        Optional<TreeHead> latest = store.latest(origin);
        return switch (new WitnessState(latest).decide(request, logs.getOrDefault(origin, List.of()))) {
            case WitnessState.Decision.Refuse refuse -> refuse.answer();
            case WitnessState.Decision.Advance advance -> cosign(latest, advance.checkpoint());
        };
    }

    private WitnessAnswer cosign(Optional<TreeHead> latest, Checkpoint checkpoint) throws IOException {
        Optional<WitnessAnswer> objection = objection(checkpoint.head());
        if (objection.isPresent()) {
            return objection.get();
        }
        if (!latest.equals(Optional.of(checkpoint.head()))
                && !store.advance(checkpoint.origin(), latest, checkpoint.head())) {
            return WitnessAnswer.sizeIs(store.latest(checkpoint.origin()).map(TreeHead::size).orElse(0L));
        }
        return WitnessAnswer.cosigned(List.of(signer.cosign(checkpoint, clock.instant().getEpochSecond())));
    }

    private Optional<WitnessAnswer> objection(TreeHead head) {
        if (own.isEmpty()) {
            return Optional.empty();
        }
        Optional<TreeHead> computed = own.get().head(head.size());
        if (computed.isEmpty()) {
            return Optional
                    .of(WitnessAnswer.refused(503, "this region has not applied " + head.size() + " entries yet"));
        }
        return computed.get().equals(head)
                ? Optional.empty()
                : Optional.of(
                        WitnessAnswer.refused(422, "this region computed root " + computed.get().root() + " at size "
                                + head.size() + ", not " + head.root()));
    }

    /**
     * Before the first signature in a new place: remembers the largest checkpoint the others hold, so that nothing older gets signed.
     *
     * @param others
     *            the latest cosigned checkpoints of the other regions
     * @return what is remembered now
     * @throws IOException
     *             if a checkpoint is not the log's or not this region's own tree's, or the memory fails; nothing may be signed then
     */
    public synchronized Optional<TreeHead> catchUp(String origin, List<SignedNote> others) throws IOException {
        for (SignedNote note : others) {
            TreeHead head = verified(origin, note);
            Optional<WitnessAnswer> objection = objection(head);
            if (objection.isPresent()) {
                throw new IOException("cannot catch up with a checkpoint of another region: "
                        + objection.get().body().strip());
            }
            Optional<TreeHead> latest = store.latest(origin);
            if (latest.isPresent() && !own.flatMap(tree -> tree.head(latest.get().size())).equals(latest)) {
                throw new IOException("this region's tree is not the one its cosigner signed at size "
                        + latest.get().size() + ": stop cosigning and find out why");
            }
            if (latest.map(TreeHead::size).orElse(0L) < head.size() && !store.advance(origin, latest, head)) {
                throw new IOException("the cosigner's memory changed while catching up: try again");
            }
        }
        return store.latest(origin);
    }

    private TreeHead verified(String origin, SignedNote note) throws IOException {
        Checkpoint checkpoint = note.unverifiedCheckpoint();
        List<NoteKey> keys = logs.getOrDefault(origin, List.of());
        if (!checkpoint.origin().equals(origin)
                || keys.stream().map(note::check).noneMatch(SignedNote.Check.GOOD::equals)) {
            throw new IOException("a checkpoint given for catching up is not signed by the log " + origin);
        }
        return checkpoint.head();
    }
}
