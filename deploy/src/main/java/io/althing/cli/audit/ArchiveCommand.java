package io.althing.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.althing.audit.Checkpoint;
import io.althing.audit.ColdRefill;
import io.althing.audit.DirectoryColdStore;
import io.althing.audit.Tile;
import io.althing.cli.ClusterOptions;
import io.althing.client.ApiClient;
import io.althing.client.Call;
import io.althing.client.ExitCode;
import io.althing.client.Json;
import io.althing.client.TextTable;
import io.althing.client.UserError;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code althing audit archive}. */
@Command(name = "archive", mixinStandardHelpOptions = true, description = {
        "Old entries in a cold store: see what lies there, move more, check that all is still served, fill a store up.",
        "A node has a cold store if its configuration names one under audit.cold. Nothing is ever pruned."}, subcommands = {
                ArchiveCommand.Show.class, ArchiveCommand.Move.class, ArchiveCommand.Check.class,
                ArchiveCommand.Refill.class})
final class ArchiveCommand {
    private static final String PATH = "/v1/audit/archive";

    private static JsonNode standing(ClusterOptions cluster, ApiClient.Place place) {
        return cluster.reader().only(place.region()).need(Call.get(PATH)).json();
    }

    private static String where(JsonNode standing) {
        return standing.path("place").asText("no cold store");
    }

    @Command(name = "show", description = "What lies in each region's cold store and what in the node's state.")
    static final class Show implements Callable<Integer> {
        @Mixin
        private ClusterOptions cluster = new ClusterOptions();

        @Override
        public Integer call() {
            ArrayNode all = Json.mapper().createArrayNode();
            TextTable table = new TextTable("REGION", "ENTRIES", "COLD", "IN STATE", "KEEPS", "COLD STORE");
            for (ApiClient.Place place : cluster.reader().places()) {
                JsonNode is = standing(cluster, place);
                all.addObject().put("region", place.region()).set("archive", is);
                long entries = is.path("entries").asLong();
                long cold = is.path("cold").asLong();
                table.row(place.region(), Long.toString(entries), Long.toString(cold), Long.toString(entries - cold),
                        is.path("keep").asText("-"), where(is));
            }
            if (cluster.json()) {
                cluster.out().println(Json.pretty(all));
            } else {
                table.print(cluster.out(), "there is no region");
            }
            cluster.out().flush();
            return ExitCode.OK;
        }
    }

    @Command(name = "move", description = {"Move the oldest full bundles of 256 entries to the cold store now.",
            "A bundle leaves the node's state only after its copy was forced to the disk, read back and found to lead to the tree's own hash. Entries whose answers to repeated requests are remembered (24 hours, or the last million) stay."})
    static final class Move implements Callable<Integer> {
        @Mixin
        private ClusterOptions cluster = new ClusterOptions();

        @Option(names = "--keep", paramLabel = "N", description = "how many of the newest entries stay (default: as configured)")
        private Optional<Long> keep = Optional.empty();

        @Option(names = "--bundles", paramLabel = "N", description = "how many bundles at most")
        private Optional<Long> bundles = Optional.empty();

        @Override
        public Integer call() {
            var request = Json.object();
            keep.ifPresent(number -> request.put("keep", number));
            bundles.ifPresent(number -> request.put("bundles", number));
            ApiClient all = cluster.client("admin");
            ArrayNode results = Json.mapper().createArrayNode();
            for (ApiClient.Place place : all.places()) {
                JsonNode is = all.only(place.region()).need(Call.post(PATH, request)).json();
                results.addObject().put("region", place.region()).set("archive", is);
                if (!cluster.json()) {
                    cluster.out().println(place.region() + ": " + is.path("movedBundles").asLong() + " bundles moved; "
                            + is.path("cold").asLong() + " of " + is.path("entries").asLong() + " entries lie in "
                            + where(is));
                }
            }
            if (cluster.json()) {
                cluster.out().println(Json.pretty(results));
            }
            cluster.out().flush();
            return ExitCode.OK;
        }
    }

    @Command(name = "check", description = {"Read every region's whole log, cold and not, and verify it.",
            "Exit code 0 if all is served and whole, 1 if not, 3 if something is not served."})
    static final class Check implements Callable<Integer> {
        @Mixin
        private ClusterOptions cluster = new ClusterOptions();

        @Mixin
        private LogOptions logs = new LogOptions();

        @Override
        public Integer call() {
            for (ApiClient.Place place : cluster.reader().places()) {
                JsonNode is = standing(cluster, place);
                Checkpoint checkpoint = logs.named(place.region(), cluster)
                        .whenVerified(log -> log.reader().read(log.checkpoint()));
                cluster.out().println(place.region() + ": all " + checkpoint.head().size() + " entries are served, "
                        + is.path("cold").asLong() + " of them from " + where(is) + "; root "
                        + checkpoint.head().root().base64());
            }
            cluster.out().flush();
            return ExitCode.OK;
        }
    }

    @Command(name = "refill", description = {
            "Fill a cold store's directory up with what it lacks, out of a verified log: for a node that joins, or in place of one that was lost.",
            "What is there and equal stays; other bytes are an error."})
    static final class Refill implements Callable<Integer> {
        @Mixin
        private ClusterOptions cluster = new ClusterOptions();

        @Mixin
        private LogOptions logs = new LogOptions();

        @Parameters(paramLabel = "DIR", description = "the cold store's directory")
        private Path directory = Path.of("");

        @Option(names = "--entries", paramLabel = "N", description = "how many of the oldest entries (default: as many as any region moved)")
        private Optional<Long> entries = Optional.empty();

        @Override
        public Integer call() {
            long wanted = entries.orElseGet(this::moved);
            return logs.log(cluster).whenVerified(log -> {
                long size = log.reader().read(log.checkpoint()).head().size();
                if (wanted > size) {
                    throw UserError.usage("--entries " + wanted + ": the log has " + size);
                }
                long bundles = wanted / Tile.FULL;
                int missing = ColdRefill.fill(log.tiles(), bundles, new DirectoryColdStore(directory));
                cluster.out().println(directory + " holds the oldest " + bundles * Tile.FULL + " entries of "
                        + log.name() + "; " + missing + " of " + 2 * bundles + " files were missing");
                cluster.out().flush();
                return ExitCode.OK;
            });
        }

        private long moved() {
            if (logs.elsewhere()) {
                throw UserError.usage("say with --entries N how many of the oldest entries the store is to hold");
            }
            return cluster.reader().places().stream().mapToLong(place -> standing(cluster, place).path("cold").asLong())
                    .max().orElse(0);
        }
    }
}
