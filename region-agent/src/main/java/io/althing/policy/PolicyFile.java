package io.althing.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.althing.registry.Blob;
import io.althing.registry.GlobalPolicy;
import io.althing.registry.PolicyRules;
import io.althing.registry.Region;
import io.althing.registry.RegionPolicy;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Reads policy files. A file is either good as a whole or refused with all its faults: first what the YAML reader finds, else
 * what the schema and this build do not allow, else what the fields mean together.
 */
public final class PolicyFile {
    private PolicyFile() {}

    /** What became of reading a file. */
    public sealed interface Result {
        /** A region's file with every default filled in. */
        record ForRegion(RegionPolicy policy, Blob file, EffectivePolicy effective) implements Result {}

        /** The administrators' file with every default filled in. */
        record ForAll(GlobalPolicy policy, Blob file, EffectivePolicy effective) implements Result {}

        /** Not a good policy file; the faults are in the order of their lines, and there is at least one. */
        record Faulty(List<Fault> faults) implements Result {
            /** Copies the list. */
            public Faulty {
                faults = List.copyOf(faults);
            }

            /** One fault a line. */
            public String text() {
                return String.join("\n", faults.stream().map(Fault::toString).toList());
            }
        }
    }

    /** Reads a file from disk; one that cannot be read is faulty. */
    public static Result read(Path path) {
        String name = path.toString();
        try {
            return read(name, Files.readAllBytes(path));
        } catch (NoSuchFileException e) {
            return faulty(name, "does not exist; check the path");
        } catch (AccessDeniedException e) {
            return faulty(name, "may not be read by this user; change its permissions");
        } catch (IOException e) {
            return faulty(name, Files.isDirectory(path)
                    ? "is a directory; name a file in it"
                    : "cannot be read: " + e.getMessage());
        }
    }

    /**
     * Reads a file's bytes.
     *
     * @param name for messages
     */
    public static Result read(String name, byte[] bytes) {
        YamlDocument document = YamlDocument.parse(name, bytes);
        if (!document.faults().isEmpty()) {
            return faulty(document.faults());
        }
        String kind = Paths.at(document.tree(), "kind").asText();
        return switch (kind) {
            case "RegionPolicy" -> region(document, Blob.of(bytes));
            case "GlobalPolicy" -> global(document, Blob.of(bytes));
            default -> faulty(List.of(document.faultAt("kind", "must be RegionPolicy or GlobalPolicy")));
        };
    }

    private static Result region(YamlDocument document, Blob file) {
        return read(document, new Kind(PolicySchema.region(), NotYet::region, Layers::region), (fields, effective) -> {
            RegionPolicy policy = RegionPolicyReader.read(fields);
            var faults = new ArrayList<Fault>();
            for (PolicyRules.Fault fault : PolicyRules.faults(policy)) {
                faults.add(document.faultAt(fault.field().replace("spec.strategy.steps", "spec.strategy.canary.steps"),
                        fault.problem()));
            }
            if (policy.gates().requiresPromoted().contains(policy.region())) {
                faults.add(document.faultAt("spec.gates.requires", "names the region itself; remove it"));
            }
            faults.addAll(MetricFaults.of(document, policy.analysis().metrics()));
            return faults.isEmpty() ? new Result.ForRegion(policy, file, effective) : faulty(faults);
        });
    }

    private static Result global(YamlDocument document, Blob file) {
        return read(document, new Kind(PolicySchema.global(), NotYet::global, Layers::global), (fields, effective) -> {
            GlobalPolicy policy = GlobalPolicyReader.read(fields);
            List<Region> named = policy.waves().stream().flatMap(List::stream).distinct().toList();
            List<Fault> faults = PolicyRules.faults(policy, named).stream()
                    .map(fault -> document.faultAt(fault.field(), fault.problem() + " (" + fault.value() + ")"))
                    .toList();
            return faults.isEmpty() ? new Result.ForAll(policy, file, effective) : faulty(faults);
        });
    }

    /** How one kind of file is checked and completed. */
    private record Kind(PolicySchema schema, Function<YamlDocument, List<Fault>> unsupported,
            Function<JsonNode, Layers> layers) {}

    private static Result read(YamlDocument document, Kind kind, BiFunction<Fields, EffectivePolicy, Result> meaning) {
        var faults = new ArrayList<>(kind.schema().faults(document));
        kind.unsupported().apply(document).stream()
                .filter(fault -> faults.stream().noneMatch(f -> f.field().equals(fault.field()))).forEach(faults::add);
        if (!faults.isEmpty()) {
            return faulty(faults);
        }
        Layers merged = kind.layers().apply(document.tree());
        return meaning.apply(new Fields(merged.merged()), merged.effective());
    }

    private static Result faulty(String name, String problem) {
        return faulty(List.of(new Fault(name, 0, "", "", problem)));
    }

    private static Result faulty(List<Fault> faults) {
        return new Result.Faulty(faults.stream().sorted(Comparator.comparingInt(Fault::line)).toList());
    }
}
