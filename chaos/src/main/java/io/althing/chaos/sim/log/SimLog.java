package io.althing.chaos.sim.log;

import io.althing.chaos.sim.time.SimClock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * All replicas of one simulated log, and the elections between them. Elections are decided from above, by who is up, who hears whom and
 * whose log is long enough for a majority to vote for it, so that no heartbeats are needed; whatever a leader then does goes over the
 * network.
 */
public final class SimLog {
    private final LogParts parts;
    private final Map<String, SimReplica> replicas = new LinkedHashMap<>();
    private boolean checking;
    private long highestTerm;
    private long highestCommit;

    /** A log without replicas. */
    public SimLog(LogParts parts) {
        this.parts = parts;
        parts.network().onChange(this::changed);
    }

    /** Adds a voter. All are to be added before the first event runs. */
    public SimReplica add(String name, SimClock clock) {
        var replica = new SimReplica(name, parts, clock, this);
        replicas.put(name, replica);
        changed();
        return replica;
    }

    /** Every replica, in the order in which they were added. */
    public Collection<SimReplica> replicas() {
        return replicas.values();
    }

    SimReplica replica(String name) {
        return Objects.requireNonNull(replicas.get(name));
    }

    List<String> others(String name) {
        return replicas.keySet().stream().filter(other -> !other.equals(name)).toList();
    }

    int majority() {
        return replicas.size() / 2 + 1;
    }

    /** The highest index any leader ever committed. */
    public long highestCommit() {
        return highestCommit;
    }

    void committed(SimReplica by, long index) {
        highestCommit = Math.max(highestCommit, index);
        long holders = replicas.values().stream()
                .filter(r -> r.disk().last() >= index
                        && (index <= r.disk().base() || r.disk().termAt(index) == by.disk().termAt(index)))
                .count();
        if (holders < majority()) {
            parts.watch().broken("committed-on-a-majority", by.name() + " committed " + index + " held by " + holders);
        }
    }

    /** The replica that leads in the newest term, if one does. */
    public Optional<SimReplica> leader() {
        return replicas.values().stream().filter(r -> r.up() && r.leads())
                .reduce((one, other) -> one.term() > other.term() ? one : other);
    }

    /** Who hears whom has changed: leaders hurry, and whoever misses a leader elects one after an election timeout. */
    void changed() {
        replicas.values().forEach(SimReplica::hurry);
        if (!checking) {
            checking = true;
            long timeout = parts.pace().electionTimeout().toNanos();
            parts.agenda().after(timeout + parts.dice().between(0, timeout), "election", () -> {
                checking = false;
                check();
            });
        }
    }

    /** Those it hears and is heard by, itself included. */
    private List<SimReplica> company(SimReplica one) {
        return replicas.values().stream().filter(SimReplica::up)
                .filter(r -> r == one || parts.network().bothWays(one.name(), r.name())).toList();
    }

    /** Whether a majority still takes it for the leader: what a linearizable read asks before it is answered. */
    boolean confirmed(SimReplica leader, long term) {
        return leader.up() && leader.leads() && leader.term() == term
                && company(leader).stream().filter(r -> r.term() <= term).count() >= majority();
    }

    private void check() {
        for (SimReplica replica : replicas.values()) {
            if (replica.up() && company(replica).size() < majority()) {
                replica.follow(Optional.empty());
            }
        }
        boolean led = leader().filter(l -> company(l).size() >= majority()
                && company(l).stream().filter(r -> r.term() <= l.term()).count() >= majority()).isPresent();
        if (!led) {
            elect(replicas.values().stream().filter(SimReplica::up).toList());
        }
    }

    /** A leader is chosen among those; whether one could be. */
    private boolean elect(List<SimReplica> from) {
        var able = new ArrayList<SimReplica>();
        for (SimReplica candidate : from) {
            if (voters(candidate).size() >= majority()) {
                able.add(candidate);
            }
        }
        if (able.isEmpty()) {
            return false;
        }
        SimReplica winner = parts.dice().pick(able);
        List<SimReplica> voters = voters(winner);
        long term = 1 + company(winner).stream().mapToLong(SimReplica::term).max().orElse(0);
        if (term <= highestTerm) {
            parts.watch().broken("one-leader-a-term", "term " + term + " was led before");
        }
        highestTerm = term;
        voters.stream().filter(v -> v != winner).forEach(v -> v.vote(term));
        winner.lead(term);
        return true;
    }

    private List<SimReplica> voters(SimReplica candidate) {
        return company(candidate).stream().filter(r -> atLeast(candidate.disk(), r.disk())).toList();
    }

    private static boolean atLeast(ReplicaDisk one, ReplicaDisk other) {
        return one.lastTerm() != other.lastTerm() ? one.lastTerm() > other.lastTerm() : one.last() >= other.last();
    }

    /** Another replica takes over, if one can. */
    public void transfer() {
        Optional<SimReplica> now = leader();
        elect(replicas.values().stream().filter(SimReplica::up)
                .filter(r -> now.isEmpty() || r != now.get()).toList());
    }
}
