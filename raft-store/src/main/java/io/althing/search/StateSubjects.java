package io.althing.search;

import io.althing.audit.RolloutSubjects;
import io.althing.registry.Rollout;
import io.althing.registry.Table;
import io.althing.store.Consistency;
import io.althing.store.Read;
import io.althing.store.RegistryStore;
import io.althing.store.StoreFailure;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/** What rollouts are about, as this replica's state says, which forgets no rollout. Blocks; not for the store's own threads. */
public final class StateSubjects implements RolloutSubjects {
    private static final int MOST = 10_000;

    private final RegistryStore store;
    private final Map<String, Subject> known = new ConcurrentHashMap<>();

    public StateSubjects(RegistryStore store) {
        this.store = store;
    }

    /** @throws StoreFailure if the state cannot be read now */
    @Override
    public Optional<Subject> of(String rollout) {
        Subject before = known.get(rollout);
        return before == null ? look(rollout) : Optional.of(before);
    }

    private Optional<Subject> look(String rollout) {
        Optional<Subject> found = read(rollout).value()
                .map(r -> new Subject(r.model().value(), r.version().value()));
        if (known.size() >= MOST) {
            known.clear();
        }
        found.ifPresent(subject -> known.put(rollout, subject));
        return found;
    }

    private Read<Optional<Rollout>> read(String rollout) {
        try {
            return store.read(new Consistency.Local(), state -> state.get(Table.ROLLOUTS, rollout)).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StoreFailure failure ? failure : e;
        }
    }
}
