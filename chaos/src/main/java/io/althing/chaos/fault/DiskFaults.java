package io.althing.chaos.fault;

import io.althing.chaos.arena.ProcessArena;
import io.althing.chaos.arena.SlowSyncs;
import io.althing.chaos.arena.SmallDisks;
import io.althing.chaos.check.Judge;
import io.althing.chaos.drill.Waiting;
import io.althing.chaos.fault.Fault.Begun;
import io.althing.chaos.fault.Fault.Need;
import io.althing.client.UserError;
import io.althing.node.ProcessExit;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Faults of disks. */
final class DiskFaults {
    private static final Duration GIVE_UP = Duration.ofSeconds(12);

    private DiskFaults() {}

    static List<Fault> all() {
        return List.of(
                new Fault("disk-low", "fills the leader's disk until 3 % are free", Set.of(Need.SMALL_DISKS),
                        DiskFaults::low),
                new Fault("disk-full", "fills the leader's disk to the last byte", Set.of(Need.SMALL_DISKS),
                        DiskFaults::full),
                new Fault("slow-disk", "makes each of the leader's disk syncs slower (with: millis)",
                        Set.of(Need.SLOW_SYNCS), scene -> slow(scene, scene.number("millis", 150))),
                new Fault("hung-disk", "makes each of the leader's disk syncs take four seconds",
                        Set.of(Need.SLOW_SYNCS), scene -> slow(scene, 4_000)),
                new Fault("bit-rot", "kills a follower, flips a byte of its files, and starts it",
                        Set.of(Need.OWN_NODES),
                        BitRot::begin));
    }

    private static SmallDisks disks(Scene scene) {
        return scene.own().machine().part(SmallDisks.class);
    }

    private static Begun low(Scene scene) throws IOException, InterruptedException {
        ProcessArena arena = scene.own();
        String leader = arena.awaitLeader();
        disks(scene).fill(leader, 3);
        try {
            Waiting.until("another than " + leader + " leads", GIVE_UP,
                    () -> arena.leader().filter(l -> !l.equals(leader)).isPresent());
        } catch (UserError stillLeads) {
            scene.recorder().note(Judge.FAULTS, "the leader's disk was nearly full and it kept leading: "
                    + stillLeads.text());
        }
        return Begun.of(leader, () -> disks(scene).empty(leader));
    }

    private static Begun full(Scene scene) throws IOException, InterruptedException {
        ProcessArena arena = scene.own();
        String leader = arena.awaitLeader();
        disks(scene).fill(leader, 0);
        return Begun.of(leader, () -> {
            disks(scene).empty(leader);
            if (ends(arena, leader)) {
                endedWell(scene, leader);
                arena.restart(leader);
            }
        });
    }

    /** Whether a node has ended, or is fenced and about to. */
    private static boolean ends(ProcessArena arena, String node) throws InterruptedException {
        if (arena.cluster().runs(node) && arena.status(node).filter(s -> !s.fenced()).isPresent()) {
            return false;
        }
        return arena.cluster().process(node).exitCode(GIVE_UP).isPresent();
    }

    /** A node whose disk is full may end, but must say so and end as its documentation says. */
    private static void endedWell(Scene scene, String node) throws IOException {
        int exit = scene.own().cluster().process(node).process().exitValue();
        String log = scene.own().cluster().process(node).output();
        if (exit != ProcessExit.FENCED.code() || !log.contains("No space left")) {
            scene.recorder().note(Judge.FAULTS, node + " ended with exit code " + exit
                    + (log.contains("No space left") ? "" : " without naming the full disk"));
        }
    }

    private static Begun slow(Scene scene, int millis) throws IOException, InterruptedException {
        String leader = scene.arena().awaitLeader();
        SlowSyncs syncs = scene.own().machine().part(SlowSyncs.class);
        syncs.slow(leader, millis);
        return Begun.of(leader + ", " + millis + " ms", () -> syncs.slow(leader, 0));
    }
}
