package io.althing.chaos.fault;

import io.althing.chaos.arena.ProcessArena;
import io.althing.chaos.check.Judge;
import io.althing.chaos.drill.Waiting;
import io.althing.chaos.failpoint.Armed;
import io.althing.chaos.failpoint.Failpoint;
import io.althing.chaos.failpoint.Failpoints;
import io.althing.chaos.fault.Fault.Begun;
import io.althing.chaos.fault.Fault.Need;
import io.althing.client.Call;
import io.althing.client.Json;
import io.althing.client.UserError;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** One fault for each failpoint: a process ends exactly there, and is started again when healed. */
final class CrashFaults {
    private static final Duration ONE_VICTIM = Duration.ofSeconds(20);
    private static final int VICTIMS = 4;
    private static final int SNAPSHOTS = 2;

    private CrashFaults() {}

    static List<Fault> all() {
        return Failpoint.all().stream().map(point -> new Fault("failpoint-" + point.name(),
                "ends " + victim(point) + " " + point.place(), Set.of(Need.OWN_NODES, Need.FAILPOINTS),
                scene -> new Crash(scene, point).begin())).toList();
    }

    private static String victim(Failpoint point) {
        return switch (point.victim()) {
            case LEADER -> "the leader";
            case FOLLOWER -> "a follower";
            case ANY -> "a node";
        };
    }

    /** One of them under way. */
    private record Crash(Scene scene, Failpoint point) {
        Begun begin() throws IOException, InterruptedException {
            ProcessArena arena = scene.own();
            for (int i = 0; i < VICTIMS; i++) {
                String victim = choose();
                if (ends(victim)) {
                    endedThere(victim);
                    return Begun.of(victim, () -> {
                        failpoints().disarm(victim);
                        arena.restart(victim);
                    });
                }
                failpoints().disarm(victim);
                if (!arena.cluster().runs(victim)) {
                    arena.restart(victim);
                }
            }
            scene.recorder().note(Judge.FAULTS, "no node came to the failpoint " + point.name());
            return Begun.of("nobody", () -> {});
        }

        private Failpoints failpoints() {
            return scene.own().machine().part(Failpoints.class);
        }

        private String choose() throws InterruptedException {
            return switch (point.victim()) {
                case LEADER -> scene.arena().awaitLeader();
                case FOLLOWER -> scene.follower();
                case ANY -> scene.shuffled().getFirst();
            };
        }

        private boolean ends(String victim) throws IOException, InterruptedException {
            ProcessArena arena = scene.own();
            if (point.provoked() == Failpoint.Provoked.BY_ABSENCE) {
                miss(victim);
            }
            failpoints().arm(victim, point);
            if (!arena.cluster().runs(victim)) {
                arena.startNode(victim);
            }
            long end = System.nanoTime() + patience().toNanos();
            while (arena.cluster().runs(victim) && System.nanoTime() < end) {
                provoke(victim);
                TimeUnit.MILLISECONDS.sleep(300);
            }
            return !arena.cluster().runs(victim);
        }

        /** Whoever was away has to start first. */
        private Duration patience() {
            return point.provoked() == Failpoint.Provoked.BY_ABSENCE ? ONE_VICTIM.multipliedBy(3) : ONE_VICTIM;
        }

        private void provoke(String victim) {
            switch (point.provoked()) {
                case BY_SNAPSHOT -> ask(victim, Call.post("/v1/cluster/snapshot", Json.object()));
                case BY_HANDOVER -> handOver(victim);
                case BY_LOAD, BY_ABSENCE -> {
                    // the load goes on
                }
            }
        }

        private void handOver(String victim) {
            scene.arena().leader().ifPresent(leader -> scene.shuffled().stream()
                    .filter(n -> !n.equals(leader) && !n.equals(victim)).findFirst()
                    .ifPresent(next -> ask(leader,
                            Call.post("/v1/cluster/transfer", Json.object().put("node", next)))));
        }

        /** The log is kept back to the snapshot before the last: the victim misses two. */
        private void miss(String victim) throws InterruptedException {
            scene.own().kill(victim);
            for (int i = 0; i < SNAPSHOTS; i++) {
                for (String node : scene.others(List.of(victim))) {
                    Waiting.until("node " + node + " has made a snapshot", Duration.ofMinutes(1),
                            () -> ask(node, Call.post("/v1/cluster/snapshot", Json.object())));
                }
                TimeUnit.SECONDS.sleep(1);
            }
        }

        private boolean ask(String node, Call call) {
            try {
                return scene.arena().client(node).send(call.within(Duration.ofSeconds(10))).ok();
            } catch (UserError unreachable) {
                return false;
            }
        }

        private void endedThere(String victim) {
            int exit = scene.own().cluster().process(victim).process().exitValue();
            if (exit != Armed.EXIT) {
                scene.recorder().note(Judge.FAULTS, victim + " ended with exit code " + exit
                        + " before it came to the failpoint " + point.name());
            }
        }
    }
}
