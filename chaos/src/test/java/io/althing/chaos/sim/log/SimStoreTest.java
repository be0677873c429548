package io.althing.chaos.sim.log;

import io.althing.store.RegistryStore;
import io.althing.store.RegistryStoreContract;
import org.junit.jupiter.api.BeforeEach;

/** The model keeps what JRaft's store keeps. */
class SimStoreTest extends RegistryStoreContract {
    private RegistryStore store;

    @BeforeEach
    void form() throws Exception {
        store = new SimTown(1).store(2);
    }

    @Override
    protected RegistryStore store() {
        return store;
    }
}
