package io.althing.store;

import io.althing.registry.Proposal;
import io.althing.registry.RegistryState;
import io.althing.registry.RequestMemory;
import io.althing.registry.StateDelta;
import io.althing.registry.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Remembers what requests were answered with, for 24 hours of agreed time or the last million, whichever is fewer. Which ones are
 * forgotten follows from the log alone, so replicas agree on it.
 */
final class RequestLedger {
    static final long KEEP_MILLIS = 86_400_000L;
    static final long KEEP_COUNT = 1_000_000L;
    private static final int FORGET_AT_ONCE = 2;

    private RequestLedger() {}

    static String key(Proposal proposal) {
        return Table.key(proposal.actor().id(), proposal.requestId());
    }

    /** The rows that remember this answer and forget what is due. */
    static List<StateDelta.Change<?>> remember(RegistryState state, String key, RequestMemory memory, long agreed) {
        var bounds = state.get(Table.REQUEST_BOUNDS, Table.ONLY).orElseGet(() -> new RequestMemory.Bounds(0, 0));
        var changes = new ArrayList<StateDelta.Change<?>>();
        changes.add(put(Table.REQUESTS, key, memory));
        changes.add(put(Table.REQUEST_QUEUE, Table.ordinal(bounds.tail()), new RequestMemory.Slot(key, agreed)));
        long head = bounds.head();
        for (int i = 0; i < FORGET_AT_ONCE && head < bounds.tail(); i++) {
            String oldest = Table.ordinal(head);
            Optional<RequestMemory.Slot> slot = state.get(Table.REQUEST_QUEUE, oldest);
            boolean due = bounds.tail() + 1 - head > KEEP_COUNT
                    || slot.filter(s -> agreed - s.agreedMillis() > KEEP_MILLIS).isPresent();
            if (!due) {
                break;
            }
            slot.ifPresent(s -> changes.add(delete(Table.REQUESTS, s.key())));
            changes.add(delete(Table.REQUEST_QUEUE, oldest));
            head++;
        }
        changes.add(put(Table.REQUEST_BOUNDS, Table.ONLY, new RequestMemory.Bounds(head, bounds.tail() + 1)));
        return changes;
    }

    private static <T> StateDelta.Change<T> put(Table<T> table, String key, T value) {
        return new StateDelta.Change<>(table, key, Optional.of(value));
    }

    private static <T> StateDelta.Change<T> delete(Table<T> table, String key) {
        return new StateDelta.Change<>(table, key, Optional.empty());
    }
}
