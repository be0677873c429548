package io.althing.chaos.bench;

import io.althing.chaos.drill.AuditReadBack;
import io.althing.chaos.drill.LoopbackCluster;
import io.althing.chaos.drill.NodeFiles;
import io.althing.chaos.drill.Scratch;
import io.althing.chaos.drill.NodeStatus;
import io.althing.cli.Output;
import io.althing.client.ExitCode;
import io.althing.client.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code althing bench registry}. */
@Command(name = "registry", mixinStandardHelpOptions = true, description = "Writes and reads per second of three nodes on loopback, each synced to disk; beside etcd if asked.")
public final class BenchRegistry implements Callable<Integer> {
    private static final long VALUE_SEED = 7;

    /** Whom to measure beside. */
    enum Rival {
        none, etcd
    }

    @Option(names = "--against", defaultValue = "none", paramLabel = "etcd", description = "measure this too, in turns, and print ratios")
    private Rival against = Rival.none;

    @Option(names = "--etcd-bin", defaultValue = "/usr/bin/etcd", paramLabel = "PATH", description = "etcd's server program (default: ${DEFAULT-VALUE}, Debian's etcd-server)")
    private Path etcd = Path.of("");

    @Option(names = "--seconds", defaultValue = "5", description = "how long each load is measured each time (default: ${DEFAULT-VALUE})")
    private int seconds = 5;

    @Option(names = "--rounds", defaultValue = "3", description = "how many times A-B-B-A (default: ${DEFAULT-VALUE})")
    private int rounds = 3;

    @Option(names = "--warm-up", defaultValue = "90", description = "seconds of load on each before the first round (default: ${DEFAULT-VALUE})")
    private int warmUp = 90;

    @Option(names = "--data", defaultValue = "target/bench", paramLabel = "DIR", description = "on the disk to be measured (default: ${DEFAULT-VALUE})")
    private Path data = Path.of("");

    @Option(names = "--tls", description = "the nodes speak mutual TLS to each other, as they do by default elsewhere; without this plaintext, as etcd here")
    private boolean tls;

    @Option(names = "--connections", split = ",", paramLabel = "N", description = "measure only loads of so many connections (default: 1, 64 and 256 writers, 1 and 64 readers)")
    private List<Integer> connections = List.of();

    @Option(names = "--operations", split = ",", paramLabel = "write|linearizable_read|local_read", description = "measure only these (default: all)")
    private List<Operation> operations = List.of();

    @Option(names = "--node-flags", split = " ", paramLabel = "FLAGS", description = "more flags for the nodes' JVMs, in one argument")
    private List<String> nodeFlags = List.of();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        var keys = new Keys(VALUE_SEED);
        List<String> flags = new ArrayList<>(LoopbackCluster.NODE_FLAGS);
        flags.addAll(nodeFlags);
        try (Scratch scratch = Scratch.in(data, "registry", false);
                AlthingContender althing = AlthingContender.start(scratch.directory().resolve("althing"), flags,
                        tls ? NodeFiles.Wire.TLS : NodeFiles.Wire.PLAINTEXT, keys)) {
            RegistryReport report = against == Rival.none
                    ? measure(althing, List.of(althing))
                    : beside(althing, scratch, keys);
            output.print(report::json, report::print);
            return report.audit().exactlyOnce() ? ExitCode.OK : ExitCode.REFUSED;
        }
    }

    private List<Cell> cells() {
        return Cell.all().stream()
                .filter(cell -> connections.isEmpty() || connections.contains(cell.connections()))
                .filter(cell -> operations.isEmpty() || operations.contains(cell.operation())).toList();
    }

    private void check() {
        if (cells().isEmpty()) {
            throw UserError
                    .usage("--connections and --operations leave nothing to measure; the loads are " + Cell.all());
        }
        if (seconds < 1 || rounds < 1 || warmUp < 2) {
            throw UserError.usage("--seconds and --rounds must be at least 1, --warm-up at least 2");
        }
        if (against == Rival.etcd && !Files.isExecutable(etcd)) {
            throw UserError.usage("--etcd-bin: " + etcd + " is no program; install it, for example"
                    + " `apt-get install etcd-server`, or name another");
        }
    }

    private RegistryReport beside(AlthingContender althing, Scratch scratch, Keys keys)
            throws IOException, InterruptedException {
        try (EtcdContender rival = EtcdContender.start(etcd, scratch.directory().resolve("etcd"), keys)) {
            return measure(althing, List.of(althing, rival));
        }
    }

    private RegistryReport measure(AlthingContender althing, List<Contender> contenders)
            throws IOException, InterruptedException {
        var plan = new RegistryBench.Plan(rounds, Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds));
        try (LoadGenerator generator = new LoadGenerator(0)) {
            Map<String, Map<Cell, Figures>> figures = new RegistryBench(cells(), plan, this::progress)
                    .run(contenders, generator);
            progress("reading the audit log back");
            NodeStatus leader = althing.cluster().status(althing.cluster().awaitLeader()).orElseThrow();
            AuditReadBack.Tally audit = AuditReadBack.compare(althing.cluster().api(leader.node()),
                    leader.auditSize(), AlthingContender.REQUEST_ID, althing.written());
            return new RegistryReport(figures, audit, althing.written().cardinality(), plan);
        }
    }

    private void progress(String line) {
        output.progress("  " + line);
    }

    /** Makes it known to the command line. */
    public static final class Provider implements io.althing.cli.CommandProvider {
        @Override
        public String parent() {
            return "bench";
        }

        @Override
        public Object command() {
            return new BenchRegistry();
        }
    }
}
