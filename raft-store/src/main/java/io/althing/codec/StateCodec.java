package io.althing.codec;

import io.althing.registry.Table;

/** The registry's rows as canonical JSON: deterministic, readable with any tool, safe for any thread. */
public class StateCodec {
    private final RecordJson json;

    public StateCodec(RecordJson json) {
        this.json = json;
    }

    /** The bytes of a row. */
    public <T> byte[] encode(Table<T> table, T row) {
        return json.write(table.type(), row);
    }

    /** A row from its bytes. */
    public <T> T decode(Table<T> table, byte[] bytes) {
        return json.read(table.type(), bytes, RecordJson.Reading.TOLERANT);
    }
}
