package io.althing.chaos.mutant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The table of planted bugs as a Markdown file, which is also the memory of a hunt that was interrupted. */
final class HuntTable {
    private static final String HEAD = """
            # Planted bugs and what caught them

            Written by `./althing chaos mutants --keep chaos/mutants.md`. Seconds are of the processor for simulated lives, of a clock where
            power is lost. A life that catches a bug is lived again by `./althing chaos mutants --only NAME --seed SEED`.

            | bug | planted in | caught by | seed | lives | seconds |
            |---|---|---|---|---|---|
            """;
    private static final String NOTHING = "**nothing**";

    private final Optional<Path> file;
    private final Map<String, String> rows = new LinkedHashMap<>();

    private HuntTable(Optional<Path> file) {
        this.file = file;
    }

    /** An empty table that will be kept in the file. */
    static HuntTable fresh(Optional<Path> file) {
        return new HuntTable(file);
    }

    /** The table in a file, with what it knows of these bugs; without a file, an empty one that is kept nowhere. */
    static HuntTable in(Optional<Path> file, List<Mutant> mutants) throws IOException {
        var table = new HuntTable(file);
        if (file.isPresent() && Files.exists(file.get())) {
            List<String> lines = Files.readAllLines(file.get());
            for (Mutant mutant : mutants) {
                lines.stream().filter(line -> line.startsWith(start(mutant))).findFirst()
                        .ifPresent(line -> table.rows.put(mutant.name(), line));
            }
        }
        return table;
    }

    private static String start(Mutant mutant) {
        return "| " + mutant.name() + ": " + mutant.bug() + " | ";
    }

    /** Whether an earlier hunt caught it. */
    boolean caught(Mutant mutant) {
        String row = rows.get(mutant.name());
        return row != null && !row.contains(NOTHING);
    }

    /** How many of these were caught, now or earlier. */
    long caught(List<Mutant> mutants) {
        return mutants.stream().filter(this::caught).count();
    }

    /** Takes in what came of a hunt; the file is whole after each. */
    void add(Hunt hunt, List<Mutant> order) throws IOException {
        rows.put(hunt.mutant().name(), row(hunt));
        if (file.isPresent()) {
            var text = new StringBuilder(HEAD);
            order.stream().map(Mutant::name).filter(rows::containsKey)
                    .forEach(name -> text.append(rows.get(name)).append('\n'));
            text.append("\n").append(caught(order)).append(" of ").append(rows.size()).append(" caught.\n");
            Path beside = file.get().resolveSibling(file.get().getFileName() + ".new");
            Files.writeString(beside, text);
            Files.move(beside, file.get(), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String row(Hunt hunt) {
        Mutant mutant = hunt.mutant();
        return start(mutant) + String.format(Locale.ROOT, "`%s` | %s | %s | %d | %.1f |",
                mutant.type().substring(mutant.type().lastIndexOf('.') + 1).replace('$', '.'),
                hunt.caught().map(Hunt.Catch::promise).orElse(NOTHING),
                hunt.caught().map(c -> "" + c.seed()).orElse(""), hunt.lives(), hunt.seconds());
    }
}
