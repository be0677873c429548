package io.althing.chaos.power;

import io.althing.audit.FileCosignStore;
import io.althing.audit.Hash;
import io.althing.audit.MerkleTree;
import io.althing.audit.TreeHead;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongConsumer;

/** A cosigner's memory of what it has signed: what it forgets it might sign against. */
record CosignWork() implements Work {
    private static final String ORIGIN = "althing.example/audit";

    @Override
    public String name() {
        return "cosigner";
    }

    @Override
    public String promise() {
        return "a-cosigner-remembers-what-it-signed";
    }

    private static TreeHead head(long size) {
        Hash root = MerkleTree.leafHash(ByteBuffer.allocate(Long.BYTES).putLong(size).array());
        return new TreeHead(size, root);
    }

    @Override
    public void work(Path directory, LongConsumer kept) throws Exception {
        var store = FileCosignStore.create(directory.resolve("cosigner"));
        Optional<TreeHead> before = Optional.empty();
        for (long size = 1;; size++) {
            if (!store.advance(ORIGIN, before, head(size))) {
                throw new IllegalStateException("the memory was changed by somebody else at size " + size);
            }
            before = Optional.of(head(size));
            kept.accept(size);
        }
    }

    @Override
    public long left(Path directory, long least) throws Exception {
        try (var store = FileCosignStore.open(directory.resolve("cosigner"))) {
            return store.latest(ORIGIN).map(TreeHead::size).orElse(0L);
        }
    }
}
