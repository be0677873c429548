package io.althing.chaos.mutant;

import io.althing.chaos.check.Judge;
import io.althing.chaos.check.Verdict;
import io.althing.chaos.drill.LoopbackCluster;
import io.althing.chaos.fault.Faults;
import io.althing.chaos.history.History;
import io.althing.chaos.mutant.Hunt.Catch;
import io.althing.chaos.script.DrillRun;
import io.althing.chaos.script.DrillScript;
import io.althing.client.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Three nodes under load that lose their power again and again. What a voter forgets can be seen only here: it votes again in a term that
 * it voted in before, and the term gets a second leader.
 */
final class VotingDrill {
    static final String NAME = "nodes";

    private static final int NODES = 3;
    private static final int RATE = 100;
    private static final Duration LENGTH = Duration.ofSeconds(100);
    private static final Duration DARK = Duration.ofSeconds(2);
    private static final List<Integer> SECONDS = List.of(8, 30, 52, 74);
    /** A missed bound on time betrays a busy machine sooner than a planted bug. */
    private static final Set<String> TIMED = Set.of("recovery");

    private VotingDrill() {}

    /**
     * Runs it once.
     *
     * @param flags of each node's JVM
     * @return the first broken promise
     */
    static Optional<Catch> run(Path directory, List<String> flags, long seed)
            throws IOException, InterruptedException {
        List<String> all = Stream.concat(LoopbackCluster.QUICK_TO_START.stream(), flags.stream()).toList();
        History history = DrillRun.run(script(),
                new DrillRun.Setting(directory.resolve("cluster"), DrillRun.Draw.of(seed), "any", all, line -> {}));
        return Judge.judge(history).stream().filter(v -> !TIMED.contains(v.check()))
                .filter(v -> v.standing() == Verdict.Standing.BROKEN).findFirst()
                .map(v -> new Catch(seed, v.check(), String.join("; ", v.findings())));
    }

    private static DrillScript script() {
        List<DrillScript.Step> timeline = SECONDS.stream().map(at -> new DrillScript.Step(Duration.ofSeconds(at), DARK,
                Faults.named("power-loss-all"), Json.object())).toList();
        return new DrillScript(NAME, "Does a node remember its votes?", NODES, LENGTH, "any",
                DrillScript.Demand.registers(RATE), timeline, 1);
    }
}
