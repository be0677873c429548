package io.althing.store;

import java.nio.file.Path;

class MemoryKeyValueTest extends KeyValueContract {
    @Override
    protected KeyValue create(Path emptyDir) {
        return new MemoryKeyValue();
    }

    @Override
    protected KeyValue ofCheckpoint(Path checkpoint) {
        return MemoryKeyValue.ofCheckpoint(checkpoint);
    }
}
