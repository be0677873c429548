package io.althing.cli;

import io.althing.checkpoint.TrustVersions;
import io.althing.client.ExitCode;
import io.althing.client.UserError;
import io.althing.node.ConfigException;
import io.althing.node.GenesisFiles;
import io.althing.node.TrustChange;
import io.althing.node.TrustChange.Step;
import io.althing.node.TrustFiles;
import io.althing.registry.Region;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code althing cluster trust}. */
@Command(name = "trust", mixinStandardHelpOptions = true, description = "Show the audit log's trust policy, or issue its next version with a new key or region.")
final class ClusterTrustCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "what `althing cluster init` wrote, keys included")
    private Path directory = Path.of("");

    @ArgGroup
    private @Nullable Wanted wanted;

    @Option(names = "--api", paramLabel = "URL", description = "with --add: where the region's API listens")
    private Optional<URI> api = Optional.empty();

    /** At most one step at a time. */
    static final class Wanted {
        @Option(names = "--add", paramLabel = "REGION", description = "a region begins to cosign; makes its key")
        private Optional<String> add = Optional.empty();

        @Option(names = "--remove", paramLabel = "REGION", description = "a region ceases to cosign")
        private Optional<String> remove = Optional.empty();

        @Option(names = "--replace-cosigner", paramLabel = "REGION", description = "a region gets a new cosigning key; the old file is kept")
        private Optional<String> cosigner = Optional.empty();

        @Option(names = "--replace-log", description = "the log gets a new key; the old file is kept")
        private boolean log;

        Step step(Optional<URI> api) {
            return add.<Step>map(region -> new Step.Add(new Region(region), api))
                    .or(() -> remove.map(region -> new Step.Remove(new Region(region))))
                    .or(() -> cosigner.map(region -> new Step.ReplaceCosigner(new Region(region))))
                    .or(() -> log ? Optional.of(new Step.ReplaceLog()) : Optional.empty())
                    .orElseThrow(() -> new IllegalStateException("exactly one of the group is given"));
        }
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            Wanted change = wanted;
            TrustVersions trust = change != null
                    ? new TrustChange(directory).write(change.step(api))
                    : TrustFiles.in(directory)
                            .read(GenesisFiles.read(directory.resolve("genesis.json")).origin());
            out.print(trust.text(trust.newest()).orElseThrow());
            if (change != null) {
                out.printf("""

                        wrote %1$s/trust/%2$d.tlog-policy. Now, in this order:
                          1. give the new key, if there is one, to the nodes that sign with it
                          2. copy it beside the others on every node, and to whoever checks receipts
                        Each node takes it into force within seconds, once its own keys fit; its log says so, and
                        /audit/policy answers with the version in force. No restart is needed.
                        Receipts made before are checked with the version they were made under; it stays where it is.
                        """, directory, trust.newest());
            }
            out.flush();
            return ExitCode.OK;
        } catch (ConfigException | IOException | IllegalArgumentException e) {
            throw new UserError(ExitCode.USAGE, e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
    }
}
