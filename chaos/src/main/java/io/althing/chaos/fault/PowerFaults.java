package io.althing.chaos.fault;

import io.althing.chaos.arena.LostPower;
import io.althing.chaos.arena.ProcessArena;
import io.althing.chaos.check.Judge;
import io.althing.chaos.fault.Fault.Begun;
import io.althing.chaos.fault.Fault.Need;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Nodes that lose power: their processes end, and with them all that was not synced. */
final class PowerFaults {
    private static final Set<Need> POWER = Set.of(Need.OWN_NODES, Need.POWER);

    private PowerFaults() {}

    static List<Fault> all() {
        return List.of(
                new Fault("power-loss-leader", "takes the power from the leader: what it had not synced is gone", POWER,
                        scene -> lose(scene, List.of(scene.arena().awaitLeader()))),
                new Fault("power-loss", "takes the power from a follower: what it had not synced is gone", POWER,
                        scene -> lose(scene, List.of(scene.follower()))),
                new Fault("power-loss-all", "takes the power from all nodes at once: what was not synced is gone",
                        POWER, scene -> lose(scene, scene.arena().nodes())));
    }

    private static Begun lose(Scene scene, List<String> victims) throws IOException, InterruptedException {
        ProcessArena arena = scene.own();
        LostPower power = arena.machine().part(LostPower.class);
        arena.kill(victims);
        List<String> details = new ArrayList<>();
        for (String victim : victims) {
            List<String> unseen = power.unseen(victim);
            if (!unseen.isEmpty()) {
                scene.recorder().note(Judge.FAULTS, victim + " writes files through memory, of which it is not known"
                        + " what was synced: " + unseen);
            }
            LostPower.Loss loss = power.lose(victim);
            details.add(victim + " (" + loss.bytes() + " bytes, " + loss.files() + " files lost)");
        }
        return Begun.of(String.join(", ", details), () -> {
            for (String victim : victims) {
                arena.startNode(victim);
            }
            for (String victim : victims) {
                arena.awaitAnswer(victim);
            }
        });
    }
}
