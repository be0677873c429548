package io.althing.chaos.sim;

import io.althing.codec.RecordJson;
import io.althing.codec.StateCodec;
import io.althing.registry.Table;
import java.util.IdentityHashMap;

/** Reads each stored row once: replicas keep rows in memory, and a row that was not written again is the very same array. One thread. */
final class RememberingCodec extends StateCodec {
    private static final int MOST = 20_000;

    private final IdentityHashMap<byte[], Object> read = new IdentityHashMap<>();

    RememberingCodec(RecordJson json) {
        super(json);
    }

    @Override
    public <T> T decode(Table<T> table, byte[] bytes) {
        if (read.size() > MOST) {
            read.clear();
        }
        return table.type().cast(read.computeIfAbsent(bytes, row -> super.decode(table, row)));
    }
}
