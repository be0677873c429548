package io.althing.chaos.fault;

import com.fasterxml.jackson.databind.JsonNode;
import io.althing.chaos.arena.Arena;
import io.althing.chaos.arena.ProcessArena;
import io.althing.chaos.workload.Recorder;
import io.althing.chaos.workload.RolloutLife;
import io.althing.chaos.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What a fault has to work with.
 *
 * @param random draws victims
 * @param with the fault's own settings in the drill script
 */
public record Scene(Arena arena, Load load, Recorder recorder, SplittableRandom random, JsonNode with) {
    /** What clients do meanwhile. */
    public record Load(Workload registers, Optional<RolloutLife> rollouts) {}

    /** The load on registers. */
    Workload workload() {
        return load.registers();
    }

    /** Rollouts and agents; faults that ask for them need {@link Fault.Need#AGENTS}. */
    RolloutLife rollouts() {
        return load.rollouts().orElseThrow(
                () -> new IllegalStateException("a fault that needs agents was let through"));
    }

    /** The region of the script, or one that is drawn. */
    String anyRegion() {
        List<String> regions = rollouts().agents().regions();
        return with.path("region").asText(regions.get(random.nextInt(regions.size())));
    }

    /** The nodes in an order drawn anew. */
    List<String> shuffled() {
        List<String> order = new ArrayList<>(arena.nodes());
        for (int i = order.size() - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            order.set(i, order.set(j, order.get(i)));
        }
        return order;
    }

    /** The arena of a drill's own processes; faults that ask for it need {@link Fault.Need#OWN_NODES}. */
    ProcessArena own() {
        if (arena instanceof ProcessArena processes) {
            return processes;
        }
        throw new IllegalStateException("a fault that needs nodes of the drill's own was let through");
    }

    /** All but these. */
    List<String> others(List<String> some) {
        return arena.nodes().stream().filter(n -> !some.contains(n)).toList();
    }

    /** A node that does not lead. */
    String follower() throws InterruptedException {
        String leader = arena.awaitLeader();
        return shuffled().stream().filter(n -> !n.equals(leader)).findFirst().orElseThrow();
    }

    /** A number from the script. */
    int number(String name, int otherwise) {
        return with.path(name).asInt(otherwise);
    }
}
