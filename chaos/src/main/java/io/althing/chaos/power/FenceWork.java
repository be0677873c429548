package io.althing.chaos.power;

import io.althing.registry.ModelName;
import io.althing.registry.VersionId;
import io.althing.serving.FenceStore;
import io.althing.serving.FileFenceStore;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongConsumer;

/** A gateway's memory of the highest index it saw: without it a late order would count as news. */
record FenceWork() implements Work {
    private static final ModelName MODEL = new ModelName("digits");

    @Override
    public String name() {
        return "fence";
    }

    @Override
    public String promise() {
        return "a-gateway-remembers-its-fence";
    }

    @Override
    public void work(Path directory, LongConsumer kept) throws Exception {
        FileFenceStore store = FileFenceStore.open(directory.resolve("fences.json"));
        for (long index = 1;; index++) {
            store.remember(new FenceStore.Fence(MODEL, index, Optional.of(new VersionId("v1"))));
            kept.accept(index);
        }
    }

    @Override
    public long left(Path directory, long least) throws Exception {
        return FileFenceStore.open(directory.resolve("fences.json")).find(MODEL).map(FenceStore.Fence::highestIndex)
                .orElse(0L);
    }
}
