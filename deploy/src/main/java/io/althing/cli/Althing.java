package io.althing.cli;

import io.althing.cli.audit.AuditCommand;
import io.althing.client.ExitCode;
import io.althing.client.UserError;
import java.io.PrintWriter;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The {@code althing} command. */
@Command(name = "althing", version = "althing 0.1.0", mixinStandardHelpOptions = true, description = "A replicated model registry: regions agree on rollouts, vote on rollbacks, and prove what happened.", subcommands = {
        StatusCommand.class, ModelCommands.class, VersionCommands.class, RolloutCommands.class, RollbackCommand.class,
        PolicyCommands.class, RegionCommands.class, AuditCommand.class, ClusterCommands.class, CertsCommands.class,
        NodeCommand.class,
        AgentCommand.class,
        UpCommand.class, DemoCommand.class, HelpCommand.class})
public final class Althing {
    /** Runs the command and ends the process with one of {@link ExitCode} or {@link io.althing.node.ProcessExit}. */
    public static void main(String... args) {
        System.exit(commandLine(ServiceLoader.load(CommandProvider.class)).execute(args));
    }

    static CommandLine commandLine(Iterable<CommandProvider> more) {
        CommandLine top = new CommandLine(new Althing());
        more.forEach(provider -> parent(top, provider.parent()).addSubcommand(provider.command()));
        top.setCaseInsensitiveEnumValuesAllowed(true);
        top.setParameterExceptionHandler(Althing::wrongUsage);
        top.setExecutionExceptionHandler(new ShortErrors());
        top.setExitCodeExceptionMapper(e -> e instanceof UserError error ? error.exitCode() : ExitCode.REFUSED);
        return top;
    }

    private static CommandLine parent(CommandLine top, String name) {
        if (name.isEmpty()) {
            return top;
        }
        CommandLine known = top.getSubcommands().get(name);
        if (known == null) {
            known = new CommandLine(CommandSpec.create());
            top.addSubcommand(name, known);
        }
        return known;
    }

    private static int wrongUsage(ParameterException e, String[] args) {
        CommandLine line = e.getCommandLine();
        PrintWriter err = line.getErr();
        err.println("althing: " + e.getMessage());
        String name = line.getCommandSpec().qualifiedName();
        err.println(line.getSubcommands().isEmpty()
                ? "usage: `" + name + " --help`"
                : "commands of `" + name + "`: " + String.join(", ", line.getSubcommands().keySet()));
        err.flush();
        return ExitCode.USAGE;
    }

    /** Errors as one or two lines. */
    private static final class ShortErrors implements IExecutionExceptionHandler {
        @Override
        public int handleExecutionException(Exception e, CommandLine line, CommandLine.ParseResult parsed) {
            line.getErr().println("althing: " + (e instanceof UserError error ? error.text() : unexpected(e)));
            if (System.getenv("ALTHING_TRACE") != null) {
                line.getErr().println(line.getColorScheme().richStackTraceString(e));
            }
            line.getErr().flush();
            return line.getExitCodeExceptionMapper().getExitCode(e);
        }

        private static String unexpected(Exception e) {
            return "this should not happen: " + e + "\n  ALTHING_TRACE=1 shows where; please report it";
        }
    }
}
