package io.althing.search;

import io.althing.audit.RolloutSubjects;
import io.althing.registry.Ballot;
import io.althing.registry.Rollout;
import io.althing.registry.Table;
import io.althing.store.Consistency;
import io.althing.store.RegistryStore;
import io.althing.store.StoreFailure;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What rollouts and ballots are about, as this replica's state says, which forgets neither. Blocks; not for the store's own threads.
 * Both answers fail with a {@link StoreFailure} if the state cannot be read now.
 */
public final class StateSubjects implements RolloutSubjects {
    private static final int MOST = 10_000;

    private final RegistryStore store;
    private final Map<String, Subject> subjects = new ConcurrentHashMap<>();
    private final Map<String, String> rollouts = new ConcurrentHashMap<>();

    public StateSubjects(RegistryStore store) {
        this.store = store;
    }

    @Override
    public Optional<Subject> of(String rollout) {
        Subject before = subjects.get(rollout);
        if (before != null) {
            return Optional.of(before);
        }
        Optional<Rollout> found = read(Table.ROLLOUTS, rollout);
        return found.map(r -> remember(subjects, rollout, new Subject(r.model().value(), r.version().value())));
    }

    @Override
    public Optional<String> rolloutOf(String ballot) {
        String before = rollouts.get(ballot);
        if (before != null) {
            return Optional.of(before);
        }
        Optional<Ballot> found = read(Table.BALLOTS, ballot);
        return found.map(b -> remember(rollouts, ballot, b.rollout().value()));
    }

    private static <V> V remember(Map<String, V> known, String id, V value) {
        if (known.size() >= MOST) {
            known.clear();
        }
        known.put(id, value);
        return value;
    }

    private <V> Optional<V> read(Table<V> table, String id) {
        try {
            return store.read(new Consistency.Local(), state -> state.get(table, id)).join().value();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StoreFailure failure ? failure : e;
        }
    }
}
