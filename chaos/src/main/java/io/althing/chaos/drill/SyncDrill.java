package io.althing.chaos.drill;

import io.althing.chaos.drill.Processes.Running;
import io.althing.client.ExitCode;
import io.althing.client.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts the kernel calls that force data to disk, on every node, against the writes that were acknowledged meanwhile. */
final class SyncDrill implements Drill {
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration COUNTED = Duration.ofSeconds(8);
    private static final Duration DETACHING = Duration.ofSeconds(15);
    private static final Pattern CALLS = Pattern
            .compile("(?m)^\\s*[0-9.]+\\s+[0-9.]+\\s+\\d+\\s+(\\d+)\\s.*\\b(?:fsync|fdatasync)$");

    @Override
    public String name() {
        return "sync";
    }

    @Override
    public String promise() {
        return "with one writer each acknowledged write was synced to disk at least once on a majority";
    }

    @Override
    public Outcome run(Setting setting) throws IOException, InterruptedException {
        if (!Files.isExecutable(Path.of("/usr/bin/strace"))) {
            throw new UserError(ExitCode.USAGE, "this drill needs strace; for example `apt-get install strace`");
        }
        try (LoopbackCluster cluster = LoopbackCluster.started(setting.home(), LoopbackCluster.NODE_FLAGS);
                Processes tracers = new Processes()) {
            List<String> findings = new ArrayList<>();
            long synced = 0;
            for (int writers : new int[]{1, 64}) {
                setting.progress().accept("counting with " + writers + " writers");
                Map<String, Double> ratios = new LinkedHashMap<>();
                int acknowledged = count(cluster, tracers, writers, ratios);
                findings.add(writers + (writers == 1 ? " writer, " : " writers, ") + acknowledged
                        + " acknowledged writes; syncs per write: " + ratios);
                if (writers == 1) {
                    synced = ratios.values().stream().filter(ratio -> ratio >= 1).count();
                }
            }
            return new Outcome(synced >= 2, findings);
        }
    }

    private static int count(LoopbackCluster cluster, Processes tracers, int writers, Map<String, Double> ratios)
            throws IOException, InterruptedException {
        Map<String, Running> tracing = new LinkedHashMap<>();
        int acknowledged;
        try (Writer writer = new Writer("sync-" + writers, List.of(cluster.api(cluster.awaitLeader())),
                cluster.adminToken(), writers)) {
            TimeUnit.MILLISECONDS.sleep(WARM_UP.toMillis());
            for (String node : cluster.alive()) {
                Path log = cluster.place(node).directory().resolve("strace-" + writers + ".txt");
                tracing.put(node, tracers.start("strace " + node, log, List.of("/usr/bin/strace", "-f", "-c", "-e",
                        "trace=fsync,fdatasync", "-p", Long.toString(cluster.process(node).pid()))));
            }
            for (Running tracer : tracing.values()) {
                Waiting.until(tracer.name() + " is attached", DETACHING, () -> attached(tracer));
            }
            int before = writer.count();
            TimeUnit.MILLISECONDS.sleep(COUNTED.toMillis());
            acknowledged = writer.count() - before;
            for (Map.Entry<String, Running> tracer : tracing.entrySet()) {
                interrupt(tracer.getValue());
            }
        }
        for (Map.Entry<String, Running> tracer : tracing.entrySet()) {
            ratios.put(tracer.getKey(),
                    Math.round(100.0 * syncs(tracer.getValue().output()) / acknowledged) / 100.0);
        }
        return acknowledged;
    }

    private static boolean attached(Running tracer) {
        try {
            return tracer.output().contains("attached");
        } catch (IOException notYet) {
            return false;
        }
    }

    /** strace prints its table and lets go of the process on SIGINT. */
    private static void interrupt(Running tracer) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(tracer.pid())).start().waitFor();
        tracer.exitCode(DETACHING);
    }

    static long syncs(String table) {
        long calls = 0;
        Matcher matcher = CALLS.matcher(table);
        while (matcher.find()) {
            calls += Long.parseLong(matcher.group(1));
        }
        return calls;
    }
}
