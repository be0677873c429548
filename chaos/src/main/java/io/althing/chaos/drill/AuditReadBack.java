package io.althing.chaos.drill;

import io.althing.audit.CanonicalJson;
import io.althing.audit.EntryBundle;
import io.althing.audit.HttpTiles;
import io.althing.audit.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.BitSet;
import java.util.function.Consumer;

/** Reads a node's whole audit log as static files and hands out the request id of each entry. */
public final class AuditReadBack {
    private static final int BUNDLE = 256;

    private AuditReadBack() {}

    /**
     * How the acknowledged writes stand in the log.
     *
     * @param entries entries read
     * @param missing acknowledged, but without an entry
     * @param repeated with more than one
     */
    public record Tally(long entries, long missing, long repeated) {
        /** Whether each acknowledged write has exactly one entry. */
        public boolean exactlyOnce() {
            return missing == 0 && repeated == 0;
        }
    }

    /**
     * Compares the log with the acknowledged writes, whose request ids are the prefix and a number.
     *
     * @param size how many entries to read
     */
    public static Tally compare(URI api, long size, String prefix, BitSet acknowledged)
            throws IOException {
        BitSet once = new BitSet();
        BitSet again = new BitSet();
        requestIds(api, size, id -> {
            if (id.startsWith(prefix)) {
                int number = Integer.parseInt(id.substring(prefix.length()));
                (once.get(number) ? again : once).set(number);
            }
        });
        BitSet missing = (BitSet) acknowledged.clone();
        missing.andNot(once);
        return new Tally(size, missing.cardinality(), again.cardinality());
    }

    /** Tells each entry's request id, in order. */
    public static void requestIds(URI api, long size, Consumer<String> each) throws IOException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpTiles tiles = new HttpTiles(client, api.resolve("/audit/"));
            for (long at = 0; at < size; at += BUNDLE) {
                var bundle = new EntryBundle(at / BUNDLE, (int) Math.min(BUNDLE, size - at));
                byte[] bytes = tiles.bundle(bundle)
                        .orElseThrow(() -> new IOException(api + " has no " + bundle.path()));
                for (byte[] entry : bundle.entries(bytes)) {
                    each.accept(requestId(entry));
                }
            }
        }
    }

    private static String requestId(byte[] entry) {
        return CanonicalJson.parse(entry) instanceof Json.JObject object
                && object.fields().get("requestId") instanceof Json.JString id ? id.value() : "";
    }
}
