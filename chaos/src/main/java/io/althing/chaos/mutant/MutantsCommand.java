package io.althing.chaos.mutant;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.althing.chaos.arena.LostPower;
import io.althing.chaos.power.PowerDrill;
import io.althing.chaos.sim.Quiet;
import io.althing.cli.CommandProvider;
import io.althing.cli.Output;
import io.althing.client.ExitCode;
import io.althing.client.Json;
import io.althing.client.UserError;
import java.io.IOException;
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
@Command(name = "mutants", mixinStandardHelpOptions = true, description = "Plant bugs in the shipped code, one at a time, and see that the simulation, or a loss of power, shows each.")
public final class MutantsCommand implements Callable<Integer> {
    @Option(names = "--only", split = ",", paramLabel = "MUTANT", description = "these only (default: all)")
    private List<String> only = List.of();

    @Option(names = "--seconds", defaultValue = "60", description = "seconds of the processor each is hunted at most (default: ${DEFAULT-VALUE})")
    private long seconds = 60;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "S", description = "the first life (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(names = "--keep", paramLabel = "FILE", description = "keep the table in a file, as Markdown; what it says was caught is not hunted again")
    private Optional<Path> keep = Optional.empty();

    @Option(names = "--again", description = "begin the kept table anew")
    private boolean again;

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
        List<Mutant> wanted = Mutants.all().stream().filter(m -> only.isEmpty() || only.contains(m.name())).toList();
        HuntTable table = again ? HuntTable.fresh(keep) : HuntTable.in(keep, Mutants.all());
        var hunts = new ArrayList<Hunt>();
        for (Mutant mutant : wanted) {
            if (table.caught(mutant)) {
                output.progress(mutant.name() + " was caught before");
            } else if (missing(mutant).isPresent()) {
                output.progress(mutant.name() + " is left out: " + missing(mutant).get());
            } else {
                output.progress("%s, %d of %d, is hunted for at most %d s".formatted(mutant.name(),
                        wanted.indexOf(mutant) + 1, wanted.size(), seconds));
                Hunt hunt = Hunt.of(mutant, true, seed, seconds * 1_000);
                hunts.add(hunt);
                table.add(hunt, Mutants.all());
                tell(hunt);
            }
        }
        long caught = table.caught(wanted);
        output.print(() -> json(hunts, caught),
                out -> out.printf("%d of %d planted bugs caught%n", caught, wanted.size()));
        return caught == wanted.size() ? ExitCode.OK : ExitCode.REFUSED;
    }

    private static Optional<String> missing(Mutant mutant) {
        return switch (mutant.where()) {
            case Where.Lives lives -> Optional.empty();
            case Where.Orders orders -> Optional.empty();
            case Where.Votes votes -> LostPower.missing();
            case Where.Power power -> PowerDrill.possible()
                    ? Optional.empty()
                    : Optional.of("a loss of power needs strace");
        };
    }

    private void tell(Hunt hunt) {
        output.text(out -> {
            out.println(hunt.caught()
                    .map(c -> String.format(Locale.ROOT, "caught  %-28s %5.1f s  %4d lives  seed %-6d %s",
                            hunt.mutant().name(), hunt.seconds(), hunt.lives(), c.seed(), c.promise()))
                    .orElseGet(() -> String.format(Locale.ROOT, "MISSED  %-28s %5.1f s  %4d lives",
                            hunt.mutant().name(), hunt.seconds(), hunt.lives())));
            out.flush();
        });
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
