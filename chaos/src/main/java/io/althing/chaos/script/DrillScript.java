package io.althing.chaos.script;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.althing.chaos.fault.Fault;
import io.althing.chaos.fault.Faults;
import io.althing.client.Json;
import io.althing.client.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A drill as people write it.
 *
 * @param network relays, namespaces, or any
 * @param load what clients do
 * @param acknowledgedWrites at least so many are expected
 */
public record DrillScript(String name, String question, int nodes, Duration duration, String network, Demand load,
        List<Step> timeline, int acknowledgedWrites) {
    /** Copies the timeline, in order of time. */
    public DrillScript {
        timeline = timeline.stream().sorted(Comparator.comparing(Step::at)).toList();
    }

    /**
     * One fault.
     *
     * @param at when it begins
     * @param lasts until it is healed
     */
    public record Step(Duration at, Duration lasts, Fault fault, JsonNode with) {}

    /**
     * What clients do.
     *
     * @param rate operations a second on registers
     * @param rollouts what is rolled out meanwhile, if the drill has agents
     */
    public record Demand(int rate, Optional<Rollouts> rollouts) {
        /** Registers alone. */
        public static Demand registers(int rate) {
            return new Demand(rate, Optional.empty());
        }
    }

    /**
     * Versions rolled out one after another.
     *
     * @param users requests a second to each region's gateway
     * @param versions kinds, over and over: good or bad
     * @param patience with one rollout
     */
    public record Rollouts(int users, List<String> versions, Duration patience) {
        /** Copies the versions. */
        public Rollouts {
            versions = List.copyOf(versions);
        }
    }

    /** What all its faults need. */
    public Set<Fault.Need> needs() {
        Set<Fault.Need> needs = EnumSet.noneOf(Fault.Need.class);
        timeline.forEach(step -> needs.addAll(step.fault().needs()));
        return needs;
    }

    /** The same with another length of time; what does not fit into it any more is left out. */
    public DrillScript lasting(Duration other) {
        return new DrillScript(name, question, nodes, other, network, load,
                timeline.stream().filter(step -> step.at().plus(step.lasts()).compareTo(other) < 0).toList(),
                acknowledgedWrites);
    }

    /**
     * Reads a script.
     *
     * @throws UserError naming the file and all that is wrong with it
     */
    public static DrillScript read(Path file) throws IOException {
        String name = file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
        return parse(name, file.toString(), Files.readString(file));
    }

    /** Reads a script's text. */
    static DrillScript parse(String name, String where, String yaml) throws IOException {
        JsonNode tree = tree(where, yaml);
        List<String> wrong = new ArrayList<>();
        for (Error error : SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(schema())
                .validate(tree)) {
            wrong.add(error.getInstanceLocation() + ": " + error.getMessage());
        }
        if (!wrong.isEmpty()) {
            throw UserError.usage(where + " is no drill:\n  " + String.join("\n  ", wrong));
        }
        return of(name, where, tree);
    }

    private static DrillScript of(String name, String where, JsonNode tree) {
        List<Step> timeline = new ArrayList<>();
        for (JsonNode step : tree.path("timeline")) {
            timeline.add(new Step(time(step.path("at")), time(step.path("for")), fault(where, step),
                    step.path("with")));
        }
        var script = new DrillScript(name, tree.path("question").asText(), tree.path("nodes").asInt(3),
                time(tree.path("duration")), tree.path("network").asText("any"),
                load(tree.path("workload")), timeline,
                tree.path("expect").path("acknowledgedWrites").asInt(1));
        timeline.stream().filter(s -> s.at().plus(s.lasts()).compareTo(script.duration()) >= 0).findFirst()
                .ifPresent(late -> {
                    throw UserError.usage(where + ": " + late.fault().name() + " at " + late.at().toMillis()
                            + " ms is not healed before the drill ends; shorten it or lengthen 'duration'");
                });
        if (script.needs().contains(Fault.Need.AGENTS) && script.load().rollouts().isEmpty()) {
            throw UserError.usage(where + ": a fault of it needs agents; say under 'workload' what is rolled out, for"
                    + " example 'rollouts: {versions: [good, bad]}'");
        }
        return script;
    }

    private static Demand load(JsonNode workload) {
        JsonNode rollouts = workload.path("rollouts");
        List<String> versions = new ArrayList<>();
        rollouts.path("versions").forEach(version -> versions.add(version.asText()));
        return new Demand(workload.path("rate").asInt(220), rollouts.isMissingNode()
                ? Optional.empty()
                : Optional.of(new Rollouts(rollouts.path("users").asInt(40), versions,
                        time(rollouts.path("patience").asText("40s")))));
    }

    private static Fault fault(String where, JsonNode step) {
        try {
            return Faults.named(step.path("fault").asText());
        } catch (UserError unknown) {
            throw UserError.usage(where + ": " + unknown.text());
        }
    }

    private static JsonNode tree(String where, String yaml) {
        try {
            Object loaded = new Load(LoadSettings.builder().setLabel(where).build()).loadFromString(yaml);
            return Json.tree(loaded == null ? List.of() : loaded);
        } catch (YamlEngineException e) {
            throw UserError.usage(where + " is no YAML: " + e.getMessage());
        }
    }

    private static JsonNode schema() throws IOException {
        try (InputStream in = DrillScript.class.getResourceAsStream("drill.schema.json")) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks drill.schema.json");
            }
            return Json.mapper().readTree(in);
        }
    }

    /** A number with its unit: 300ms, 20s, 2m. */
    public static Duration time(String text) {
        long number = Long.parseLong(text.replaceAll("[a-z]", ""));
        if (text.endsWith("ms")) {
            return Duration.ofMillis(number);
        }
        return text.endsWith("m") ? Duration.ofMinutes(number) : Duration.ofSeconds(number);
    }

    private static Duration time(JsonNode text) {
        return time(text.asText());
    }
}
