package io.althing.chaos.script;

import io.althing.chaos.drill.Scratch;
import io.althing.chaos.fault.Fault;
import io.althing.chaos.fault.Faults;
import io.althing.cli.CommandProvider;
import io.althing.client.ExitCode;
import io.althing.client.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code althing drill list}, {@code run} and {@code report}. */
public final class DrillCommands {
    private DrillCommands() {}

    /** The project's directory, as the launcher says. */
    static Path home() {
        return Path.of(System.getProperty("althing.home", ""));
    }

    /** The scripts that come with Althing. */
    static List<Path> scripts() throws IOException {
        Path directory = home().resolve("chaos/drills");
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(directory)) {
            return found.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
        }
    }

    /** {@code althing drill list}. */
    @Command(name = "list", mixinStandardHelpOptions = true, description = "The drills, or the faults that drills are written with.")
    public static final class ListThem implements Callable<Integer> {
        @Option(names = "--faults", description = "list faults instead")
        private boolean faults;

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            PrintWriter out = spec.commandLine().getOut();
            if (faults) {
                for (Fault fault : Faults.all()) {
                    out.printf("%-22s %s%s%n", fault.name(), fault.does(),
                            fault.needs().isEmpty() ? "" : " (needs " + fault.needs() + ")");
                }
            } else {
                for (Path file : scripts()) {
                    DrillScript script = DrillScript.read(file);
                    out.printf("%-26s %s%n", script.name(), script.question());
                }
            }
            out.flush();
            return ExitCode.OK;
        }
    }

    /** {@code althing drill run}. */
    @Command(name = "run", mixinStandardHelpOptions = true, description = "Run a drill on a cluster of its own, judge it, and write a report.")
    public static final class Run implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "NAME|FILE", description = "a drill that `althing drill list` prints, or a file")
        private String which = "";

        @Option(names = "--duration", paramLabel = "TIME", description = "instead of the script's, for example 90s")
        private Optional<String> duration = Optional.empty();

        @Option(names = "--seed", defaultValue = "1", description = "draws victims and load (default: ${DEFAULT-VALUE})")
        private long seed = 1;

        @Option(names = "--network", paramLabel = "relays|namespaces|any", description = "instead of the script's")
        private Optional<String> network = Optional.empty();

        @Option(names = "--out", defaultValue = "chaos/drill", paramLabel = "DIR", description = "where reports and clusters go (default: ${DEFAULT-VALUE})")
        private Path out = Path.of("");

        @Option(names = "--target", paramLabel = "CONFIG", description = "run it on a cluster of your own: a YAML file with its nodes, see chaos/README.md")
        private Optional<Path> target = Optional.empty();

        @Option(names = "--dangerous", description = "allow faults that hurt a cluster of your own: kills, pauses, cuts")
        private boolean dangerous;

        @Option(names = "--keep", description = "keep the cluster's files and logs")
        private boolean keep;

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException, InterruptedException {
            DrillScript script = find(which);
            if (duration.isPresent()) {
                script = script.lasting(DrillScript.time(duration.get()));
            }
            String wanted = network.orElse(script.network());
            if (!List.of("relays", "namespaces", "any").contains(wanted)) {
                throw UserError.usage("--network must be relays, namespaces or any, not '" + wanted + "'");
            }
            Path directory = out.toAbsolutePath().resolve(script.name() + "-" + script.nodes() + "-" + seed);
            if (Files.exists(directory)) {
                Scratch.delete(directory);
            }
            PrintWriter err = spec.commandLine().getErr();
            var runner = new Runner(directory, home(), seed, wanted, line -> {
                err.println("  " + line);
                err.flush();
            });
            DrillReport report = target.isPresent()
                    ? runner.run(script, TargetFit.arena(target.get(), script, dangerous))
                    : runner.run(script);
            if (!keep && report.passed() && target.isEmpty()) {
                Scratch.delete(directory.resolve("cluster"));
            }
            spec.commandLine().getOut().print(report.text());
            spec.commandLine().getOut().println("report: " + directory.resolve("report.html"));
            spec.commandLine().getOut().flush();
            return report.passed() ? ExitCode.OK : ExitCode.REFUSED;
        }

        private static DrillScript find(String which) throws IOException {
            Path file = Path.of(which);
            if (Files.isRegularFile(file)) {
                return DrillScript.read(file);
            }
            for (Path script : scripts()) {
                if (script.getFileName().toString().equals(which + ".yaml")) {
                    return DrillScript.read(script);
                }
            }
            throw UserError.usage("there is no drill '" + which + "' and no such file; `althing drill list` names all");
        }
    }

    /** {@code althing drill report}. */
    @Command(name = "report", mixinStandardHelpOptions = true, description = "Judge a recorded history again and write its report anew.")
    public static final class Report implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "HISTORY", description = "a history.jsonl that a drill wrote")
        private Path history = Path.of("");

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            Path file = history.toAbsolutePath();
            if (!Files.isRegularFile(file)) {
                throw UserError.usage(file + " does not exist; give the history.jsonl of a drill");
            }
            DrillReport report = new Runner(file.resolveSibling("again"), home(), 0, "any", line -> {}).judge(file);
            spec.commandLine().getOut().print(report.text());
            spec.commandLine().getOut().flush();
            return report.passed() ? ExitCode.OK : ExitCode.REFUSED;
        }
    }

    /** Makes {@code list} known. */
    public static final class ListProvider implements CommandProvider {
        @Override
        public String parent() {
            return "drill";
        }

        @Override
        public Object command() {
            return new ListThem();
        }
    }

    /** Makes {@code run} known. */
    public static final class RunProvider implements CommandProvider {
        @Override
        public String parent() {
            return "drill";
        }

        @Override
        public Object command() {
            return new Run();
        }
    }

    /** Makes {@code report} known. */
    public static final class ReportProvider implements CommandProvider {
        @Override
        public String parent() {
            return "drill";
        }

        @Override
        public Object command() {
            return new Report();
        }
    }
}
