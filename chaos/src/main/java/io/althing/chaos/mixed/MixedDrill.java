package io.althing.chaos.mixed;

import io.althing.chaos.arena.Machine;
import io.althing.chaos.arena.ProcessArena;
import io.althing.chaos.arena.RelayNetwork;
import io.althing.chaos.check.Judge;
import io.althing.chaos.check.Verdict;
import io.althing.chaos.drill.Drill;
import io.althing.chaos.drill.LoopbackCluster;
import io.althing.chaos.fault.Fault;
import io.althing.chaos.fault.Fault.Begun;
import io.althing.chaos.history.History;
import io.althing.chaos.script.DrillRun;
import io.althing.chaos.script.DrillScript;
import io.althing.client.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Nodes of two builds in one cluster, under load. */
public final class MixedDrill implements Drill {
    private static final int NODES = 3;
    private static final Duration AT = Duration.ofSeconds(2);
    private static final Duration WHOLE = Duration.ofSeconds(6);

    private final int rate;

    /** As the command line runs it. */
    public MixedDrill() {
        this(200);
    }

    /** @param rate operations a second */
    MixedDrill(int rate) {
        this.rate = rate;
    }

    @Override
    public String name() {
        return "mixed";
    }

    @Override
    public String promise() {
        return "a new command waits until every node knows it; a node that meets it all the same halts and applies nothing of it";
    }

    @Override
    public Outcome run(Setting setting) throws IOException, InterruptedException {
        Path next = NextBuild.make(project(), Files.createDirectories(setting.home().resolve("next")));
        List<String> findings = new ArrayList<>();
        Consumer<String> say = line -> {
            findings.add(line);
            setting.progress().accept(line);
        };
        var plan = ProcessArena.Plan.nodesOnly(setting.home().resolve("cluster"), NODES, LoopbackCluster.QUICK_TO_START,
                Machine.untouched());
        try (ProcessArena arena = ProcessArena.start(plan, new RelayNetwork())) {
            History history = DrillRun.on(arena, script(arena, next, say), DrillRun.Draw.of(1), setting.progress());
            history.write(setting.home().resolve("history.jsonl"));
            boolean held = true;
            for (Verdict verdict : Judge.judge(history)) {
                held &= verdict.passes();
                findings.add(verdict.check() + ": " + verdict.standing() + " " + String.join("; ", verdict.findings()));
            }
            return new Outcome(held, findings);
        }
    }

    private DrillScript script(ProcessArena arena, Path next, Consumer<String> say) {
        var upgrade = new Fault(name(), "gives one node after another the next build", Set.of(), scene -> {
            new Upgrade(arena, next, say).run()
                    .forEach(broken -> scene.recorder().note(Judge.FAULTS, "it should not be so: " + broken));
            return Begun.of("every node", () -> say.accept("every node is of the next build"));
        });
        return new DrillScript(name(), promise(), NODES, WHOLE, "relays", DrillScript.Demand.registers(rate),
                List.of(new DrillScript.Step(AT, Duration.ofMillis(1), upgrade, Json.object())), 1);
    }

    /** Where the sources lie: the launcher says so, a test runs in its module. */
    private static Path project() {
        Path here = Path.of(System.getProperty("althing.home", "")).toAbsolutePath();
        return Files.isDirectory(here.resolve("raft-store")) ? here : here.resolveSibling("").normalize();
    }
}
