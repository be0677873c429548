package io.althing.chaos.script;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.althing.chaos.drill.Scratch;
import io.althing.chaos.fault.Fault;
import io.althing.chaos.fault.Fault.Need;
import io.althing.client.Json;
import io.althing.client.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Every fault on every number of nodes. Each cell's outcome is kept in a file, and a cell whose file is there is not run again: a matrix
 * that was interrupted goes on where it stopped.
 *
 * @param directory where the cells' outcomes, and the histories of broken ones, are kept
 * @param home the project's directory
 */
record Matrix(Path directory, Path home, Length length, Consumer<String> say) {
    private static final int RATE = 220;

    /**
     * How long and how random.
     *
     * @param duration of each cell
     */
    record Length(Duration duration, long seed) {}

    /** One fault on so many nodes. */
    record Cell(Fault fault, int nodes) {
        String name() {
            return fault.name() + "-" + nodes;
        }
    }

    /** What is known of a cell of this length; empty if it has to be run. */
    Optional<JsonNode> known(Cell cell) throws IOException {
        Path file = file(cell);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        JsonNode known = Json.mapper().readTree(Files.readString(file));
        return Optional.of(known).filter(k -> k.path("duration").asText().equals(length.duration().toString()));
    }

    private Path file(Cell cell) {
        return directory.resolve(cell.name() + ".json");
    }

    /** Runs the cell, whatever is known of it. */
    JsonNode outcome(Cell cell) throws IOException, InterruptedException {
        long before = System.nanoTime();
        ObjectNode outcome = unfit(cell).map(why -> Json.object().put("skipped", why)).orElse(Json.object());
        if (outcome.isEmpty()) {
            outcome = run(cell);
        }
        outcome.put("cell", cell.name()).put("fault", cell.fault().name()).put("nodes", cell.nodes())
                .put("duration", length.duration().toString()).put("seed", length.seed())
                .put("seconds", TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - before));
        Json.writeAtomically(file(cell), Json.pretty(outcome) + "\n", false);
        return outcome;
    }

    private Optional<String> unfit(Cell cell) {
        if (cell.fault().needs().contains(Need.FIVE_NODES) && cell.nodes() < 5) {
            return Optional.of("needs five nodes");
        }
        if (cell.fault().needs().contains(Need.AGENTS)) {
            return Optional.of("needs a workload of rollouts; there is a drill of its own for it");
        }
        return Machines.missing(cell.fault().needs());
    }

    private ObjectNode run(Cell cell) throws IOException, InterruptedException {
        Path out = directory.toAbsolutePath().resolve(cell.name());
        if (Files.exists(out)) {
            Scratch.delete(out);
        }
        say.accept(cell.name() + " begins");
        try {
            DrillReport report = new Runner(out, home, length.seed(), "any", say).run(script(cell));
            if (report.passed()) {
                Scratch.delete(out.resolve("cluster"));
                Files.deleteIfExists(out.resolve("history.jsonl"));
            }
            ObjectNode json = report.json();
            json.put("network", Networks.unfit(Networks.Kind.namespaces, cell.fault().needs()).isEmpty()
                    ? Networks.Kind.namespaces.name()
                    : Networks.Kind.relays.name());
            return json;
        } catch (UserError gaveUp) {
            return Json.object().put("passed", false).put("gaveUp", gaveUp.text());
        } catch (IOException failed) {
            return Json.object().put("passed", false).put("gaveUp", failed.toString());
        }
    }

    /** Twice the fault, calm before, between and after. */
    private DrillScript script(Cell cell) {
        long millis = length.duration().toMillis();
        Duration lasts = Duration.ofMillis(millis / 5);
        List<DrillScript.Step> timeline = new ArrayList<>();
        for (double at : List.of(0.12, 0.54)) {
            timeline.add(new DrillScript.Step(Duration.ofMillis((long) (at * millis)), lasts, cell.fault(),
                    Json.object()));
        }
        return new DrillScript(cell.name(), "What does a cluster of " + cell.nodes() + " promise when somebody "
                + cell.fault().does() + "?", cell.nodes(), length.duration(), "any", DrillScript.Demand.registers(RATE),
                timeline,
                (int) (millis / 1000));
    }
}
