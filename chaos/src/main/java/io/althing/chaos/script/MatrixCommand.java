package io.althing.chaos.script;

import com.fasterxml.jackson.databind.JsonNode;
import io.althing.chaos.fault.Fault;
import io.althing.chaos.fault.Faults;
import io.althing.cli.CommandProvider;
import io.althing.client.ExitCode;
import io.althing.client.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code althing drill matrix}. */
@Command(name = "matrix", mixinStandardHelpOptions = true, description = "Every fault on three and on five nodes; goes on where it was interrupted.")
public final class MatrixCommand implements Callable<Integer> {
    @Option(names = "--nodes", split = ",", defaultValue = "3,5", description = "how many nodes (default: ${DEFAULT-VALUE})")
    private List<Integer> nodes = List.of();

    @Option(names = "--duration", defaultValue = "60s", paramLabel = "TIME", description = "of each cell (default: ${DEFAULT-VALUE})")
    private String duration = "60s";

    @Option(names = "--seed", defaultValue = "1", description = "draws victims and load (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(names = "--only", split = ",", paramLabel = "FAULT", description = "these faults (default: all)")
    private List<String> only = List.of();

    @Option(names = "--out", defaultValue = "chaos/drill/matrix", paramLabel = "DIR", description = "where outcomes are kept (default: ${DEFAULT-VALUE})")
    private Path out = Path.of("");

    @Option(names = "--table", description = "print the table of what is known and run nothing")
    private boolean tableOnly;

    @Option(names = "--again", description = "run cells again that were run and did not hold")
    private boolean again;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        nodes.stream().filter(n -> n != 3 && n != 5).findFirst().ifPresent(n -> {
            throw UserError.usage("--nodes must be 3 or 5, not " + n);
        });
        Files.createDirectories(out);
        PrintWriter err = spec.commandLine().getErr();
        Matrix matrix = new Matrix(out, DrillCommands.home(), new Matrix.Length(DrillScript.time(duration), seed),
                line -> {
                    err.println("  " + line);
                    err.flush();
                });
        List<JsonNode> outcomes = new ArrayList<>();
        List<Matrix.Cell> missing = new ArrayList<>();
        for (Matrix.Cell cell : cells()) {
            Optional<JsonNode> known = matrix.known(cell).filter(k -> !again || k.has("skipped")
                    || k.path("passed").asBoolean());
            known.ifPresent(outcomes::add);
            if (known.isEmpty() && !tableOnly) {
                missing.add(cell);
            }
        }
        var remaining = new Remaining(DrillScript.time(duration), outcomes);
        for (int i = 0; i < missing.size(); i++) {
            err.println(remaining.of(missing.size() - i));
            err.flush();
            JsonNode outcome = matrix.outcome(missing.get(i));
            outcomes.add(outcome);
            remaining.add(outcome);
            err.println(MatrixTable.of(List.of(outcome)).lines().skip(2).findFirst().orElse(""));
            err.flush();
        }
        outcomes.sort(Comparator.comparing(o -> order(o, cells())));
        spec.commandLine().getOut().print(MatrixTable.of(outcomes));
        spec.commandLine().getOut().flush();
        boolean held = outcomes.stream().allMatch(o -> o.has("skipped") || o.path("passed").asBoolean());
        return held ? ExitCode.OK : ExitCode.REFUSED;
    }

    private List<Matrix.Cell> cells() {
        return nodes.stream().flatMap(count -> wanted().stream().map(fault -> new Matrix.Cell(fault, count))).toList();
    }

    private static int order(JsonNode outcome, List<Matrix.Cell> cells) {
        return cells.stream().map(Matrix.Cell::name).toList().indexOf(outcome.path("cell").asText());
    }

    private List<Fault> wanted() {
        return only.isEmpty() ? Faults.all() : only.stream().map(Faults::named).toList();
    }

    /** Makes it known to the command line. */
    public static final class Provider implements CommandProvider {
        @Override
        public String parent() {
            return "drill";
        }

        @Override
        public Object command() {
            return new MatrixCommand();
        }
    }
}
