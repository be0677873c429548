package io.althing.chaos.script;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Collection;

/** How long the rest of a matrix is likely to take: the cells that were run say what starting, settling and judging cost besides. */
final class Remaining {
    private static final Duration GUESS = Duration.ofSeconds(25);

    private final Duration cell;
    private long overheadSeconds;
    private int runs;

    /**
     * Knows what former runs took.
     *
     * @param cell how long each drill is
     */
    Remaining(Duration cell, Collection<JsonNode> outcomes) {
        this.cell = cell;
        outcomes.forEach(this::add);
    }

    /** One more was run. */
    void add(JsonNode outcome) {
        if (outcome.has("seconds") && !outcome.has("skipped")) {
            overheadSeconds += Math.max(0, outcome.path("seconds").asLong() - cell.toSeconds());
            runs++;
        }
    }

    /** Starting, settling and judging besides the drill itself, of one cell. */
    Duration overhead() {
        return runs == 0 ? GUESS : Duration.ofSeconds(overheadSeconds / runs);
    }

    /** For people. */
    String of(int cells) {
        Duration rest = cell.plus(overhead()).multipliedBy(cells);
        return cells + " cells to run, about " + rest.toMinutes() + " min (" + cell.toSeconds() + " s and "
                + overhead().toSeconds() + " s to start, settle and judge each)";
    }
}
