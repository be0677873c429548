package io.althing.chaos.fault;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * One way to hurt a cluster.
 *
 * @param name as drill scripts write it
 * @param does what it does, as a sentence without its subject
 * @param needs what must be there for it
 */
public record Fault(String name, String does, Set<Need> needs, Act act) {
    /** Copies the needs. */
    public Fault {
        needs = Set.copyOf(needs);
    }

    /** What a fault may need of the arena. */
    public enum Need {
        /** A network that can delay; namespaces cannot on a kernel without netem. */
        DELAY,
        /** A network that can lose packets; relays carry whole streams. */
        LOSS, FIVE_NODES,
        /** A disk of its own for each node, small enough to fill. */
        SMALL_DISKS,
        /** Disk syncs that can be made slow. */
        SLOW_SYNCS,
        /** Clocks that can be set. */
        CLOCKS,
        /** Nodes of which it is known what they have synced. */
        POWER,
        /** Nodes that can be ended at a named place in their code. */
        FAILPOINTS,
        /** Nodes that can send messages twice, or late. */
        MESSAGES,
        /** Nodes that the drill itself made, with their files. */
        OWN_NODES,
        /** Agents beside the drill's own nodes, and rollouts. */
        AGENTS
    }

    /** Does it. */
    @FunctionalInterface
    public interface Act {
        /** Begins it and returns; what goes on in the background ends when it is healed. */
        Begun begin(Scene scene) throws IOException, InterruptedException;
    }

    /**
     * A fault under way.
     *
     * @param detail whom it hit and how
     * @param minority nodes that run but reach no majority now
     * @param heal undoes it; returns when processes that were ended answer again
     */
    public record Begun(String detail, List<String> minority, Heal heal) {
        /** Copies the nodes. */
        public Begun {
            minority = List.copyOf(minority);
        }

        /** One that leaves every running node in reach of a majority, or every one out of it. */
        public static Begun of(String detail, Heal heal) {
            return new Begun(detail, List.of(), heal);
        }
    }

    /** Undoes a fault. */
    @FunctionalInterface
    public interface Heal {
        /** Called once. */
        void heal() throws IOException, InterruptedException;
    }
}
