package io.althing.cli;

import io.althing.client.ExitCode;
import io.althing.client.UserError;
import io.althing.node.AgentConfig;
import io.althing.node.AgentMain;
import io.althing.node.ConfigException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code althing agent}. */
@Command(name = "agent", mixinStandardHelpOptions = true, description = "Run one agent: a region's gateway, its judgement of canaries, its vote.")
final class AgentCommand implements Callable<Integer> {
    @Option(names = "--config", required = true, paramLabel = "FILE", description = "YAML or JSON")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        try {
            return AgentMain.run(AgentConfig.read(file)).code();
        } catch (ConfigException e) {
            throw new UserError(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }
}
