package io.althing.chaos.arena;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs short commands of the machine. */
public final class Shell {
    private Shell() {}

    /** What it printed, both streams, and its exit code. */
    public record Said(int exit, String output) {}

    /**
     * Runs it to its end.
     *
     * @throws IOException with what it printed if it fails
     */
    public static String run(String... command) throws IOException {
        return fed("", command);
    }

    /** The same, given something to read. */
    public static String fed(String input, String... command) throws IOException {
        Said said = attempt(input, List.of(command));
        if (said.exit() != 0) {
            throw new IOException("'" + String.join(" ", command) + "' failed: " + said.output().strip());
        }
        return said.output();
    }

    /** Whether it can be run and succeeds. */
    public static boolean succeeds(String... command) {
        try {
            return attempt("", List.of(command)).exit() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    /** Runs it to its end, however that is. */
    public static Said attempt(String input, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            try (OutputStream in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Said(process.waitFor(), output);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while '" + String.join(" ", command) + "' ran", e);
        }
    }
}
