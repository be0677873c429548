package io.althing.chaos.bench;

import io.althing.chaos.drill.Scratch;
import io.althing.cli.Output;
import io.althing.client.ExitCode;
import io.althing.client.Json;
import io.althing.client.UserError;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code althing bench transport}. What it measures runs in a process of its own on raft-store's test classes, the only place that knows
 * bolt.
 */
@Command(name = "transport", mixinStandardHelpOptions = true, description = "Replicated writes over bolt in plaintext, our own transport in plaintext, and with TLS, side by side: three nodes each in one process, every log synced to disk. Exit code 1 if TLS does less than 0.7 of bolt at 64 clients.")
public final class BenchTransport implements Callable<Integer> {
    @Option(names = "--clients", split = ",", defaultValue = "1,64,256", paramLabel = "N", description = "closed-loop clients (default: ${DEFAULT-VALUE})")
    private List<Integer> clients = List.of();

    @Option(names = "--seconds", defaultValue = "5", description = "how long each load is measured each time (default: ${DEFAULT-VALUE})")
    private int seconds = 5;

    @Option(names = "--rounds", defaultValue = "2", description = "how many times there and back; medians are printed (default: ${DEFAULT-VALUE})")
    private int rounds = 2;

    @Option(names = "--warm-up", defaultValue = "15", description = "seconds of load on each before the first round (default: ${DEFAULT-VALUE})")
    private int warmUp = 15;

    @Option(names = "--data", defaultValue = "target/bench", paramLabel = "DIR", description = "on the disk to be measured (default: ${DEFAULT-VALUE})")
    private Path data = Path.of("");

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (seconds < 1 || rounds < 1 || warmUp < 1 || clients.stream().anyMatch(n -> n < 1)) {
            throw UserError.usage("--seconds, --rounds, --warm-up and --clients must be at least 1");
        }
        Path tests = Path.of(System.getProperty("althing.home", ".")).resolve("raft-store/target/test-classes");
        if (!Files.exists(tests.resolve("io/althing/raft/TransportBench.class"))) {
            throw UserError.usage("there are no test classes in " + tests
                    + "; ./althing builds them, or run `mvn test-compile -pl raft-store`");
        }
        try (Scratch scratch = Scratch.in(data, "transport", false)) {
            TransportReport report = measure(tests, scratch.directory());
            output.print(report::json, report::print);
            return report.held() ? ExitCode.OK : ExitCode.REFUSED;
        }
    }

    private TransportReport measure(Path tests, Path directory) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command(tests, directory))
                .redirectError(directory.resolve("bench.log").toFile()).start();
        List<TransportReport.Run> runs = new ArrayList<>();
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Optional<TransportReport.Run> run = line.startsWith("{")
                        ? Optional.of(TransportReport.Run.of(Json.mapper().readTree(line)))
                        : Optional.empty();
                run.ifPresent(r -> {
                    runs.add(r);
                    output.progress("  " + r);
                });
            }
        } finally {
            process.destroy();
        }
        int exit = process.waitFor();
        if (exit != 0 || runs.isEmpty()) {
            throw new UserError(ExitCode.REFUSED, "the measuring process ended with exit code " + exit + ":\n  "
                    + String.join("\n  ", Files.readAllLines(directory.resolve("bench.log"))));
        }
        return new TransportReport(runs);
    }

    private List<String> command(Path tests, Path directory) {
        String java = ProcessHandle.current().info().command().orElse("java");
        List<String> command = new ArrayList<>(List.of(java, "-XX:+IgnoreUnrecognizedVMOptions",
                "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED", "-XX:-UsePerfData",
                "-Xms1g", "-Xmx2g", "-XX:+UseSerialGC", "-cp",
                tests + ":" + System.getProperty("java.class.path"), "io.althing.raft.TransportBench",
                directory.toAbsolutePath().toString(), Integer.toString(warmUp), Integer.toString(seconds),
                Integer.toString(rounds)));
        clients.forEach(n -> command.add(Integer.toString(n)));
        return command;
    }

    /** Makes it known to the command line. */
    public static final class Provider implements io.althing.cli.CommandProvider {
        @Override
        public String parent() {
            return "bench";
        }

        @Override
        public Object command() {
            return new BenchTransport();
        }
    }
}
