package io.althing.cli.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.althing.audit.AuditMonitor;
import io.althing.audit.AuditMonitor.Look;
import io.althing.audit.MonitorFile;
import io.althing.cli.ClusterOptions;
import io.althing.client.ExitCode;
import io.althing.client.Json;
import io.althing.client.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code althing audit watch}. */
@Command(name = "watch", description = {
        "Look at every region's log again and again, keep the newest believed checkpoint in a file of one's own, and raise the alarm when a region shows anything that is not a continuation of it: a rewritten past, a fork between regions, a checkpoint without its signatures.",
        "Ends with exit code 1 at the first alarm, with the evidence beside the file. A region that does not answer is no alarm. Keep the file where the cluster's operators cannot reach it."})
final class WatchCommand implements Callable<Integer> {
    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private LogOptions logs = new LogOptions();

    @Option(names = "--state", paramLabel = "FILE", defaultValue = "althing-watch.checkpoint", description = "where the newest believed checkpoint is kept (default: ${DEFAULT-VALUE})")
    private Path state = Path.of("althing-watch.checkpoint");

    @Option(names = "--every", paramLabel = "SECONDS", defaultValue = "5", description = "between two looks (default: ${DEFAULT-VALUE})")
    private long every = 5;

    @Option(names = "--once", description = "look once: for cron")
    private boolean once;

    private final Map<String, String> said = new HashMap<>();

    @Override
    public Integer call() throws InterruptedException {
        if (every < 1) {
            throw UserError.usage("--every must be at least 1 second");
        }
        List<Log> watched = logs.logs(cluster);
        var monitor = new AuditMonitor(watched.getFirst().reader(), new MonitorFile(state.toAbsolutePath()));
        var never = new CountDownLatch(1);
        do {
            boolean answered = false;
            for (Log log : watched) {
                Optional<Look> look = look(monitor, log);
                answered |= look.isPresent();
                if (look.isPresent() && look.get() instanceof Look.Alarm alarm) {
                    return alarm(log, alarm);
                }
            }
            if (once) {
                return answered ? ExitCode.OK : ExitCode.UNREACHABLE;
            }
        } while (!never.await(Duration.ofSeconds(every).toMillis(), TimeUnit.MILLISECONDS));
        return ExitCode.OK;
    }

    private Optional<Look> look(AuditMonitor monitor, Log log) {
        try {
            Look look = monitor.look(log.tiles());
            tell(log, look);
            return Optional.of(look);
        } catch (IOException e) {
            say(log, "unreachable", "no answer (" + e.getMessage() + "); nothing is known of it now");
            return Optional.empty();
        }
    }

    private void tell(Log log, Look look) {
        switch (look) {
            case Look.First first -> say(log, "first", "size " + first.seen().head().size()
                    + " is believed and kept; from now on every look must continue it");
            case Look.Grown grown -> say(log, "grown", "grew from " + grown.from().head().size() + " to "
                    + grown.to().head().size() + ", the old tree a prefix of the new");
            case Look.Unchanged unchanged -> say(log, "unchanged", "at size " + unchanged.kept().head().size());
            case Look.Behind behind -> say(log, "behind", "at size " + behind.seen().head().size() + " of "
                    + behind.kept().head().size() + (behind.proven() ? ", a prefix of it" : ", not proven yet"));
            case Look.Alarm alarm -> say(log, "alarm", "ALARM: " + alarm.reason());
        }
    }

    /** Says what a log shows, and nothing if it shows what it showed before. */
    private void say(Log log, String kind, String text) {
        if (text.equals(said.put(log.name(), text)) && !once) {
            return;
        }
        if (cluster.json()) {
            ObjectNode line = Json.object().put("log", log.name()).put("look", kind).put("text", text);
            cluster.out().println(line);
        } else {
            cluster.out().println(log.name() + ": " + text);
        }
        cluster.out().flush();
    }

    private int alarm(Log log, Look.Alarm alarm) {
        Path evidence = state.resolveSibling(state.getFileName() + ".alarm");
        String text = "log: " + log.name() + "\nreason: " + alarm.reason() + "\n\nkept:\n"
                + alarm.kept().map(note -> new String(note.bytes(), java.nio.charset.StandardCharsets.UTF_8))
                        .orElse("(nothing)\n")
                + "\nseen:\n" + alarm.seen().orElse("(nothing)\n");
        try {
            Files.writeString(evidence, text);
        } catch (IOException e) {
            throw new UserError(ExitCode.REFUSED, "ALARM at " + log.name() + ": " + alarm.reason()
                    + "; the evidence could not be written to " + evidence + ": " + e.getMessage() + "\n" + text, e);
        }
        throw new UserError(ExitCode.REFUSED,
                "ALARM at " + log.name() + ": " + alarm.reason() + "\n  both checkpoints are in "
                        + evidence + ": keep them, they are evidence");
    }
}
