package io.althing.chaos.drill;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.althing.cli.CommandProvider;
import io.althing.cli.Output;
import io.althing.client.ExitCode;
import io.althing.client.Json;
import io.althing.client.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code althing drill acceptance}. */
@Command(name = "acceptance", mixinStandardHelpOptions = true, description = "Kill, starve, wipe and damage clusters of real processes, and check what they promised.")
public final class AcceptanceCommand implements Callable<Integer> {
    /** The drills of this package, in the order in which they run; others come after them. */
    static final List<Drill> DRILLS = List.of(new KillDrill(), new LaggardDrill(), new WipedDrill(),
            new DamageDrill(), new RotateDrill(), new InterpreterDrill(), new SyncDrill(), new DivergeDrill(),
            new IdleDrill());

    @Option(names = "--acks", defaultValue = "2000", description = "acknowledged writes before each kill (default: ${DEFAULT-VALUE})")
    private int acks = 2000;

    @Option(names = "--idle-seconds", defaultValue = "600", description = "how long the idle cluster is watched (default: ${DEFAULT-VALUE})")
    private int idleSeconds = 600;

    @Option(names = "--only", split = ",", paramLabel = "DRILL", description = "kill, laggard, wiped, damage, rotate, interpreter, sync, diverge, idle, mixed (default: all)")
    private List<String> only = List.of();

    @Option(names = "--data", defaultValue = "target/drill", paramLabel = "DIR", description = "where the clusters live (default: ${DEFAULT-VALUE})")
    private Path data = Path.of("");

    @Option(names = "--keep", description = "keep the clusters' files and logs")
    private boolean keep;

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Drill> drills = Stream
                .concat(DRILLS.stream(), ServiceLoader.load(Drill.class).stream().map(ServiceLoader.Provider::get))
                .toList();
        List<String> known = drills.stream().map(Drill::name).toList();
        only.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw UserError.usage("--only: there is no drill '" + name + "'; there are " + String.join(", ", known));
        });
        if (acks < 1 || idleSeconds < 1) {
            throw UserError.usage("--acks and --idle-seconds must be at least 1");
        }
        ArrayNode results = Json.object().putArray("drills");
        boolean held = true;
        try (Scratch scratch = Scratch.in(data, "acceptance", keep)) {
            for (Drill drill : drills) {
                if (only.isEmpty() || only.contains(drill.name())) {
                    held &= run(drill, scratch.directory().resolve(drill.name()), results);
                }
            }
        }
        if (output.json()) {
            ObjectNode report = Json.object().put("held", held);
            report.set("drills", results);
            output.print(() -> report, out -> {});
        }
        return held ? ExitCode.OK : ExitCode.REFUSED;
    }

    private boolean run(Drill drill, Path home, ArrayNode results) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Drill.Outcome outcome = drill.run(new Drill.Setting(home, acks, Duration.ofSeconds(idleSeconds),
                line -> output.progress("  " + drill.name() + ": " + line)));
        double seconds = (System.nanoTime() - start) / 1e9;
        ObjectNode result = results.addObject().put("name", drill.name()).put("promise", drill.promise())
                .put("held", outcome.held()).put("seconds", seconds);
        outcome.findings().forEach(result.putArray("findings")::add);
        output.text(out -> {
            out.printf("%s  %s (%.0f s)%n", outcome.held() ? "held   " : "BROKEN ", drill.promise(), seconds);
            outcome.findings().forEach(finding -> out.println("           " + finding));
        });
        return outcome.held();
    }

    /** Makes it known to the command line. */
    public static final class Provider implements CommandProvider {
        @Override
        public String parent() {
            return "drill";
        }

        @Override
        public Object command() {
            return new AcceptanceCommand();
        }
    }
}
