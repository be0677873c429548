package io.althing.chaos.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.althing.chaos.drill.Waiting;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs {@code chaos/crosscheck.sh}. Where there is no Go to build the verifiers with, the test is skipped and says so. */
final class Crosscheck {
    private static final int SKIPPED = 77;

    /** What the script printed and how it ended. */
    record Result(int exit, String output) {
        void verified() {
            assertThat(exit).as(output).isZero();
        }

        void refused(String because) {
            assertThat(exit).as(output).isEqualTo(1);
            assertThat(output).contains(because);
        }
    }

    private Crosscheck() {}

    /** A litewitness at work, which ends with it. */
    record Witness(Process process, String vkey, URI prefix) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            process.getOutputStream().close();
            try {
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Starts a litewitness that knows the log of this key. */
    static Witness serve(Path work, Path vkey) throws IOException, InterruptedException {
        Path output = work.resolve("serve.out");
        Process process = new ProcessBuilder("bash", Path.of("crosscheck.sh").toAbsolutePath().toString(), "serve",
                work.toString(), vkey.toString()).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        Path address = work.resolve("witness.address");
        Waiting.until("litewitness listens", Duration.ofMinutes(2),
                () -> Files.exists(address) || !process.isAlive());
        assumeFalse(!process.isAlive() && process.exitValue() == SKIPPED, Files.readString(output));
        assertThat(address).as(Files.readString(output)).exists();
        return new Witness(process, Files.readString(work.resolve("witness.vkey")).strip(),
                URI.create("http://" + Files.readString(address).strip()));
    }

    static Result run(String command, Object... arguments) throws IOException, InterruptedException {
        Path script = Path.of("crosscheck.sh").toAbsolutePath();
        List<String> words = new ArrayList<>(List.of("bash", script.toString(), command));
        for (Object argument : arguments) {
            words.add(argument.toString());
        }
        Path output = Files.createTempFile("crosscheck", ".out");
        Process process = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("finished in time").isTrue();
        } finally {
            process.destroyForcibly();
        }
        String said = Files.readString(output, StandardCharsets.UTF_8);
        Files.delete(output);
        assumeFalse(process.exitValue() == SKIPPED, said);
        return new Result(process.exitValue(), said);
    }
}
