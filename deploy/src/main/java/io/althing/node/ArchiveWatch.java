package io.althing.node;

import io.althing.audit.ColdStore;
import io.althing.audit.DirectoryColdStore;
import io.althing.raft.JraftStore;
import io.althing.resource.Archive;
import java.io.IOException;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves a node's oldest audit entries to its cold store, a few bundles a minute or as asked, if the configuration names one. */
final class ArchiveWatch implements Archive, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ArchiveWatch.class);
    private static final int MOST_AT_ONCE = 256;

    private final ScheduledExecutorService thread = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("audit-archive").daemon(true).factory());
    private final JraftStore store;
    private final Optional<NodeConfig.Cold> cold;

    private ArchiveWatch(JraftStore store, Optional<NodeConfig.Cold> cold) {
        this.store = store;
        this.cold = cold;
    }

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
        var watch = new ArchiveWatch(store, config.audit().cold());
        watch.cold.ifPresent(place -> {
            var unused = watch.thread.scheduleWithFixedDelay(() -> watch.moveOld(place.keep()), 10, 60,
                    TimeUnit.SECONDS);
        });
        return watch;
    }

    private void moveOld(long keep) {
        try {
            move(keep, MOST_AT_ONCE);
        } catch (IOException | NoSuchElementException | IllegalStateException e) {
            LOG.warn("audit entries could not be moved to the cold store, trying again in a minute: {}",
                    e.getMessage());
        }
    }

    @Override
    public Standing standing() {
        return new Standing(store.audit().size(), store.coldEntries(),
                cold.map(place -> new Store(place.directory().toString(), place.keep())));
    }

    @Override
    public synchronized int move(long keep, int most) throws IOException {
        return store.archive().orElseThrow(() -> new IOException("this node has no cold store")).move(keep, most);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
