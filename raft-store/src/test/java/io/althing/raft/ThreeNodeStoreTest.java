package io.althing.raft;

import io.althing.registry.Town;
import io.althing.store.RegistryStore;
import io.althing.store.RegistryStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class ThreeNodeStoreTest extends RegistryStoreContract {
    @TempDir
    Path directory;

    private StoreCluster cluster;

    @BeforeEach
    void form() throws Exception {
        cluster = StoreCluster.formed(directory, Town.REGIONS);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Override
    protected RegistryStore store() {
        return cluster.store(Town.US);
    }
}
