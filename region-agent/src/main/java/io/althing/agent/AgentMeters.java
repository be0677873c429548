package io.althing.agent;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * An agent's meters, read from its status whenever they are scraped: {@code althing_log_wealth} (nats; the highest evidence of harm
 * among running analyses) and {@code althing_log_wealth_bound} beside it, {@code althing_link_up} (1 or 0),
 * {@code althing_link_silent_seconds}, {@code althing_journal_waiting}, {@code althing_journal_age_seconds} and
 * {@code althing_journal_unwritten}.
 */
public final class AgentMeters {
    private static final double MILLIS = 1_000;

    private AgentMeters() {}

    /** Registers the meters; before the agent's first pass they are 0. */
    public static void register(MeterRegistry meters, Supplier<Optional<AgentStatus>> status) {
        gauge(meters, status, "althing.log.wealth", "evidence of harm, in nats",
                s -> last(s, AgentStatus.Point::logRollback));
        gauge(meters, status, "althing.log.wealth.bound", "evidence at which a canary is taken back, in nats",
                s -> last(s, AgentStatus.Point::bound));
        gauge(meters, status, "althing.link.up", "whether the registry answers with a quorum",
                s -> s.link().up() ? 1 : 0);
        gauge(meters, status, "althing.link.silent.seconds", "since the registry was last heard with a quorum",
                s -> s.link().silentMillis() / MILLIS);
        gauge(meters, status, "althing.journal.waiting", "own acts the registry has not taken in",
                s -> s.journal().waiting());
        gauge(meters, status, "althing.journal.age.seconds", "age of the oldest act that waits",
                s -> s.journal().oldestWaitingMillis() / MILLIS);
        gauge(meters, status, "althing.journal.unwritten", "journal entries that are not on disk",
                s -> s.journal().unwritten());
    }

    private static double last(AgentStatus status, ToDoubleFunction<AgentStatus.Point> of) {
        return status.analyses().stream().filter(a -> !a.path().isEmpty())
                .mapToDouble(a -> of.applyAsDouble(a.path().get(a.path().size() - 1))).max().orElse(0);
    }

    private static void gauge(MeterRegistry meters, Supplier<Optional<AgentStatus>> status, String name,
            String description, ToDoubleFunction<AgentStatus> value) {
        Gauge.builder(name, status, s -> s.get().map(value::applyAsDouble).orElse(0.0)).description(description)
                .register(meters);
    }
}
