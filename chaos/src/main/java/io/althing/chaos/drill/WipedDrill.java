package io.althing.chaos.drill;

import io.althing.client.Call;
import io.althing.client.Json;
import io.althing.client.UserError;
import io.althing.node.ProcessExit;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** A node loses its disk and comes back under its old name, then under a new one. */
final class WipedDrill extends ClusterDrill {
    private static final Duration ADMIN = Duration.ofSeconds(10);

    @Override
    public String name() {
        return "wiped";
    }

    @Override
    public String promise() {
        return "a node with an emptied data directory refuses its old name, and the remedy it prints works";
    }

    @Override
    Outcome on(LoopbackCluster cluster, Setting setting) throws IOException, InterruptedException {
        String lost = follower(cluster);
        cluster.process(lost).kill();
        Scratch.delete(cluster.place(lost).data());
        List<String> findings = new ArrayList<>();
        boolean refused = refuses(cluster, lost, findings);
        replace(cluster, lost, setting);
        Outcome equal = Replicas.compare(cluster, Acknowledged.nothing());
        findings.addAll(equal.findings());
        boolean full = cluster.admin().need(Call.get("/v1/cluster")).json().path("members").findValues("voter")
                .stream().filter(v -> v.asBoolean()).count() == 3;
        findings.add(full ? "three voters again" : "not three voters");
        return new Outcome(refused && equal.held() && full, findings);
    }

    private static boolean refuses(LoopbackCluster cluster, String lost, List<String> findings)
            throws IOException, InterruptedException {
        OptionalInt exit = cluster.start(lost).exitCode(LoopbackCluster.STARTING);
        String output = cluster.process(lost).output();
        boolean remedy = output.contains("remove node '" + lost + "'") && output.contains("add it as a learner");
        findings.add(lost + " ended with exit code " + (exit.isPresent() ? exit.getAsInt() : "none")
                + (remedy ? " and said what to do" : " without saying what to do"));
        if (exit.isEmpty()) {
            cluster.process(lost).kill();
        }
        return exit.isPresent() && exit.getAsInt() == ProcessExit.WIPED.code() && remedy;
    }

    /** What the refusal says: remove it, start an empty node under a new name, add it as a learner, make it a voter. */
    private static void replace(LoopbackCluster cluster, String lost, Setting setting)
            throws IOException, InterruptedException {
        String successor = lost + "-again";
        admin(cluster, Call.delete("/v1/cluster/members/" + lost), "remove " + lost, setting);
        NodeFiles.Place place = cluster.newcomer(successor);
        cluster.start(successor);
        cluster.forget(lost);
        admin(cluster, Call.post("/v1/cluster/learners", Json.object().put("node", successor)
                .put("region", place.region()).put("peer", place.peer())), "add " + successor, setting);
        cluster.awaitReady(successor);
        admin(cluster, Call.post("/v1/cluster/voters", Json.object().put("node", successor)),
                "make " + successor + " a voter", setting);
    }

    /** Only the leader changes membership, and only when the last change is over: asks until it is done. */
    private static void admin(LoopbackCluster cluster, Call call, String what, Setting setting)
            throws InterruptedException {
        setting.progress().accept(what);
        Waiting.until(what + " is done", LoopbackCluster.STARTING, () -> {
            try {
                return cluster.client(cluster.awaitLeader()).send(call.within(ADMIN)).ok();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            } catch (UserError unreachable) {
                return false;
            }
        });
    }
}
