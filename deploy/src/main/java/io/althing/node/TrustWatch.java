package io.althing.node;

import io.althing.checkpoint.TrustVersions;
import io.althing.registry.Genesis;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every second whether there is a new version of the trust policy and brings it into force without a restart, once the files have
 * been the same for two looks and this node's keys are those the new version names. Until then what was in force stays.
 */
final class TrustWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TrustWatch.class);

    private final Source source;
    private final Use use;
    private final ScheduledExecutorService thread = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("trust-policy").daemon(true).factory());
    private TrustVersions inForce;
    private TrustVersions seen;
    private String complaint = "";

    /**
     * Where the versions come from.
     *
     * @param inForce those the node started with
     */
    record Source(NodeConfig config, Genesis genesis, TrustVersions inForce) {}

    /** Puts new versions and keys to use. */
    @FunctionalInterface
    interface Use {
        /** @throws ConfigException if they do not fit the node's configuration; nothing was changed */
        void of(AuditKeys renewed) throws ConfigException;
    }

    private TrustWatch(Source source, Use use) {
        this.source = source;
        this.use = use;
        this.inForce = source.inForce();
        this.seen = inForce;
    }

    static TrustWatch start(Source source, Use use) {
        var watch = new TrustWatch(source, use);
        var unused = watch.thread.scheduleWithFixedDelay(watch::look, 1, 1, TimeUnit.SECONDS);
        return watch;
    }

    private void look() {
        try {
            TrustVersions now = AuditKeys.files(source.config()).read(source.genesis().origin());
            boolean settled = now.equals(seen);
            seen = now;
            if (settled && !now.equals(inForce)) {
                bring(now);
            }
        } catch (ConfigException | WrongKeyException e) {
            complain(String.valueOf(e.getMessage()));
        }
    }

    private void bring(TrustVersions now) throws ConfigException, WrongKeyException {
        if (!now.texts().headMap(inForce.newest() + 1).equals(inForce.texts())) {
            complain("a version of the trust policy that was in force was changed or removed; versions never change:"
                    + " put back the files 1 to " + inForce.newest());
            return;
        }
        AuditKeys keys = AuditKeys.read(source.config(), source.genesis());
        if (keys.trust().equals(now)) {
            use.of(keys);
            inForce = now;
            complaint = "";
        }
    }

    /** Says the same thing once. */
    private void complain(String now) {
        if (!now.equals(complaint)) {
            complaint = now;
            LOG.error("trust policy {} stays in force until the files are right: {}", inForce.newest(), now);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
