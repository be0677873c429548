package io.althing.chaos.fault;

import io.althing.chaos.arena.Arena;
import io.althing.chaos.fault.Fault.Begun;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** Faults of processes. */
final class ProcessFaults {
    private ProcessFaults() {}

    static List<Fault> all() {
        return List.of(
                new Fault("kill-leader", "ends the leader's process with SIGKILL and starts it again when healed",
                        Set.of(), scene -> kill(scene, List.of(scene.arena().awaitLeader()))),
                new Fault("kill-follower", "ends a follower's process with SIGKILL and starts it again when healed",
                        Set.of(), scene -> kill(scene, List.of(scene.follower()))),
                new Fault("kill-all", "ends all processes at once with SIGKILL and starts them again when healed",
                        Set.of(), scene -> kill(scene, scene.arena().nodes())),
                new Fault("kill-loop", "ends the leader's process with SIGKILL and starts it again, over and over",
                        Set.of(), ProcessFaults::killLoop),
                new Fault("rolling-restart", "stops one node after another with SIGTERM and starts it again",
                        Set.of(), ProcessFaults::rollingRestart),
                new Fault("pause-leader", "stops the leader's process with SIGSTOP until healed", Set.of(),
                        scene -> pause(scene, List.of(scene.arena().awaitLeader()))),
                new Fault("pause-follower", "stops a follower's process with SIGSTOP until healed", Set.of(),
                        scene -> pause(scene, List.of(scene.follower()))),
                new Fault("pause-all", "stops all processes with SIGSTOP until healed", Set.of(),
                        scene -> pause(scene, scene.arena().nodes())),
                new Fault("stutter", "stops and continues the leader's process, several times a second", Set.of(),
                        ProcessFaults::stutter));
    }

    private static Begun kill(Scene scene, List<String> victims) throws IOException, InterruptedException {
        Arena arena = scene.arena();
        arena.kill(victims);
        return Begun.of(String.join(", ", victims), () -> {
            for (String victim : victims) {
                arena.startNode(victim);
            }
            for (String victim : victims) {
                arena.awaitAnswer(victim);
            }
        });
    }

    private static Begun killLoop(Scene scene) {
        Arena arena = scene.arena();
        Repeating kills = Repeating.every(Duration.ofSeconds(1), round -> {
            String leader = arena.awaitLeader();
            arena.kill(List.of(leader));
            arena.restart(leader);
        });
        return Begun.of("whoever leads", kills::stop);
    }

    private static Begun rollingRestart(Scene scene) {
        Arena arena = scene.arena();
        List<String> order = scene.shuffled();
        var ended = new AtomicBoolean();
        Repeating restarts = Repeating.every(Duration.ofMillis(500), round -> {
            if (!ended.get() && round < order.size()) {
                String node = order.get(round);
                arena.stop(node);
                arena.restart(node);
                arena.awaitReady(node);
            }
        });
        return Begun.of(String.join(", then ", order), () -> {
            ended.set(true);
            restarts.stop();
        });
    }

    private static Begun pause(Scene scene, List<String> victims) throws IOException, InterruptedException {
        Arena arena = scene.arena();
        for (String victim : victims) {
            arena.pause(victim, true);
        }
        return Begun.of(String.join(", ", victims), () -> {
            for (String victim : victims) {
                arena.pause(victim, false);
            }
        });
    }

    private static Begun stutter(Scene scene) throws InterruptedException {
        Arena arena = scene.arena();
        String leader = arena.awaitLeader();
        Repeating stops = Repeating.every(Duration.ofMillis(scene.number("everyMillis", 300)),
                round -> arena.pause(leader, round % 2 == 0));
        return Begun.of(leader, () -> {
            stops.stop();
            arena.pause(leader, false);
        });
    }
}
