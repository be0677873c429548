package io.althing.chaos.audit;

import io.althing.cli.CommandProvider;
import io.althing.client.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code althing bench audit}. */
public final class AuditBenchCommand implements CommandProvider {
    @Override
    public String parent() {
        return "bench";
    }

    @Override
    public Object command() {
        return new Run();
    }

    @Command(name = "audit", mixinStandardHelpOptions = true, description = "Measure the audit log alone: appends, proofs, checkpoints, verification, restart, bytes on disk.")
    static final class Run implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Option(names = "--entries", paramLabel = "N", description = "how many entries (default: ${DEFAULT-VALUE})")
        private long entries = 1_000_000;

        @Option(names = {"-o",
                "--output"}, paramLabel = "table|json", description = "how to print (default: ${DEFAULT-VALUE})")
        private Output output = Output.table;

        /** Forms of the answer, as typed. */
        enum Output {
            table, json
        }

        @Override
        public Integer call() throws IOException {
            if (entries < 1) {
                throw UserError.usage("--entries must be at least 1");
            }
            Path directory = Files.createTempDirectory("althing-bench-audit");
            try {
                AuditFigures figures = new AuditBench(directory, System::nanoTime).run(entries);
                PrintWriter out = spec.commandLine().getOut();
                out.println(output == Output.json ? figures.json() : figures.table().stripTrailing());
                out.flush();
                return 0;
            } finally {
                delete(directory);
            }
        }

        private static void delete(Path directory) throws IOException {
            try (var files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
