package io.althing.chaos.drill;

import io.althing.client.Answer;
import io.althing.client.Call;
import io.althing.client.Json;
import io.althing.client.UserError;
import io.althing.node.ProcessExit;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** A row of one replica's state changes behind its back while a third node is down; then the third comes back. */
final class DivergeDrill extends ClusterDrill {
    private static final Duration STOPPING = Duration.ofSeconds(30);
    private static final String TAG = "/v1/models/" + NodeFiles.MODEL + "/tags/diverge";

    @Override
    public String name() {
        return "diverge";
    }

    @Override
    public String promise() {
        return "a replica that diverged fences itself and stays down; as long as no majority knows better, nobody promotes";
    }

    @Override
    Outcome on(LoopbackCluster cluster, Setting setting) throws IOException, InterruptedException {
        String leader = cluster.awaitLeader();
        List<String> followers = cluster.names().stream().filter(name -> !name.equals(leader)).toList();
        String odd = followers.get(0);
        String absent = followers.get(1);
        write(cluster, leader, "before it went bad");
        var unused = cluster.awaitEqualIndex();
        cluster.process(odd).stop(STOPPING);
        RottenState.change(cluster.place(odd).data(), "before it went bad", "before it went mad");
        setting.progress().accept("changed a row of " + odd);
        cluster.start(odd);
        cluster.awaitReady(odd);
        cluster.process(absent).stop(STOPPING);
        List<String> findings = new ArrayList<>();
        boolean held = nobodyPromotes(cluster, List.of(leader, odd), findings);
        cluster.start(absent);
        held &= fences(cluster, odd, findings);
        cluster.awaitReady(leader);
        Waiting.until("going forward is allowed again", LoopbackCluster.STARTING,
                () -> !promoted(cluster, leader).equals("replicas-differ"));
        findings.add(leader + " and " + absent + " go on: moving an alias is answered "
                + promoted(cluster, leader));
        return new Outcome(held, findings);
    }

    private static boolean nobodyPromotes(LoopbackCluster cluster, List<String> two, List<String> findings)
            throws InterruptedException {
        write(cluster, cluster.awaitLeader(), "a write that tells them apart");
        Waiting.until("both replicas see that they differ", LoopbackCluster.STARTING,
                () -> two.stream().allMatch(node -> promoted(cluster, node).equals("replicas-differ")));
        write(cluster, cluster.awaitLeader(), "written while in doubt");
        boolean both = two.stream().allMatch(cluster::runs);
        findings.add("with " + String.join(" and ", two) + " only, both refuse to move an alias (replicas-differ),"
                + " take other writes, and " + (both ? "both stay" : "one ended"));
        return both;
    }

    private static boolean fences(LoopbackCluster cluster, String odd, List<String> findings)
            throws IOException, InterruptedException {
        OptionalInt first = cluster.process(odd).exitCode(LoopbackCluster.STARTING);
        boolean remedy = cluster.process(odd).output().contains("add an empty one under a new node id");
        OptionalInt again = first.isPresent() ? cluster.start(odd).exitCode(LoopbackCluster.STARTING) : first;
        findings.add("with the third node back, " + odd + " ended with exit code " + text(first)
                + (remedy ? " and said what to do" : " without saying what to do") + "; started again: exit code "
                + text(again));
        return remedy && first.isPresent() && first.getAsInt() == ProcessExit.DIVERGED.code()
                && again.isPresent() && again.getAsInt() == ProcessExit.DIVERGED.code();
    }

    private static String text(OptionalInt exit) {
        return exit.isPresent() ? Integer.toString(exit.getAsInt()) : "none";
    }

    private static void write(LoopbackCluster cluster, String node, String value) {
        cluster.client(node).need(Call.put(TAG, Json.object().put("value", value)));
    }

    /** What becomes of moving an alias: the kind of problem, or {@code done}. */
    private static String promoted(LoopbackCluster cluster, String node) {
        try {
            Answer answer = cluster.client(node).send(
                    Call.put("/v1/models/" + NodeFiles.MODEL + "/aliases/champion", Json.object().put("version", "v1"))
                            .with("If-Match", "\"0\""));
            return answer.ok() ? "done" : answer.problem().type();
        } catch (UserError unreachable) {
            return "no answer";
        }
    }
}
