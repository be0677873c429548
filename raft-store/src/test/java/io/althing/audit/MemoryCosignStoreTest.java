package io.althing.audit;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MemoryCosignStoreTest extends CosignStoreContract {
    @Override
    CosignStore store() {
        return new MemoryCosignStore();
    }
}
