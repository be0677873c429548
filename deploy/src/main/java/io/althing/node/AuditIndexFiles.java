package io.althing.node;

import io.althing.rocks.RocksKeyValue;
import io.althing.store.KeyValue;
import io.althing.store.KeyValueFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the audit index lies. It can always be built anew from the log, so damage to it is no reason not to start. */
final class AuditIndexFiles {
    private static final Logger LOG = LoggerFactory.getLogger(AuditIndexFiles.class);

    private AuditIndexFiles() {}

    /** Opens the store, or an empty one in its place if it is damaged. */
    static KeyValue open(Path directory) throws IOException {
        try {
            return RocksKeyValue.open(directory);
        } catch (KeyValueFault.StateDamaged damage) {
            LOG.warn("the audit index is damaged ({}); it is thrown away and built anew", damage.getMessage());
            remove(directory);
            return RocksKeyValue.open(directory);
        }
    }

    private static void remove(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(directory)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
