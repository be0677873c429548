package io.althing.cli;

import io.althing.client.ExitCode;
import io.althing.client.UserError;
import io.althing.demo.Demo;
import io.althing.demo.step.Console;
import io.althing.local.ClusterFiles;
import io.althing.local.LocalCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code althing demo}. */
@Command(name = "demo", mixinStandardHelpOptions = true, description = "Tell the whole story with real processes and real models, and write target/demo/report.html. Exit code 0 only if every step held.")
final class DemoCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    @Option(names = "--keep", description = "keep the models, the request log and the cluster's data")
    private boolean keep;

    @Option(names = "--base-port", paramLabel = "N", defaultValue = ""
            + UpCommand.BASE_PORT, description = "30 ports from here on (default: ${DEFAULT-VALUE})")
    private int basePort = UpCommand.BASE_PORT;

    @Option(names = "--output", paramLabel = "DIR", description = "where the report goes (default: target/demo)")
    private Path output = Path.of(System.getProperty("althing.home", ".")).resolve("target").resolve("demo");

    @Override
    public Integer call() throws IOException, InterruptedException {
        Console console = new Console(spec.commandLine().getOut());
        Path data = output.resolve("data");
        ClusterFiles files = new ClusterFiles(data.toAbsolutePath().normalize(), UpCommand.ports(basePort));
        List<Integer> taken = files.ports().taken();
        if (taken.isEmpty()) {
            delete(output);
        }
        boolean held;
        try (LocalCluster cluster = LocalCluster.prepare("demo", files, UpCommand.policies())) {
            Runtime.getRuntime().addShutdownHook(new Thread(cluster::stop, "stop"));
            held = new Demo(cluster, UpCommand.policies(), output, console).run(keep);
        }
        if (!keep && held) {
            delete(data);
            delete(output.resolve("models"));
            delete(output.resolve("audit"));
        }
        return held ? ExitCode.OK : ExitCode.REFUSED;
    }

    private static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UserError(ExitCode.USAGE, directory + " cannot be emptied: " + e.getMessage(), e);
        }
    }
}
