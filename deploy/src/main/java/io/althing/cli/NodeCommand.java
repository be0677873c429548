package io.althing.cli;

import io.althing.client.ExitCode;
import io.althing.client.UserError;
import io.althing.node.ConfigException;
import io.althing.node.NodeConfig;
import io.althing.node.NodeMain;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code althing node}. */
@Command(name = "node", mixinStandardHelpOptions = true, description = "Run one node: a region's replica of the registry, with its API.")
final class NodeCommand implements Callable<Integer> {
    @Option(names = "--config", required = true, paramLabel = "FILE", description = "YAML or JSON")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        try {
            return NodeMain.run(NodeConfig.read(file)).code();
        } catch (ConfigException e) {
            throw new UserError(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }
}
