package io.althing.cli.audit;

import io.althing.audit.CheckpointReader;
import io.althing.audit.DirectoryTiles;
import io.althing.cli.ClusterOptions;
import io.althing.client.ExitCode;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code althing audit fetch}. */
@Command(name = "fetch", description = "Copy a region's audit log, entries and tiles, into a directory, as it is served.")
final class FetchCommand implements Callable<Integer> {
    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Parameters(paramLabel = "DIR", description = "a new or older copy")
    private Path directory = Path.of("");

    @Override
    public Integer call() {
        Log log = LogOptions.region(cluster.reader().places().getFirst(), Optional.empty());
        int files = Failing.at(log.name(),
                () -> DirectoryTiles.copy(log.tiles(), CheckpointReader.unsigned(), directory));
        cluster.out().println(files + " files from " + log.name() + " in " + directory
                + "; check them with `althing audit verify --dir " + directory + "`");
        cluster.out().flush();
        return ExitCode.OK;
    }
}
