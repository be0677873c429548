package io.althing.store;

import io.althing.codec.Codecs;
import io.althing.registry.Command;
import io.althing.registry.NodeId;
import io.althing.registry.Registry;
import io.althing.registry.Town;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class MemoryStoreTest extends RegistryStoreContract {
    private final MemoryStore store = new MemoryStore(new NodeId("node-a"), new Registry(new Ed25519Check()),
            Codecs.create(), InstantSource.system());

    @BeforeEach
    void form() throws Exception {
        proposeAs(Town.node(Town.AP), "form", new Command.FormCluster(Town.genesis()));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    protected RegistryStore store() {
        return store;
    }
}
