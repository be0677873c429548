package io.althing.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.althing.registry.Region;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where a cluster is: the content of {@code endpoints.json}.
 *
 * @param control the launcher's own address, which cuts and heals links; empty where no launcher runs
 */
public record Endpoints(String cluster, List<RegionEndpoint> regions,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<URI> control) {
    private static final JsonMapper JSON = Json.mapper();

    /** Copies the list. */
    public Endpoints {
        regions = List.copyOf(regions);
    }

    /**
     * One region.
     *
     * @param api base of the registry's API
     * @param gateway base of the inference gateway
     * @param nodePid process id of the node, 0 if unknown
     * @param agentPid process id of the agent, 0 if unknown
     */
    public record RegionEndpoint(String region, URI api, URI gateway, long nodePid, long agentPid) {}

    /** @throws UserError if the file is missing or broken */
    public static Endpoints read(Path file) {
        try {
            return JSON.readerFor(Endpoints.class).with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new UserError(ExitCode.USAGE, "there is no " + file
                    + "; start a cluster with `althing up`, or name its file with --target", e);
        } catch (JsonProcessingException e) {
            throw new UserError(ExitCode.USAGE, file + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UserError(ExitCode.USAGE, file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Writes the file so that a reader sees the old one or the new one. */
    public void write(Path file) throws IOException {
        Json.writeAtomically(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n", false);
    }

    /** @throws UserError if there is no such region */
    public RegionEndpoint region(String name) {
        return regions.stream().filter(r -> r.region().equals(name)).findFirst()
                .orElseThrow(() -> UserError.usage("there is no region '" + name + "' in endpoints.json; it has "
                        + regions.stream().map(RegionEndpoint::region).collect(Collectors.joining(", "))));
    }

    /** The regions' names in the file's order. */
    public List<Region> names() {
        return regions.stream().map(r -> new Region(r.region())).toList();
    }
}
