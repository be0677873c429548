package io.althing.checkpoint;

import io.althing.audit.Checkpoint;
import io.althing.audit.SignedNote;
import io.althing.audit.TreeReader;
import io.althing.checkpoint.PublishedCheckpoint.Offer;
import io.althing.store.RegistryStore;
import io.althing.store.StoreStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node does about checkpoints each turn: nothing, if the newest entry is under a checkpoint already. Otherwise the leader makes
 * one and has it cosigned, the others fetch it; one that stays behind though makes its own. One thread.
 */
final class CheckpointLoop {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointLoop.class);
    /** Turns of being behind after which a node that does not lead tries itself, and again after as many. */
    private static final int OWN_TRY = 5;
    /** Turns without anything new after which those who did not cosign in time are asked again. */
    private static final int LATE_TRY = 10;

    private volatile Surroundings around;
    private int behind;
    private int idle;
    private Optional<SignedNote> beforeRestart;
    private volatile boolean quorumReached = true;

    /**
     * What a loop works with.
     *
     * @param originHash names the log in the witness's monitoring path
     */
    record Surroundings(CheckpointSettings settings, RegistryStore store, PublishedCheckpoint published,
            Optional<RegionCosigner> cosigner, CosignRound round, List<PeerNode> peers, String originHash) {}

    CheckpointLoop(Surroundings around) {
        this.around = around;
        this.beforeRestart = around.published().kept();
    }

    /** Works with these from the next turn on; on the loop's own thread. */
    void goOn(Surroundings next) {
        around = next;
    }

    /** Whether the last checkpoint that was asked for got enough cosignatures. */
    boolean quorumReached() {
        return quorumReached;
    }

    void turn() throws InterruptedException, IOException {
        StoreStatus status = around.store().status();
        if (status.fenced()) {
            return;
        }
        if (around.cosigner().isPresent() && !around.cosigner().get().caughtUp()) {
            catchUp(around.cosigner().get());
        }
        beforeRestart = beforeRestart.filter(note -> around.published().offer(note) == Offer.NOT_APPLIED_YET);
        if (status.auditSize() <= around.published().size()) {
            behind = 0;
            quorumReached = true;
            complete(status.leads());
            return;
        }
        idle = 0;
        behind++;
        if (status.leads()) {
            make();
        } else if (!fetched() && behind % OWN_TRY == 0) {
            make();
        }
    }

    private void make() throws InterruptedException {
        TreeReader tree = new TreeReader(around.store().audit());
        var checkpoint = new Checkpoint(around.settings().trust().origin(), around.store().audit().head());
        SignedNote note = around.round().gather(tree, SignedNote.of(checkpoint, around.settings().log()));
        Offer offer = around.published().offer(note);
        quorumReached = offer != Offer.NOT_BELIEVED;
        LOG.debug("checkpoint of size {} with {} signatures: {}", checkpoint.head().size(), note.signatures().size(),
                offer);
    }

    /** Now and then, while there is nothing new: those who were too late are asked, or the other regions whether they were. */
    private void complete(boolean leads) throws InterruptedException {
        Optional<SignedNote> note = around.published().now().map(PublishedCheckpoint.Standing::note)
                .filter(around.round()::incomplete);
        if (note.isEmpty() || ++idle % LATE_TRY != 0) {
            return;
        }
        if (leads) {
            var unused = around.published()
                    .offer(around.round().complete(new TreeReader(around.store().audit()), note.get()));
        } else {
            var unused = fetched();
        }
    }

    /** Whether another region had a newer checkpoint. */
    private boolean fetched() throws InterruptedException {
        boolean taken = false;
        for (PeerNode peer : around.peers()) {
            Optional<Offer> offer = peer.published().map(around.published()::offer);
            taken |= offer.filter(Offer.TAKEN::equals).isPresent();
            if (offer.filter(Offer.OTHER_ROOT::equals).isPresent()) {
                LOG.error("{} serves a checkpoint whose root is not the one computed here. Compare the regions with"
                        + " `althing audit diff`", peer.base());
            }
        }
        return taken;
    }

    private void catchUp(RegionCosigner cosigner) throws InterruptedException, IOException {
        Set<String> regions = new TreeSet<>();
        List<SignedNote> notes = new ArrayList<>();
        for (PeerNode peer : around.peers()) {
            peer.published().ifPresent(notes::add);
            Optional<PeerNode.Cosigned> told = peer.cosigned(around.originHash());
            told.ifPresent(cosigned -> {
                regions.add(cosigned.region());
                cosigned.note().ifPresent(notes::add);
            });
        }
        if (regions.size() >= cosigner.othersNeeded()) {
            cosigner.catchUp(notes);
            LOG.info("cosigning from size {} on, having heard from {}", cosigner.size(), regions);
        } else {
            LOG.debug("not cosigning yet: {} of {} other regions have told what they cosigned last", regions.size(),
                    cosigner.othersNeeded());
        }
    }
}
