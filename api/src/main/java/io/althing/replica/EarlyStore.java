package io.althing.replica;

import io.althing.registry.Command;
import io.althing.registry.FeatureLevel;
import io.althing.store.RegistryStore;
import io.althing.store.StoreFailure;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** A store that lets no command into the log that some member's build may not know: it would halt there. */
public final class EarlyStore extends GuardedStore {
    private final IntSupplier agreed;
    private final Supplier<Optional<String>> because;

    /**
     * @param agreed the cluster's feature level as applied here
     * @param because who keeps it there, a clause; empty if that is not known
     */
    public EarlyStore(RegistryStore store, IntSupplier agreed, Supplier<Optional<String>> because) {
        super(store);
        this.agreed = agreed;
        this.because = because;
    }

    @Override
    Optional<StoreFailure> against(Command command) {
        return FeatureLevel.refusal(command, agreed.getAsInt())
                .map(early -> new StoreFailure(StoreFailure.Reason.TOO_EARLY,
                        early.detail() + because.get().map(why -> " because " + why).orElse("")));
    }
}
