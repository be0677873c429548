package io.althing.cli;

import io.althing.client.UserError;
import io.althing.demo.DigitsLife;
import io.althing.demo.step.Console;
import io.althing.local.ClusterFiles;
import io.althing.local.LocalCluster;
import io.althing.local.Ports;
import io.althing.registry.Region;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code althing up}. */
@Command(name = "up", mixinStandardHelpOptions = true, description = "Start three regions on this machine and leave them running; Ctrl-C stops them, the data stays.")
final class UpCommand implements Callable<Integer> {
    static final List<Region> REGIONS = List.of(new Region("us-east"), new Region("eu-west"), new Region("ap-south"));
    static final int BASE_PORT = 7700;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    @Option(names = "--data", paramLabel = "DIR", defaultValue = "althing-data", description = "default: ${DEFAULT-VALUE}")
    private Path data = Path.of("althing-data");

    @Option(names = "--base-port", paramLabel = "N", defaultValue = ""
            + BASE_PORT, description = "30 ports from here on (default: ${DEFAULT-VALUE})")
    private int basePort = BASE_PORT;

    @Option(names = "--demo", description = "load the digits models, agree on policies, bring v1 live and send users")
    private boolean demo;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        ClusterFiles files = new ClusterFiles(data.toAbsolutePath().normalize(), ports(basePort));
        CountDownLatch stop = new CountDownLatch(1);
        try (LocalCluster cluster = LocalCluster.prepare("local", files, policies())) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                stop.countDown();
                cluster.stop();
            }, "stop"));
            cluster.startNodes();
            cluster.awaitReady(PATIENCE);
            cluster.startAgents();
            cluster.awaitGateways(PATIENCE);
            if (demo) {
                DigitsLife.begin(cluster, policies(), new Console(out));
            }
            welcome(cluster, out);
            stop.await();
        }
        return 0;
    }

    static Ports ports(int base) {
        try {
            return new Ports(base, REGIONS);
        } catch (IllegalArgumentException e) {
            throw UserError.usage(String.valueOf(e.getMessage()));
        }
    }

    static Path policies() {
        return Path.of(System.getProperty("althing.home", ".")).resolve("deploy").resolve("policies");
    }

    private void welcome(LocalCluster cluster, PrintWriter out) {
        cluster.endpoints().regions().forEach(
                r -> out.printf("%-9s API %s (docs at /docs)  gateway %s%n", r.region(), r.api(), r.gateway()));
        String model = demo ? "rollout start digits v2 --reason better --watch" : "model create iris --owner me";
        String target = data.equals(Path.of("althing-data")) ? "" : " --target " + data.resolve("endpoints.json");
        out.printf("""

                Addresses are in %1$s/endpoints.json, tokens in %1$s/tokens.json. Worth trying next:
                  ./althing status%2$s
                  ./althing policy show%2$s
                  ./althing %3$s%2$s
                  ./althing region cut eu-west%2$s     (and heal)
                  ./althing audit verify%2$s
                Ctrl-C stops all; the data stays.
                """, data, target, model);
        out.flush();
    }
}
