package io.althing.chaos.audit;

import io.althing.audit.EntryField;
import io.althing.audit.EntryFilter;
import io.althing.audit.RolloutSubjects;
import io.althing.rocks.RocksKeyValue;
import io.althing.search.AuditIndex;
import io.althing.search.AuditSearch;
import io.althing.store.AuditReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/** Measures the index behind a log: building it, its size, and the time to the first page of each kind of query. */
final class IndexBench {
    private static final int PAGE = 100;
    private static final int QUERIES = 200;
    private static final long HOUR = 3600L * BenchEntries.PER_SECOND;

    private final AuditReader audit;
    private final Path directory;
    private final LongSupplier nanos;
    private final SplittableRandom random = new SplittableRandom(3);

    IndexBench(AuditReader audit, Path directory, LongSupplier nanos) {
        this.audit = audit;
        this.directory = directory;
        this.nanos = nanos;
    }

    /**
     * What was measured.
     *
     * @param buildSeconds at full speed, from nothing
     * @param bytesPerEntry on disk
     * @param pageMicros time to the first page of 100, by query
     */
    record Figures(double buildSeconds, double bytesPerEntry, Map<String, AuditFigures.Latency> pageMicros) {}

    Figures run() throws IOException {
        Map<String, AuditFigures.Latency> pages = new LinkedHashMap<>();
        double built;
        try (AuditIndex index = new AuditIndex(audit, RolloutSubjects.NONE, RocksKeyValue.open(directory), nanos)) {
            long started = nanos.getAsLong();
            index.catchUp();
            built = (nanos.getAsLong() - started) / 1e9;
            queries().forEach((name, query) -> pages.put(name, measure(index, query)));
        }
        return new Figures(built, (double) AuditBench.bytesIn(directory) / Math.max(1, audit.size()), pages);
    }

    private static Map<String, LongFunction<EntryFilter>> queries() {
        Map<String, LongFunction<EntryFilter>> queries = new LinkedHashMap<>();
        queries.put("request_id", i -> with(EntryField.REQUEST_ID, BenchEntries.requestId(i)));
        queries.put("rollout", i -> with(EntryField.ROLLOUT, BenchEntries.rollout(i)));
        queries.put("actor", i -> with(EntryField.ACTOR, BenchEntries.actor(i)));
        queries.put("model", i -> with(EntryField.MODEL, BenchEntries.model(i)));
        queries.put("model_region_hour", i -> with(EntryField.MODEL, BenchEntries.model(i))
                .with(EntryField.REGION, BenchEntries.region(i))
                .between(Optional.of(BenchEntries.time(Math.max(0, i - HOUR / 2))),
                        Optional.of(BenchEntries.time(i + HOUR / 2))));
        queries.put("action_region", i -> with(EntryField.ACTION, "open-ballot").with(EntryField.REGION,
                BenchEntries.region(i)));
        queries.put("action_actor_none",
                i -> with(EntryField.ACTOR, "agent-ap-south").with(EntryField.ACTION, "no-such-action"));
        queries.put("regions_rarely_both",
                i -> with(EntryField.REGION, "eu-west").with(EntryField.ACTOR, "agent-us-west"));
        queries.put("hour", i -> EntryFilter.ALL.between(Optional.of(BenchEntries.time(i)),
                Optional.of(BenchEntries.time(i + HOUR))));
        return queries;
    }

    private static EntryFilter with(EntryField field, String value) {
        return EntryFilter.ALL.with(field, value);
    }

    private AuditFigures.Latency measure(AuditSearch search, LongFunction<EntryFilter> query) {
        Histogram latencies = new Histogram(3);
        for (int i = 0; i < QUERIES; i++) {
            EntryFilter filter = query.apply(random.nextLong(audit.size()));
            AuditSearch.Order order = i % 2 == 0 ? AuditSearch.Order.NEWEST_FIRST : AuditSearch.Order.OLDEST_FIRST;
            long started = nanos.getAsLong();
            search.find(new AuditSearch.Query(filter, order, Optional.empty(), PAGE));
            latencies.recordValue(nanos.getAsLong() - started);
        }
        return new AuditFigures.Latency(latencies.getValueAtPercentile(50) / 1e3,
                latencies.getValueAtPercentile(99) / 1e3);
    }
}
