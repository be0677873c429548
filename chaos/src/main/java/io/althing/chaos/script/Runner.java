package io.althing.chaos.script;

import io.althing.chaos.arena.Arena;
import io.althing.chaos.arena.RegisterModel;
import io.althing.chaos.drill.LoopbackCluster;
import io.althing.chaos.history.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs a script, judges the run, and leaves {@code history.jsonl}, {@code report.json} and {@code report.html} in a directory.
 *
 * @param out where to
 * @param home the project's directory, for the second opinion
 */
public record Runner(Path out, Path home, long seed, String network, Consumer<String> say) {
    /** A node of a drill lives a minute: it is spared the compiler that pays off in hours. */
    private static final List<String> FLAGS = Stream
            .concat(LoopbackCluster.QUICK_TO_START.stream(), Stream.of("-XX:+ExitOnOutOfMemoryError")).toList();

    /** Runs and judges. */
    public DrillReport run(DrillScript script) throws IOException, InterruptedException {
        Files.createDirectories(out);
        History history = DrillRun.run(script,
                new DrillRun.Setting(out.resolve("cluster"), DrillRun.Draw.of(seed), network, FLAGS, say));
        return judged(script, history);
    }

    private DrillReport judged(DrillScript script, History history) throws IOException {
        Path file = out.resolve("history.jsonl");
        history.write(file);
        return write(DrillReport.of(script, history).and(new SecondOpinion(home).of(file)), history);
    }

    /** Runs and judges on a cluster that is there; whatever it writes carries a mark of this moment. */
    DrillReport run(DrillScript script, Arena arena) throws IOException, InterruptedException {
        Files.createDirectories(out);
        RegisterModel.create(arena.client(arena.awaitLeader()));
        String mark = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
        return judged(script, DrillRun.on(arena, script, new DrillRun.Draw(seed, mark), say));
    }

    /** Judges a history that was written before. */
    public DrillReport judge(Path file) throws IOException {
        Files.createDirectories(out);
        History history = History.read(file);
        return write(DrillReport.of(history).and(new SecondOpinion(home).of(file)), history);
    }

    private DrillReport write(DrillReport report, History history) throws IOException {
        Files.writeString(out.resolve("report.json"), io.althing.client.Json.pretty(report.json()) + "\n");
        Files.writeString(out.resolve("report.html"), HtmlReport.of(report, history));
        return report;
    }
}
