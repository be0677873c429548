package io.althing.chaos.arena;

import io.althing.chaos.drill.LoopbackCluster;
import io.althing.chaos.drill.NodeStatus;
import io.althing.chaos.drill.Waiting;
import io.althing.client.Answer;
import io.althing.client.ApiClient;
import io.althing.client.Call;
import io.althing.client.UserError;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A cluster as a drill sees it, whoever runs its nodes. What clients ask is thread-safe; what hurts comes from one thread.
 */
public interface Arena extends AutoCloseable {
    /** Patience with one question. */
    Duration QUICK = Duration.ofSeconds(2);

    /** The voters and whoever joined, without whoever was removed. */
    List<String> nodes();

    /** The region a node belongs to. */
    String region(String node);

    /** The base of a node's API. */
    URI api(String node);

    /** The token of the workload and of faults that administrate. */
    String token();

    /** The election timeout of its nodes. */
    Duration electionTimeout();

    /** The network between them. */
    Links network();

    /** How often this drill started a node's process. */
    int life(String node);

    /** Why a node's process is gone though nobody ended it; empty if it is there, or nobody here can tell. */
    Optional<String> gone(String node);

    /** Ends processes with SIGKILL, all at once. */
    void kill(List<String> nodes) throws IOException, InterruptedException;

    /** Ends a node's process with SIGTERM. */
    void stop(String node) throws IOException, InterruptedException;

    /** Starts a node's process and does not wait for it. */
    void startNode(String node) throws IOException, InterruptedException;

    /** Stops a node's process where it stands, or lets it go on. */
    void pause(String node, boolean paused) throws IOException, InterruptedException;

    /** Ends what this drill started, removes what it made. */
    @Override
    void close();

    /** Starts a node again and returns when its API answers. */
    default void restart(String node) throws IOException, InterruptedException {
        startNode(node);
        awaitAnswer(node);
    }

    /** Returns when the node's API answers at all. */
    default void awaitAnswer(String node) throws InterruptedException {
        Waiting.until("node " + node + " answers", LoopbackCluster.STARTING, () -> {
            gone(node).ifPresent(why -> {
                throw UserError.usage(why);
            });
            return status(node).isPresent();
        });
    }

    /** Returns when the node is ready to serve. */
    default void awaitReady(String node) throws InterruptedException {
        Waiting.until("node " + node + " is ready", LoopbackCluster.STARTING, () -> {
            try {
                return client(node).send(Call.get("/readyz").within(QUICK)).ok()
                        && client(node).send(Call.get("/v1/models").within(QUICK)).ok();
            } catch (UserError unreachable) {
                return false;
            }
        });
    }

    /** A client of one node, acting as the administrator. */
    default ApiClient client(String node) {
        return new ApiClient(List.of(new ApiClient.Place(node, api(node))), Optional.of(token()));
    }

    /** How a node stands; empty if it does not answer. */
    default Optional<NodeStatus> status(String node) {
        try {
            Answer answer = client(node).send(Call.get("/v1/cluster").within(QUICK));
            return answer.ok() ? Optional.of(NodeStatus.of(answer.json())) : Optional.empty();
        } catch (UserError unreachable) {
            return Optional.empty();
        }
    }

    /** Who leads in the newest term, as itself says. */
    default Optional<String> leader() {
        return nodes().stream().filter(n -> gone(n).isEmpty()).flatMap(n -> status(n).stream())
                .filter(NodeStatus::leads).max(Comparator.comparingLong(NodeStatus::term)).map(NodeStatus::node);
    }

    /** Who leads, once somebody does. */
    default String awaitLeader() throws InterruptedException {
        return Waiting.value("a node leads", LoopbackCluster.STARTING, this::leader);
    }

    /** Returns when all nodes that are there have applied the same index, and what they then are. */
    default List<NodeStatus> awaitEqualIndex() throws InterruptedException {
        return Waiting.value("all nodes have applied the same index", LoopbackCluster.STARTING, () -> {
            List<String> there = nodes().stream().filter(n -> gone(n).isEmpty()).toList();
            List<NodeStatus> all = there.stream().flatMap(n -> status(n).stream()).toList();
            boolean equal = all.size() == there.size()
                    && all.stream().map(NodeStatus::appliedIndex).distinct().count() == 1;
            return equal ? Optional.of(all) : Optional.empty();
        });
    }
}
