package io.althing.node;

import io.althing.audit.ColdStore;
import io.althing.audit.DirectoryColdStore;
import io.althing.raft.JraftStore;
import io.althing.store.AuditArchive;
import java.io.IOException;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves a node's oldest audit entries to its cold store, a few bundles a minute, if the configuration names one. */
final class ArchiveWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ArchiveWatch.class);
    private static final int MOST_AT_ONCE = 256;

    private final ScheduledExecutorService thread = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("audit-archive").daemon(true).factory());

    private ArchiveWatch() {}

    /** The cold store of the configuration. */
    static Optional<ColdStore> store(NodeConfig config) {
        return config.audit().cold().map(cold -> new DirectoryColdStore(cold.directory()));
    }

    /**
     * Begins.
     *
     * @throws ConfigException if entries were moved before and the configuration names no cold store
     */
    static ArchiveWatch start(NodeConfig config, JraftStore store) throws ConfigException {
        if (store.coldEntries() > 0 && store.archive().isEmpty()) {
            throw new ConfigException("the oldest " + store.coldEntries()
                    + " audit entries were moved to a cold store: name it under audit.cold");
        }
        var watch = new ArchiveWatch();
        store.archive().ifPresent(archive -> {
            long keep = config.audit().cold().map(NodeConfig.Cold::keep).orElse(Long.MAX_VALUE);
            var unused = watch.thread.scheduleWithFixedDelay(() -> move(archive, keep), 10, 60, TimeUnit.SECONDS);
        });
        return watch;
    }

    private static void move(AuditArchive archive, long keep) {
        try {
            archive.move(keep, MOST_AT_ONCE);
        } catch (IOException | NoSuchElementException | IllegalStateException e) {
            LOG.warn("audit entries could not be moved to the cold store, trying again in a minute: {}",
                    e.getMessage());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
