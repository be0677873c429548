package io.althing.chaos.mutant;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.althing.chaos.sim.Quiet;
import io.althing.cli.CommandProvider;
import io.althing.cli.Output;
import io.althing.client.ExitCode;
import io.althing.client.Json;
import io.althing.client.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code althing chaos mutants}. */
@Command(name = "mutants", mixinStandardHelpOptions = true, description = "Plant bugs in the shipped code, one at a time, and see that the simulation catches each.")
public final class MutantsCommand implements Callable<Integer> {
    @Option(names = "--only", split = ",", paramLabel = "MUTANT", description = "these only (default: all)")
    private List<String> only = List.of();

    @Option(names = "--seconds", defaultValue = "60", description = "seconds of the processor each is hunted at most (default: ${DEFAULT-VALUE})")
    private long seconds = 60;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "S", description = "the first life (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(names = "--keep", paramLabel = "FILE", description = "write the table to a file as well, as Markdown")
    private Optional<Path> keep = Optional.empty();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws IOException {
        List<String> known = Mutants.all().stream().map(Mutant::name).toList();
        only.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw UserError.usage("--only: there is no mutant '" + name + "'; there are " + String.join(", ", known));
        });
        if (seconds < 1) {
            throw UserError.usage("--seconds must be at least 1");
        }
        Quiet.logs();
        var hunts = new ArrayList<Hunt>();
        for (Mutant mutant : Mutants.all()) {
            if (only.isEmpty() || only.contains(mutant.name())) {
                Hunt hunt = Hunt.of(mutant, true, seed, seconds * 1_000);
                hunts.add(hunt);
                tell(hunt);
            }
        }
        long caught = hunts.stream().filter(h -> h.caught().isPresent()).count();
        finish(hunts, caught);
        return caught == hunts.size() ? ExitCode.OK : ExitCode.REFUSED;
    }

    private void tell(Hunt hunt) {
        output.text(out -> out.println(hunt.caught()
                .map(c -> String.format(Locale.ROOT, "caught  %-28s %5.1f s  %4d lives  seed %-6d %s",
                        hunt.mutant().name(), hunt.seconds(), hunt.lives(), c.seed(), c.promise()))
                .orElseGet(() -> String.format(Locale.ROOT, "MISSED  %-28s %5.1f s  %4d lives", hunt.mutant().name(),
                        hunt.seconds(), hunt.lives()))));
    }

    private void finish(List<Hunt> hunts, long caught) throws IOException {
        output.print(() -> json(hunts, caught),
                out -> out.printf("%d of %d planted bugs caught%n", caught, hunts.size()));
        if (keep.isPresent()) {
            Files.writeString(keep.get(), table(hunts));
        }
    }

    private static ObjectNode json(List<Hunt> hunts, long caught) {
        ObjectNode report = Json.object().put("planted", hunts.size()).put("caught", caught);
        ArrayNode rows = report.putArray("mutants");
        for (Hunt hunt : hunts) {
            ObjectNode row = rows.addObject().put("name", hunt.mutant().name()).put("bug", hunt.mutant().bug())
                    .put("in", hunt.mutant().type()).put("seconds", hunt.seconds()).put("lives", hunt.lives())
                    .put("caught", hunt.caught().isPresent());
            hunt.caught().ifPresent(
                    c -> row.put("seed", c.seed()).put("promise", c.promise()).put("what", c.what()));
        }
        return report;
    }

    private static String table(List<Hunt> hunts) {
        var text = new StringBuilder("""
                # Planted bugs and what caught them

                Written by `./althing chaos mutants --keep chaos/mutants.md`.

                | bug | planted in | caught by | seed | lives | seconds |
                |---|---|---|---|---|---|
                """);
        for (Hunt hunt : hunts) {
            Mutant mutant = hunt.mutant();
            text.append(String.format(Locale.ROOT, "| %s: %s | `%s` | %s | %s | %d | %.1f |%n", mutant.name(),
                    mutant.bug(), mutant.type().substring(mutant.type().lastIndexOf('.') + 1).replace('$', '.'),
                    hunt.caught().map(Hunt.Catch::promise).orElse("**nothing**"),
                    hunt.caught().map(c -> "" + c.seed()).orElse(""), hunt.lives(), hunt.seconds()));
        }
        return text.toString();
    }

    /** Makes it known to the command line. */
    public static final class Provider implements CommandProvider {
        @Override
        public String parent() {
            return "chaos";
        }

        @Override
        public Object command() {
            return new MutantsCommand();
        }
    }
}
