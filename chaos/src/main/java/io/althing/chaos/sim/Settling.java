package io.althing.chaos.sim;

import io.althing.agent.Journal;
import io.althing.agent.JournalAct;
import io.althing.agent.JournalDamagedException;
import io.althing.agent.JournalEntry;
import io.althing.agent.JournalFile;
import io.althing.agent.JournalWriter;
import io.althing.audit.CompactRange;
import io.althing.audit.MerkleTree;
import io.althing.audit.TreeHead;
import io.althing.audit.TreeReader;
import io.althing.chaos.sim.log.Replay;
import io.althing.chaos.sim.log.SimReplica;
import io.althing.chaos.sim.part.Metrics;
import io.althing.chaos.sim.part.SimAgent;
import io.althing.chaos.sim.part.SimNode;
import io.althing.chaos.sim.part.SimPeople;
import io.althing.chaos.sim.part.SimPeople.Wish;
import io.althing.registry.Command;
import io.althing.registry.RegionRollout;
import io.althing.registry.RegistryState;
import io.althing.registry.Rollout;
import io.althing.registry.ServingTarget;
import io.althing.registry.Table;
import io.althing.serving.InForce;
import io.althing.store.AuditReader;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Mends everything and sees that the cluster comes to rest: writes go on, what was decided is in force, nothing waits for ever. */
final class Settling {
    private static final long SECOND = 1_000_000_000L;
    private static final String TREE = "the-tree-is-over-the-entries";
    private static final String SETTLES = "everything-settles";

    private final SimArena.Cluster cluster;
    private final SimArena.Passing time;

    Settling(SimArena.Cluster cluster, SimArena.Passing time) {
        this.cluster = cluster;
        this.time = time;
    }

    void settle() {
        if (cluster.promises().first().isPresent()) {
            return;
        }
        mend();
        long before = cluster.people().acknowledged();
        cluster.people().ask(Wish.of(SimPeople.OLGA, new Command.SetTag(SimPeople.MODEL, "after", "all")));
        boolean writes = time.until(15 * SECOND, () -> cluster.people().acknowledged() > before);
        if (!writes) {
            broken("writes-resume", "no write was acknowledged 15 s after everything was mended");
            return;
        }
        boolean settled = time.until(180 * SECOND, () -> unsettled().isEmpty());
        if (!settled && cluster.promises().first().isEmpty()) {
            broken(SETTLES, unsettled().orElse("nothing"));
            return;
        }
        time.until(5 * SECOND, () -> false);
        cluster.log().replicas().forEach(this::tree);
        var replay = new Replay(cluster.library().signatures(), cluster.library().codecs())
                .of(cluster.promises().log());
        replay.differs(cluster.log().replicas())
                .ifPresent(how -> broken("a-replayed-log-gives-the-same-state", how));
        cluster.agents().forEach(this::journal);
    }

    private void broken(String promise, String what) {
        if (cluster.promises().first().isEmpty()) {
            cluster.promises().broken(promise, what);
        }
    }

    private void mend() {
        cluster.network().healAll();
        cluster.nodes().forEach(SimNode::restart);
        cluster.nodes().forEach(n -> n.clock().skew(0));
        for (SimAgent agent : cluster.agents()) {
            agent.stickDisk(Duration.ZERO);
            agent.breakDisk(false);
            agent.loseRouter(false);
            agent.line(0, false);
            agent.skew(0);
            agent.metrics(Metrics.HONEST);
            agent.disarm();
            agent.restart();
        }
    }

    /** The first thing that has not come to rest. */
    private Optional<String> unsettled() {
        List<SimReplica> replicas = List.copyOf(cluster.log().replicas());
        long index = replicas.get(0).appliedIndex();
        if (replicas.stream().anyMatch(r -> r.appliedIndex() != index)) {
            return Optional.of("replicas stand at " + replicas.stream().map(SimReplica::appliedIndex).toList());
        }
        return cluster.read(state -> {
            if (!state.all(Table.OPEN_BALLOTS, "").isEmpty()) {
                return Optional.of("ballots are open: " + state.all(Table.OPEN_BALLOTS, ""));
            }
            return state.all(Table.TARGETS, "").stream().filter(t -> !t.confirmed() && !conflict(state, t)).findFirst()
                    .map(t -> "the target of " + t.region() + " is not confirmed: " + t).or(() -> state
                            .all(Table.ROLLOUTS, "").stream()
                            .flatMap(r -> stuck(r, state.all(Table.REGION_ROLLOUTS, r.id() + "/")).stream())
                            .findFirst());
        }).flatMap(what -> what).or(this::served);
    }

    /**
     * Whether the others promoted what the region had taken back by itself while it was cut off. It stays back until a person ends the
     * rollout; that such a conflict is recorded and held comes with the work that builds holds.
     */
    private boolean conflict(RegistryState state, ServingTarget target) {
        return state.get(Table.ACTIVE_ROLLOUTS, target.model().value())
                .flatMap(active -> state.get(Table.REGION_ROLLOUTS, Table.key(active.rollout(), target.region())))
                .filter(part -> part.phase() == RegionRollout.Phase.PROMOTED
                        && cluster.promises().serving().isBack(part.region(), part.rollout()))
                .isPresent();
    }

    private static Optional<String> stuck(Rollout rollout, List<RegionRollout> parts) {
        boolean open = parts.stream().anyMatch(
                p -> p.phase() == RegionRollout.Phase.WAITING || p.phase() == RegionRollout.Phase.CANARY);
        return switch (rollout.state()) {
            case AWAITING_APPROVAL, PAUSED, SUCCEEDED, SUCCEEDED_PARTLY, RECOVERED, ESCALATED, ABORTED ->
                Optional.empty();
            case RUNNING -> open
                    ? Optional.empty()
                    : Optional.of("rollout " + rollout.id() + " runs, though no region has anything left to do: "
                            + parts.stream().map(p -> p.region() + " " + p.phase()).toList());
            case ROLLING_BACK ->
                Optional.of("rollout " + rollout.id() + " is still rolling back: " + rollout.why() + "; "
                        + parts.stream().map(p -> p.region() + " " + p.phase() + " " + p.recovery()).toList());
            case ROLLED_BACK -> parts.stream().anyMatch(p -> p.recovery() == RegionRollout.Recovery.WATCHING)
                    ? Optional.of("rollout " + rollout.id() + " is still watched: " + parts)
                    : Optional.empty();
        };
    }

    private Optional<String> served() {
        for (SimAgent agent : cluster.agents()) {
            Optional<ServingTarget> target = cluster
                    .read(s -> s.get(Table.TARGETS, Table.key(SimPeople.MODEL, agent.region()))).flatMap(t -> t);
            InForce inForce = agent.inForce();
            boolean held = cluster.read(s -> target.filter(t -> conflict(s, t)).isPresent()).orElse(false);
            if (target.isPresent() && !held && !target.get().stable().equals(inForce.stable())) {
                return Optional.of(agent.region() + " serves " + inForce + ", its target is " + target.get());
            }
            boolean waiting = agent.status().filter(s -> s.journal().unwritten() > 0 || !s.link().up()).isPresent();
            if (agent.status().isEmpty() || waiting) {
                return Optional.of("the agent of " + agent.region() + " is not well: "
                        + agent.status().map(s -> s.journal() + ", " + s.link()).orElse("down"));
            }
        }
        return Optional.empty();
    }

    /** The audit tree is the tree over the entries, on every replica. */
    private void tree(SimReplica replica) {
        AuditReader audit = replica.audit();
        TreeHead head = audit.head();
        List<byte[]> entries = audit.entries(0, Integer.MAX_VALUE);
        CompactRange range = CompactRange.EMPTY;
        for (byte[] entry : entries) {
            range = range.append(MerkleTree.leafHash(entry)).range();
        }
        try {
            if (!range.head().equals(head) || !new TreeReader(audit).head(head.size()).equals(head)) {
                broken(TREE, replica.name() + " says " + head + ", its entries say " + range.head());
            }
        } catch (NoSuchElementException e) {
            broken(TREE, replica.name() + " cannot give the tree of its " + head.size() + " entries: "
                    + e.getMessage());
        }
    }

    /** The journal opens again, every act is told at most once, and what was late is written down. */
    private void journal(SimAgent agent) {
        try (Journal journal = Journal.on(new Copy(agent.journal()), new Nobody(),
                new Journal.Parts(agent.region(), "none", cluster.library().codecs().json(),
                        () -> io.althing.chaos.sim.time.SimClock.BEGINNING))) {
            var told = new HashSet<Long>();
            var acts = new HashSet<String>();
            for (JournalEntry entry : journal.entries()) {
                boolean news = switch (entry.act()) {
                    case JournalAct.WentBack back -> acts.add(back.rollout().value());
                    case JournalAct.Told act -> told.add(act.of());
                    case JournalAct.JournalledLate late -> true;
                };
                if (!news) {
                    broken("a-journal-says-things-once", agent.region() + " wrote down twice: " + entry);
                }
            }
        } catch (IOException | JournalDamagedException e) {
            broken("a-journal-opens-again", agent.region() + ": " + e.getMessage());
        }
    }

    /** A journal's bytes, for reading. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Copy(byte[] bytes) implements JournalFile {
        @Override
        public String name() {
            return "journal";
        }

        @Override
        public byte[] read() {
            return bytes;
        }

        @Override
        public void cut(long length) {
            // read only
        }

        @Override
        public void append(byte[] more) {
            throw new IllegalStateException("read only");
        }

        @Override
        public void close() {
            // nothing to release
        }
    }

    /** Writes nothing. */
    private static final class Nobody implements JournalWriter {
        @Override
        public boolean write(Runnable write, Duration patience) {
            return false;
        }

        @Override
        public void close() {
            // nothing to release
        }
    }
}
