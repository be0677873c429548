package io.althing.chaos.power;

import io.althing.chaos.drill.Processes;
import io.althing.chaos.drill.Processes.Running;
import io.althing.chaos.sim.promise.Breach;
import io.althing.client.ExitCode;
import io.althing.client.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * A process works under {@code strace}, is killed with SIGKILL once it said often enough that something is kept, its files lose what was
 * not synced, and another process looks at what is left.
 *
 * @param work what is to be kept: {@code log}, {@code journal}, {@code cosigner} or {@code fence}
 * @param flags for the Java virtual machine of the process that works
 */
public record PowerDrill(String work, List<String> flags) {
    private static final Path STRACE = Path.of("/usr/bin/strace");
    private static final int ENOUGH = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Copies the list. */
    public PowerDrill {
        flags = List.copyOf(flags);
    }

    /** Every kind of work. */
    public static List<String> works() {
        return Work.all().stream().map(Work::name).toList();
    }

    /** Whether this machine can run it. */
    public static boolean possible() {
        return Files.isExecutable(STRACE);
    }

    /**
     * Runs it once.
     *
     * @param directory new and empty
     * @param more how many numbers more than enough the process may say before it is killed
     * @return the broken promise, if one was
     */
    public Optional<Breach> run(Path directory, int more) throws IOException, InterruptedException {
        if (!possible()) {
            throw new UserError(ExitCode.USAGE, "a loss of power needs strace; for example `apt-get install strace`");
        }
        Work kept = Work.all().stream().filter(w -> w.name().equals(work)).findFirst()
                .orElseThrow(() -> UserError.usage("there is no work '" + work + "'; there is " + works()));
        Path files = Files.createDirectories(directory.resolve("files")).toRealPath();
        try (Processes processes = new Processes()) {
            long start = System.nanoTime();
            SyncedFiles before = SyncedFiles.asTheyAre(files);
            long least = worked(processes, files, more);
            long lost = before.after(Files.readAllLines(directory.resolve("trace.txt"))).losePower();
            Optional<String> broken = left(processes, files, least);
            return broken.map(what -> new Breach(kept.promise(), what + " (" + lost + " bytes were not synced)",
                    (System.nanoTime() - start) / 1_000_000));
        }
    }

    private long worked(Processes processes, Path files, int more)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(STRACE.toString(), "-f", "-qq", "-s", "0", "-y", "--seccomp-bpf", "-o",
                files.resolveSibling("trace.txt").toString(), "-e", "trace=" + SyncedFiles.CALLS));
        var all = new ArrayList<>(flags);
        all.add("-Xmx256m");
        command.addAll(Processes.java(all, WorkMain.class.getName(), "work", work, files.toString()));
        Running running = processes.start("work " + work, files.resolveSibling("work.txt"), command);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (numbers(running.output(), WorkMain.KEPT) < ENOUGH + more) {
            if (!running.alive() || System.nanoTime() > end) {
                throw new IOException("the work '" + work + "' did not come far enough:\n" + running.output());
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        running.process().descendants().forEach(ProcessHandle::destroyForcibly);
        if (running.exitCode(PATIENCE).isEmpty()) {
            throw new IOException("strace does not end");
        }
        return last(running.output(), WorkMain.KEPT).orElseThrow();
    }

    private Optional<String> left(Processes processes, Path files, long least)
            throws IOException, InterruptedException {
        Running looking = processes.start("look " + work, files.resolveSibling("left.txt"), Processes.java(
                List.of("-Xmx256m"), WorkMain.class.getName(), "left", work, files.toString(), "" + least));
        looking.exitCode(PATIENCE);
        OptionalLong left = last(looking.output(), WorkMain.LEFT);
        if (left.isEmpty()) {
            return Optional.of("up to " + least + " was said to be kept, and now nothing opens: "
                    + looking.output().lines().filter(l -> l.contains("xception")).findFirst().orElse("no answer"));
        }
        return left.getAsLong() >= least
                ? Optional.empty()
                : Optional.of("up to " + least + " was said to be kept, up to " + left.getAsLong() + " is left");
    }

    private static long numbers(String output, String word) {
        return output.lines().filter(line -> line.startsWith(word)).count();
    }

    /** The last whole line's number; what was cut in the middle was not said. */
    private static OptionalLong last(String output, String word) {
        String whole = output.substring(0, output.lastIndexOf('\n') + 1);
        return whole.lines().filter(line -> line.startsWith(word)).mapToLong(line -> Long.parseLong(line.substring(word
                .length()))).reduce((one, other) -> other);
    }
}
