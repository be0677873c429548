package io.althing.chaos.drill;

import io.althing.chaos.drill.Processes.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** The same log is applied by a JVM that only interprets and by one that compiles everything it can. */
final class InterpreterDrill implements Drill {
    private static final int COMMANDS_PER_ACKNOWLEDGEMENT = 10;
    private static final long SEED = 20_261_124;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Override
    public String name() {
        return "interpreter";
    }

    @Override
    public String promise() {
        return "a recorded log applied with -Xint and with the compiler on gives equal digests";
    }

    @Override
    public Outcome run(Setting setting) throws IOException, InterruptedException {
        Files.createDirectories(setting.home());
        Path log = setting.home().resolve("commands.log");
        int commands = COMMANDS_PER_ACKNOWLEDGEMENT * setting.acknowledgements();
        RecordedLog.write(log, SEED, commands);
        try (Processes processes = new Processes()) {
            String interpreted = replay(processes, log, "interpreted", "-Xint");
            String compiled = replay(processes, log, "compiled", "-XX:CompileThreshold=200");
            return new Outcome(interpreted.equals(compiled),
                    List.of(commands + " commands, interpreted: " + interpreted, "compiled: " + compiled));
        }
    }

    private static String replay(Processes processes, Path log, String name, String flag)
            throws IOException, InterruptedException {
        Path output = log.resolveSibling(name + ".txt");
        Running run = processes.start(name, output,
                Processes.java(List.of("-Xmx256m", flag), "io.althing.chaos.drill.ReplayMain", log.toString()));
        OptionalInt exit = run.exitCode(PATIENCE);
        if (exit.isEmpty() || exit.getAsInt() != 0) {
            throw new IOException("the " + name + " replay failed:\n" + run.output());
        }
        return run.output().strip();
    }
}
