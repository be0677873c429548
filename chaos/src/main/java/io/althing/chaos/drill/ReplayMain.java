package io.althing.chaos.drill;

import io.althing.codec.Codecs;
import io.althing.registry.Registry;
import io.althing.store.Applier;
import io.althing.store.Ed25519Check;
import io.althing.store.LogRecord;
import io.althing.store.MemoryKeyValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Applies a recorded log to an empty registry and prints what it then is: chain digest, audit size and root. */
public final class ReplayMain {
    private static final int BATCH = 64;

    private ReplayMain() {}

    /** @param args the log's file */
    public static void main(String... args) throws IOException {
        var applier = new Applier(new MemoryKeyValue(), new Registry(new Ed25519Check()), Codecs.create());
        List<LogRecord> log = RecordedLog.read(Path.of(args[0]));
        for (int from = 0; from < log.size(); from += BATCH) {
            applier.apply(log.subList(from, Math.min(log.size(), from + BATCH)));
        }
        System.out.println("chain " + applier.chainDigest() + ", " + applier.auditSize() + " entries, root "
                + applier.auditHead().root().hex());
    }
}
