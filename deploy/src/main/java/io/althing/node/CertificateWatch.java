package io.althing.node;

import io.althing.raft.RaftNode;
import io.althing.raft.transport.CertificatesInForce;
import io.althing.raft.transport.TlsFiles;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every second whether the certificate files changed and has the node use them without a restart, once they have been the same for
 * two looks and fit together. Says in the metrics which certificate is in force and when it ends.
 */
final class CertificateWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);
    private static final Duration ENDS_SOON = Duration.ofDays(14);
    private static final long WARNINGS_APART_SECONDS = TimeUnit.HOURS.toSeconds(6);

    private final RaftNode<?> node;
    private final List<Path> files;
    private final Clock clock;
    private final MultiGauge certificate;
    private final AtomicInteger unfit = new AtomicInteger();
    private final ScheduledExecutorService thread = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("certificates").daemon(true).factory());
    private String inForce;
    private String seen;

    private CertificateWatch(RaftNode<?> node, TlsFiles tls, Clock clock, MeterRegistry meters) {
        this.node = node;
        this.files = List.of(tls.certificate(), tls.key(), tls.authorities());
        this.clock = clock;
        this.inForce = digest().orElse("");
        this.seen = inForce;
        this.certificate = MultiGauge.builder("althing.certificate.expiry").baseUnit("timestamp_seconds")
                .description("When the certificate shown to other nodes ends, in seconds since 1970").register(meters);
        Gauge.builder("althing.certificate.authorities", node,
                n -> n.certificates().map(CertificatesInForce::authorities)
                        .orElse(0))
                .description("Authorities trusted; two while one follows another").register(meters);
        Gauge.builder("althing.certificate.authority.expiry", node,
                n -> n.certificates().map(c -> c.authoritiesEnd().getEpochSecond()).orElse(0L))
                .baseUnit("timestamp_seconds").description("When the first trusted authority ends").register(meters);
        Gauge.builder("althing.certificate.unfit", unfit, AtomicInteger::get)
                .description("1 if the files hold what cannot be used, so that what was in force stays")
                .register(meters);
    }

    /** Counts refusals; and watches the files, if there are any. */
    static AutoCloseable start(RaftNode<?> node, Optional<TlsFiles> tls, Clock clock, MeterRegistry meters) {
        node.refused().keySet().forEach(kind -> FunctionCounter
                .builder("althing.transport.refused", node, n -> n.refused().getOrDefault(kind, 0L)).tag("kind", kind)
                .description("Connections and messages from other nodes, or strangers, that were refused")
                .register(meters));
        if (tls.isEmpty()) {
            return () -> {};
        }
        var watch = new CertificateWatch(node, tls.get(), clock, meters);
        watch.show();
        watch.warn();
        var unused = watch.thread.scheduleWithFixedDelay(watch::look, 1, 1, TimeUnit.SECONDS);
        var unusedWarnings = watch.thread.scheduleWithFixedDelay(watch::warn, WARNINGS_APART_SECONDS,
                WARNINGS_APART_SECONDS, TimeUnit.SECONDS);
        return watch;
    }

    private void look() {
        String now = digest().orElse(seen);
        boolean settled = now.equals(seen);
        seen = now;
        boolean changed = !now.equals(inForce);
        if (settled && (changed || unfit.get() > 0)) {
            inForce = now;
            reload(changed);
        }
    }

    /** @param changed whether the files are others than at the last try */
    private void reload(boolean changed) {
        try {
            node.reloadCertificates();
            unfit.set(0);
            show();
            warn();
            LOG.info("new certificate files are in force: {}", node.certificates().orElseThrow());
        } catch (IOException e) {
            unfit.set(1);
            if (changed) {
                LOG.error("the certificate files changed, but cannot be used: {}; what was in force stays until they"
                        + " are right", e.getMessage());
            }
        }
    }

    private void show() {
        node.certificates().ifPresent(c -> certificate.register(
                List.of(MultiGauge.Row.of(Tags.of("serial", c.serial()), c.ends().getEpochSecond())), true));
    }

    private void warn() {
        node.certificates().filter(c -> c.ends().isBefore(clock.instant().plus(ENDS_SOON)))
                .ifPresent(c -> LOG.warn("this node's certificate ends at {}; `althing certs rotate` makes a new one,"
                        + " which is used without a restart", c.ends()));
    }

    /** Of all files together; empty while one cannot be read. */
    private Optional<String> digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : files) {
                byte[] bytes = Files.readAllBytes(file);
                digest.update(bytes);
                digest.update((byte) bytes.length);
            }
            return Optional.of(HexFormat.of().formatHex(digest.digest()));
        } catch (IOException e) {
            LOG.debug("a certificate file cannot be read now; it is looked at again in a second", e);
            return Optional.empty();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
