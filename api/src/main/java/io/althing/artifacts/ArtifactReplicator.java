package io.althing.artifacts;

import io.althing.audit.CanonicalJson;
import io.althing.audit.Json;
import io.althing.registry.ModelName;
import io.althing.registry.ModelVersion;
import io.althing.registry.RegistryState;
import io.althing.registry.Table;
import io.althing.registry.VersionId;
import io.althing.store.Consistency;
import io.althing.store.RegistryStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that this node holds the artifacts of every registered version, fetching what it lacks from the other regions, and then
 * says so in the registry, so that a version becomes ready. Works off what is unconfirmed at the start and then every registration as it
 * is applied.
 *
 * <p>Sleeps until something changes; a source that lacks an artifact is asked again after pauses that double up to {@link Plan#longest},
 * or at once when an artifact arrives here. Confirming twice is harmless: the request's id is derived from the version and its revision.
 */
public final class ArtifactReplicator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ArtifactReplicator.class);
    private static final String MARK = "\"version-registered\"";
    private static final int AT_ONCE = 256;

    private final RegistryStore registry;
    private final Confirmation confirmation;
    private final Wake wake = new Wake();
    private final Wake arrivals = new Wake();
    private final RegistryStore.Registration registration;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final Set<Key> underWay = ConcurrentHashMap.newKeySet();
    private final Plan plan;
    private final Queue<Span> unread = new ConcurrentLinkedQueue<>();
    private long told;

    /**
     * How artifacts are fetched.
     *
     * @param sources API addresses of nodes in other regions, asked in this order
     * @param shortest the first pause before a source is asked again
     * @param longest the longest such pause
     * @param timeout for one artifact from one source, and for each question to the registry
     */
    public record Plan(List<URI> sources, Duration shortest, Duration longest, Duration timeout) {
        /** Copies the sources. */
        public Plan {
            sources = List.copyOf(sources);
        }

        /** Pauses from 250 ms to 30 s, five minutes for an artifact. */
        public static Plan from(List<URI> sources) {
            return new Plan(sources, Duration.ofMillis(250), Duration.ofSeconds(30), Duration.ofMinutes(5));
        }
    }

    record Key(ModelName model, VersionId version) {}

    /** Audit entries that may tell of a version. */
    private record Span(long from, long to) {}

    /** Begins at once. */
    public ArtifactReplicator(RegistryStore registry, ArtifactStore store, Confirmation.Voice voice, Plan plan) {
        this.registry = registry;
        this.plan = plan;
        HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        this.confirmation = new Confirmation(registry, store, voice,
                new ArtifactSources(client, plan.sources(), plan.timeout()));
        store.onStored(digest -> arrivals.signal());
        this.told = registry.audit().size();
        this.registration = registry.onApplied(this::applied);
        start("artifact-watch", this::watch);
    }

    private void applied(RegistryStore.AppliedNotice notice) {
        if (notice.changed().contains(Table.VERSIONS)) {
            unread.add(new Span(told, notice.auditSize()));
            wake.signal();
        }
        told = notice.auditSize();
    }

    private void watch() throws InterruptedException {
        unconfirmed().forEach(this::see);
        while (true) {
            long seen = wake.now();
            for (Span span = unread.poll(); span != null; span = unread.poll()) {
                scan(span);
            }
            wake.await(seen);
        }
    }

    /** Versions this region has not confirmed; asks again until the store answers. */
    private List<Key> unconfirmed() throws InterruptedException {
        while (true) {
            long seen = wake.now();
            try {
                return registry.read(new Consistency.Local(), this::unconfirmed).join().value();
            } catch (CompletionException e) {
                LOG.warn("Cannot read which versions are unconfirmed ({}); trying again", String.valueOf(e.getCause()));
                wake.await(seen, plan.longest());
            }
        }
    }

    private List<Key> unconfirmed(RegistryState state) {
        List<Key> found = new ArrayList<>();
        Optional<String> after = Optional.empty();
        List<RegistryState.Row<ModelVersion>> rows;
        do {
            rows = state.range(Table.VERSIONS, "", after, AT_ONCE);
            for (RegistryState.Row<ModelVersion> row : rows) {
                after = Optional.of(row.key());
                if (!confirmation.isGiven(row.value())) {
                    found.add(new Key(row.value().model(), row.value().version()));
                }
            }
        } while (rows.size() == AT_ONCE);
        return found;
    }

    private void scan(Span span) {
        long next = span.from();
        while (next < span.to()) {
            List<byte[]> entries = registry.audit().entries(next, (int) Math.min(AT_ONCE, span.to() - next));
            if (entries.isEmpty()) {
                return;
            }
            entries.stream().filter(ArtifactReplicator::mentionsVersion).forEach(this::registered);
            next += entries.size();
        }
    }

    private static boolean mentionsVersion(byte[] entry) {
        return new String(entry, StandardCharsets.ISO_8859_1)
                .contains(MARK);
    }

    private void registered(byte[] entry) {
        if (CanonicalJson.parse(entry) instanceof Json.JObject object
                && object.fields().get("events") instanceof Json.JArray events) {
            events.items().forEach(event -> key(event).ifPresent(this::see));
        }
    }

    private static Optional<Key> key(Json event) {
        return event instanceof Json.JObject object
                && object.fields().get("type") instanceof Json.JString type && type.value().equals("version-registered")
                && object.fields().get("model") instanceof Json.JString model
                && object.fields().get("version") instanceof Json.JString version
                        ? Optional.of(new Key(new ModelName(model.value()), new VersionId(version.value())))
                        : Optional.empty();
    }

    private void see(Key key) {
        if (underWay.add(key)) {
            start("artifact-" + key.model() + "-" + key.version(), () -> {
                try {
                    persist(key);
                } finally {
                    underWay.remove(key);
                }
            });
        }
    }

    private void persist(Key key) throws InterruptedException {
        Duration pause = plan.shortest();
        while (true) {
            long seen = arrivals.now();
            if (confirmation.attempt(key, plan.timeout())) {
                return;
            }
            arrivals.await(seen, pause);
            Duration twice = pause.multipliedBy(2);
            pause = twice.compareTo(plan.longest()) < 0 ? twice : plan.longest();
        }
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private void start(String name, Work work) {
        Thread thread = Thread.ofVirtual().name(name).unstarted(() -> {
            try {
                work.run();
            } catch (InterruptedException stopped) {
                LOG.debug("{} was told to stop", name);
            } catch (RuntimeException e) {
                LOG.error("{} ended because of a bug; please report it. Artifacts may stay unconfirmed until a restart",
                        name, e);
            } finally {
                threads.remove(Thread.currentThread());
            }
        });
        threads.add(thread);
        thread.start();
    }

    @Override
    public void close() {
        registration.close();
        threads.forEach(Thread::interrupt);
    }
}
