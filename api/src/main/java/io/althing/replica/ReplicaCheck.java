package io.althing.replica;

import io.althing.registry.NodeId;
import io.althing.replica.DigestVote.Verdict;
import io.althing.store.DigestMark;
import io.althing.store.RegistryStore;
import io.althing.store.StoreStatus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares this replica with the others every second as long as there is something to compare, and fences it if a majority of the voters
 * has become something else. One thread of its own.
 */
public final class ReplicaCheck implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicaCheck.class);
    /** Where a node tells its digests. */
    public static final String PATH = "/v1/cluster/digests";
    /** How often replicas compare themselves. */
    public static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final RegistryStore store;
    private final Replica replica;
    private final List<URI> peers;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1)).build();
    private final ScheduledExecutorService thread = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("replica-check").daemon(true).factory());
    private volatile Optional<String> doubt = Optional.empty();
    private long settledAt = -1;

    /** A check that has not started. */
    public ReplicaCheck(RegistryStore store, Replica replica, List<URI> peers) {
        this.store = store;
        this.replica = replica;
        this.peers = List.copyOf(peers);
    }

    /** Compares every so often from now on. */
    public void start(Duration every) {
        var unused = thread.scheduleWithFixedDelay(this::turn, every.toMillis(), every.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Why nobody may go forward now: replicas differ and none has a majority; empty if all is well. */
    public Optional<String> doubt() {
        return doubt;
    }

    private void turn() {
        try {
            StoreStatus status = store.status();
            if (!status.fenced() && status.appliedIndex() != settledAt) {
                compare(status);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("replicas were not compared this time, trying again: {}", e.toString());
        }
    }

    private void compare(StoreStatus status) throws InterruptedException {
        Set<NodeId> voters = status.members().stream().filter(StoreStatus.MemberStatus::voter)
                .map(StoreStatus.MemberStatus::node).collect(Collectors.toSet());
        Map<NodeId, List<DigestMark>> others = new TreeMap<>();
        for (URI peer : peers) {
            ask(peer).filter(told -> voters.contains(told.node()) && !told.node().equals(status.node()))
                    .ifPresent(told -> others.put(told.node(), told.marks()));
        }
        List<DigestMark> own = replica.recentDigests();
        conclude(new DigestVote(voters.size(), voters.contains(status.node()), own).judge(others),
                own.getLast().index(), voters.size() - (voters.contains(status.node()) ? 1 : 0));
    }

    private void conclude(Verdict verdict, long index, int others) {
        switch (verdict) {
            case Verdict.Agreed agreed -> {
                settledAt = agreed.compared().size() == others ? index : -1;
                doubtful(Optional.empty());
            }
            case Verdict.OthersDiffer differ -> {
                LOG.error("{} differ from the majority that this replica is of; they fence themselves. If one goes on,"
                        + " stop it, remove it and add an empty node under a new name", differ.odd());
                doubtful(Optional.empty());
            }
            case Verdict.Undecided undecided -> doubtful(Optional.of(undecided.detail()));
            case Verdict.Outvoted outvoted -> replica.fence(outvoted.detail());
        }
    }

    private void doubtful(Optional<String> now) {
        if (now.isPresent() && !now.equals(doubt)) {
            LOG.error("{}: nothing is promoted until one is removed and replaced by an empty node under a new name",
                    now.get());
        }
        doubt = now;
    }

    private Optional<Digests> ask(URI peer) throws InterruptedException {
        try {
            HttpResponse<byte[]> answer = client.send(
                    HttpRequest.newBuilder(peer.resolve(PATH)).timeout(PATIENCE).build(), BodyHandlers.ofByteArray());
            return answer.statusCode() == 200 ? Digests.parse(answer.body()) : Optional.empty();
        } catch (IOException unreachable) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
