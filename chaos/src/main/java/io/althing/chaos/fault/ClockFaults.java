package io.althing.chaos.fault;

import io.althing.chaos.arena.Clocks;
import io.althing.chaos.fault.Fault.Begun;
import io.althing.chaos.fault.Fault.Need;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Faults of wall clocks. */
final class ClockFaults {
    private static final Set<Need> CLOCKS = Set.of(Need.CLOCKS);

    private ClockFaults() {}

    static List<Fault> all() {
        return List.of(
                new Fault("clock-jump", "sets the leader's clock an hour ahead, and back", CLOCKS,
                        scene -> set(scene, scene.arena().awaitLeader(), Duration.ofHours(1))),
                new Fault("clock-behind", "sets a follower's clock an hour back", CLOCKS,
                        scene -> set(scene, scene.follower(), Duration.ofHours(-1))),
                new Fault("clock-strobe", "sets the leader's clock five minutes ahead and back, again and again",
                        CLOCKS,
                        ClockFaults::strobe));
    }

    private static Clocks clocks(Scene scene) {
        return scene.own().machine().part(Clocks.class);
    }

    private static Begun set(Scene scene, String node, Duration ahead) throws IOException {
        clocks(scene).set(node, ahead);
        return Begun.of(node + ", " + ahead.toSeconds() + " s", () -> clocks(scene).set(node, Duration.ZERO));
    }

    private static Begun strobe(Scene scene) throws InterruptedException {
        String leader = scene.arena().awaitLeader();
        Repeating jumps = Repeating.every(Duration.ofSeconds(2),
                round -> clocks(scene).set(leader, round % 2 == 0 ? Duration.ofMinutes(5) : Duration.ZERO));
        return Begun.of(leader, () -> {
            jumps.stop();
            clocks(scene).set(leader, Duration.ZERO);
        });
    }
}
