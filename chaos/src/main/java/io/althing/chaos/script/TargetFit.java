package io.althing.chaos.script;

import io.althing.chaos.arena.Arena;
import io.althing.chaos.fault.Fault;
import io.althing.chaos.fault.Faults;
import io.althing.client.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whether a drill may be run on a cluster of somebody's own. Nothing is touched before everything is known to fit. */
final class TargetFit {
    private TargetFit() {}

    /**
     * The cluster of a configuration.
     *
     * @param dangerous whether faults are allowed that cut, stop or end something
     * @throws UserError naming every fault that cannot be done there, or may not be
     */
    static Arena arena(Path file, DrillScript script, boolean dangerous) throws IOException {
        TargetConfig config = TargetConfig.read(file);
        List<String> wrong = new ArrayList<>();
        script.timeline().stream().map(DrillScript.Step::fault).distinct().forEach(fault -> {
            fault.needs().stream().map(need -> unfit(need, config)).filter(why -> !why.isEmpty())
                    .forEach(why -> wrong.add(fault.name() + ": " + why));
            if (!Faults.gentle(fault) && !dangerous) {
                wrong.add(fault.name() + ": it " + fault.does() + "; allow that with --dangerous");
            }
        });
        if (script.load().rollouts().isPresent()) {
            wrong.add("workload.rollouts: agents can only be drilled where the drill itself started them");
        }
        if (!wrong.isEmpty()) {
            throw UserError.usage("this drill cannot run on " + file + ":\n  " + String.join("\n  ", wrong));
        }
        var arena = new TargetArena(config);
        for (String node : arena.nodes()) {
            if (arena.status(node).isEmpty()) {
                throw UserError.usage("node " + node + " does not answer at " + arena.api(node)
                        + "; a drill begins with a cluster that is well");
            }
        }
        return arena;
    }

    private static String unfit(Fault.Need need, TargetConfig config) {
        return switch (need) {
            case DELAY, LOSS -> "a cluster of your own can be cut, but not slowed";
            case FIVE_NODES -> config.nodes().size() >= 5 ? "" : "it needs five nodes";
            case SMALL_DISKS, SLOW_SYNCS, CLOCKS, POWER, FAILPOINTS, MESSAGES, OWN_NODES, AGENTS ->
                "it needs nodes that the drill itself started";
        };
    }
}
