package io.althing.cli;

import io.althing.audit.AuditVerifier;
import io.althing.audit.CheckpointReader;
import io.althing.audit.DirectoryTiles;
import io.althing.audit.Finding;
import io.althing.audit.HttpTiles;
import io.althing.audit.MalformedException;
import io.althing.audit.Report;
import io.althing.audit.TileSource;
import io.althing.client.ApiClient;
import io.althing.client.ExitCode;
import io.althing.client.UserError;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code althing audit …}: the log, checked without trusting the region it comes from. */
@Command(name = "audit", mixinStandardHelpOptions = true, description = "Fetch the audit log and verify it.")
final class AuditCommands {
    @Command(description = "Copy a region's audit log, entries and tiles, into a directory.")
    int fetch(@Mixin ClusterOptions cluster, @Parameters(paramLabel = "DIR") Path directory) {
        ApiClient.Place place = cluster.reader().places().getFirst();
        try {
            int files = DirectoryTiles.copy(tiles(place), CheckpointReader.unsigned(), directory);
            cluster.out().println(files + " files from " + place.region() + " in " + directory
                    + "; check them with `althing audit verify --dir " + directory + "`");
            cluster.out().flush();
            return ExitCode.OK;
        } catch (IOException e) {
            throw new UserError(ExitCode.UNREACHABLE,
                    "the log of " + place.region() + " at " + place.api() + " cannot be copied: " + e.getMessage(), e);
        } catch (MalformedException e) {
            throw new UserError(ExitCode.REFUSED, place.region() + ": " + e.getMessage(), e);
        }
    }

    @Command(description = "Recompute the log from its entries and name whatever is not as its checkpoint says. Exit code 0 if nothing is.")
    int verify(@Mixin ClusterOptions cluster,
            @Option(names = "--dir", paramLabel = "DIR", description = "a fetched log (default: every region's, over HTTP)") Optional<Path> directory) {
        if (directory.isPresent()) {
            Path dir = directory.get();
            if (!Files.isDirectory(dir)) {
                throw UserError.usage(dir + " is not a directory; `althing audit fetch " + dir + "` makes one");
            }
            return check(cluster, dir.toString(), new DirectoryTiles(dir)) ? ExitCode.OK : ExitCode.REFUSED;
        }
        boolean good = true;
        for (ApiClient.Place place : cluster.reader().places()) {
            good &= check(cluster, place.region(), tiles(place));
        }
        return good ? ExitCode.OK : ExitCode.REFUSED;
    }

    private static TileSource tiles(ApiClient.Place place) {
        return new HttpTiles(HttpClient.newHttpClient(), URI.create(place.api() + "/audit/"));
    }

    private static boolean check(ClusterOptions cluster, String where, TileSource source) {
        Report report;
        try {
            report = new AuditVerifier(CheckpointReader.unsigned()).verify(source);
        } catch (IOException e) {
            throw new UserError(ExitCode.UNREACHABLE, "the log in " + where + " cannot be read: " + e.getMessage(), e);
        }
        print(cluster, where, report);
        return report instanceof Report.Verified;
    }

    private static void print(ClusterOptions cluster, String where, Report report) {
        switch (report) {
            case Report.Verified verified -> cluster.out()
                    .println(where + ": " + verified.checkpoint().head().size() + " entries verified, root "
                            + verified.checkpoint().head().root().base64());
            case Report.Damaged damaged -> {
                cluster.out().println(where + ": NOT what its checkpoint says:");
                damaged.findings().stream().map(Finding::describe).forEach(line -> cluster.out().println("  " + line));
                if (damaged.more() > 0) {
                    cluster.out().println("  and " + damaged.more() + " more");
                }
            }
        }
        cluster.out().flush();
    }
}
