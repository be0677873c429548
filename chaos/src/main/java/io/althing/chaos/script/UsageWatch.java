package io.althing.chaos.script;

import io.althing.chaos.arena.ProcessArena;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks every five seconds what each node uses. */
final class UsageWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UsageWatch.class);
    private static final long EVERY_SECONDS = 5;

    private final ScheduledExecutorService thread = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("usage").daemon(true).factory());
    private final List<Usage> samples = new CopyOnWriteArrayList<>();
    private final ProcessArena arena;
    private final long start = System.nanoTime();

    private UsageWatch(ProcessArena arena) {
        this.arena = arena;
    }

    static UsageWatch start(ProcessArena arena) {
        var watch = new UsageWatch(arena);
        var unused = watch.thread.scheduleWithFixedDelay(watch::look, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
        return watch;
    }

    private void look() {
        for (String node : arena.nodes()) {
            try {
                if (arena.gone(node).isEmpty()) {
                    samples.add(Usage.of(node, arena.life(node), (System.nanoTime() - start) / 1e9,
                            arena.cluster().process(node).pid(), arena.cluster().place(node).data()));
                }
            } catch (IOException | RuntimeException ended) {
                LOG.debug("no sample of {} this time: {}", node, ended.getMessage());
            }
        }
    }

    List<Usage> samples() {
        return List.copyOf(samples);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
