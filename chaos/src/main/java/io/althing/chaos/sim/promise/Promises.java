package io.althing.chaos.sim.promise;

import io.althing.audit.TreeHead;
import io.althing.chaos.sim.log.LogWatch;
import io.althing.chaos.sim.log.SimReplica;
import io.althing.chaos.sim.time.Agenda;
import io.althing.codec.ProposalCodec;
import io.althing.registry.Sha256;
import io.althing.registry.Signature;
import io.althing.store.LogRecord;
import io.althing.store.Receipt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every promise, and who must be told what for it to be checked. */
public final class Promises implements LogWatch {
    private final Agenda agenda;
    private final ProposalCodec proposals;
    private final Breaches breaches;
    private final TimeCheck time;
    private final RequestCheck requests;
    private final RevisionCheck revisions;
    private final PolicyCheck policies;
    private final RolloutCheck rollouts;
    private final BallotCheck ballots;
    private final ServingCheck serving;
    private final Map<Long, Standing> standings = new HashMap<>();
    private final List<LogRecord> log = new ArrayList<>();
    private final Map<Long, Receipt> receipts = new HashMap<>();
    private Optional<Happened> latest = Optional.empty();

    /** Where a replica must stand at an index. */
    private record Standing(Sha256 chain, TreeHead audit) {}

    /** Nothing has happened yet. */
    public Promises(Agenda agenda, ProposalCodec proposals) {
        this.agenda = agenda;
        this.proposals = proposals;
        this.breaches = new Breaches(agenda);
        this.time = new TimeCheck(breaches);
        this.requests = new RequestCheck(breaches);
        this.revisions = new RevisionCheck(breaches);
        this.policies = new PolicyCheck(breaches);
        this.rollouts = new RolloutCheck(breaches, policies, time);
        this.ballots = new BallotCheck(breaches, policies, rollouts, time);
        this.serving = new ServingCheck(breaches, policies, rollouts);
    }

    /** The first promise that was broken. */
    public Optional<Breach> first() {
        return breaches.first();
    }

    @Override
    public void broken(String promise, String what) {
        breaches.report(promise, what);
    }

    @Override
    public void applied(SimReplica replica, LogRecord record, Receipt receipt) {
        Receipt known = receipts.putIfAbsent(record.index(), receipt);
        if (known != null) {
            if (!known.equals(receipt)) {
                breaches.report("replicas-agree", replica.name() + " has " + receipt + " for index " + record.index()
                        + ", another has " + known);
            }
            return;
        }
        log.add(record);
        var happened = new Happened(record.index(), record.stamp(), proposals.decode(record.payload()).proposal(),
                receipt);
        latest = Optional.of(happened);
        agenda.note(happened);
        requests.on(happened);
        time.on(happened);
        revisions.on(happened);
        policies.on(happened);
        ballots.on(happened);
        serving.on(happened);
        rollouts.on(happened);
    }

    @Override
    public void stands(SimReplica replica, long index, Sha256 chain, TreeHead audit) {
        var standing = new Standing(chain, audit);
        Standing known = standings.putIfAbsent(index, standing);
        if (known == null) {
            agenda.note(chain);
        } else if (!known.equals(standing)) {
            breaches.report("replicas-agree",
                    replica.name() + " stands at " + standing + " after index " + index + ", another at " + known);
        }
        latest.filter(h -> h.index() == index).ifPresent(h -> time.row(replica, replica.state(), h));
    }

    /** Every entry of the log that was applied anywhere, in order. */
    public List<LogRecord> log() {
        return List.copyOf(log);
    }

    /** A caller was given a receipt. */
    public void acknowledged(String actor, String requestId, Receipt receipt) {
        requests.acknowledged(actor, requestId, receipt);
    }

    /** A region's own agent signed something. */
    public void signed(Signature signature) {
        policies.signed(signature);
    }

    /** What concerns traffic. */
    public ServingCheck serving() {
        return serving;
    }
}
