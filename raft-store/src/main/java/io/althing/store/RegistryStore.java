package io.althing.store;

import io.althing.registry.Proposal;
import io.althing.registry.RegistryState;
import io.althing.registry.Table;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The registry as the rest of a process sees it: ask for a change, read, be told of what happened.
 *
 * <p>Threads: every method may be called from any thread and none blocks. Futures complete on the store's own threads; whatever is
 * chained to them must be short. They fail with a {@link StoreFailure} and nothing else.
 *
 * <p>Repetition: a proposal with a request id the caller used before is answered with the first result and changes nothing.
 */
public interface RegistryStore extends AutoCloseable {
    /**
     * Asks for a change. When the future completes, the proposal is in the log on a majority of replicas' disks and applied by the
     * leader: it survives anything a majority survives. A rejection is a normal completion.
     */
    CompletableFuture<Receipt> propose(Proposal proposal, Duration deadline);

    /**
     * The same for work only the leader does: fails with {@link StoreFailure.Reason#NOT_LEADER} unless this node leads in the term.
     */
    CompletableFuture<Receipt> proposeInTerm(Proposal proposal, long term);

    /**
     * Runs the query on one consistent view of the state. The view is valid only during the call.
     *
     * @param query pure and quick; runs on a thread of the store
     */
    <T> CompletableFuture<Read<T>> read(Consistency consistency, Function<RegistryState, T> query);

    /** The audit log as applied by this replica. */
    AuditReader audit();

    /**
     * Registers a listener that is told, on one thread of the store and in order, of every applied index; it must be quick. Nothing is
     * told twice while registered; what happened before registration is to be read from {@link #audit}.
     */
    Registration onApplied(Consumer<AppliedNotice> listener);

    /** How this replica stands right now. */
    StoreStatus status();

    @Override
    void close();

    /** Ends a registration. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * That this replica applied something.
     *
     * @param index its log index so far
     * @param auditSize how many audit entries there are now
     * @param changed the tables with changed rows, the memory of requests apart; all of them after a snapshot was installed
     */
    record AppliedNotice(long index, long auditSize, Set<Table<?>> changed) {
        public AppliedNotice {
            changed = Set.copyOf(changed);
        }
    }
}
