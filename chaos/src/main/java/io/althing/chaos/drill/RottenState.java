package io.althing.chaos.drill;

import io.althing.rocks.RocksKeyValue;
import io.althing.store.KeyValue;
import io.althing.store.WriteSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes a stopped node's replica wrong in a way that no checksum of a file can tell: through the database itself. */
final class RottenState {
    private static final byte[] ROWS = {'s'};

    private RottenState() {}

    /** Changes the row that holds the text into one that holds another of the same length. */
    static void change(Path nodeData, String text, String other) throws IOException {
        Path home = nodeData.resolve("state");
        Path current = home.resolve(Files.readString(home.resolve("CURRENT")).strip());
        try (KeyValue state = RocksKeyValue.open(current)) {
            KeyValue.Entry row = state.range(ROWS, KeyValue.endOfPrefix(ROWS), Integer.MAX_VALUE).stream()
                    .filter(entry -> latin(entry.value()).contains(text)).findFirst()
                    .orElseThrow(() -> new IOException("no row of " + current + " holds '" + text + "'"));
            byte[] changed = latin(row.value()).replace(text, other).getBytes(StandardCharsets.ISO_8859_1);
            state.write(new WriteSet().put(row.key(), changed));
        }
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
