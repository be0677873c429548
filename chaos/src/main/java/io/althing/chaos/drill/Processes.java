package io.althing.chaos.drill;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Child processes, ended by their own ids; those still there are killed when this is closed or this JVM ends. */
public final class Processes implements AutoCloseable {
    private final List<Running> started = new CopyOnWriteArrayList<>();
    private final Thread atExit = new Thread(this::killAll, "kill children");

    /** None yet. */
    public Processes() {
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * A child process.
     *
     * @param log what it prints, both streams, appended
     */
    public record Running(String name, Path log, Process process) {
        /** Its process id. */
        public long pid() {
            return process.pid();
        }

        /** Whether it still runs. */
        public boolean alive() {
            return process.isAlive();
        }

        /** Ends it with SIGKILL and returns when it is gone. */
        public void kill() throws InterruptedException {
            process.destroyForcibly();
            process.waitFor();
        }

        /** Asks it to stop with SIGTERM, waits, and kills it if that did not help. */
        public void stop(Duration patience) throws InterruptedException {
            process.destroy();
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
        }

        /** Its exit code; empty if it still runs after the patience. */
        public OptionalInt exitCode(Duration patience) throws InterruptedException {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)
                    ? OptionalInt.of(process.exitValue())
                    : OptionalInt.empty();
        }

        /** All it has printed. */
        public String output() throws IOException {
            return Files.readString(log);
        }
    }

    /** Starts a command with its output in a file. */
    public Running start(String name, Path log, List<String> command) throws IOException {
        return start(name, log, command, Map.of());
    }

    /** Starts a command with more in its environment. */
    public Running start(String name, Path log, List<String> command, Map<String, String> environment)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        var running = new Running(name, log, process);
        started.add(running);
        return running;
    }

    /** The command that runs a main class on this JVM's own class path. */
    public static List<String> java(List<String> flags, String mainClass, String... arguments) {
        return java(flags, List.of(), mainClass, arguments);
    }

    /**
     * The same with something else in front.
     *
     * @param before what comes before the class path
     */
    static List<String> java(List<String> flags, List<Path> before, String mainClass, String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+IgnoreUnrecognizedVMOptions", "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED", "-XX:-UsePerfData", "-Djava.awt.headless=true"));
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath(before), mainClass));
        command.addAll(List.of(arguments));
        return command;
    }

    private static String classPath(List<Path> before) {
        return Stream.concat(before.stream().map(Path::toString), Stream.of(System.getProperty("java.class.path")))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private void killAll() {
        started.forEach(child -> child.process().destroyForcibly());
    }

    @Override
    public void close() {
        killAll();
        try {
            for (Running child : started) {
                child.process().waitFor();
            }
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException shuttingDown) {
            // the hook runs already and does the same
            return;
        }
    }
}
