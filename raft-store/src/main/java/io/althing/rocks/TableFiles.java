package io.althing.rocks;

import io.althing.store.KeyValueFault.StateDamaged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.rocksdb.Options;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;

/** Finds the damaged table where RocksDB refused to open but blamed the MANIFEST that lists it, or nothing at all. */
final class TableFiles {
    private TableFiles() {}

    /** The same damage, with a table as its file if one is found to be damaged; MANIFEST and logs are known to be sound. */
    static StateDamaged blame(Path dir, StateDamaged damage) throws IOException {
        if (damage.file().toString().endsWith(".sst")) {
            return damage;
        }
        for (Path table : tables(dir)) {
            try (Options options = new Options(); SstFileReader reader = new SstFileReader(options)) {
                reader.open(table.toString());
                reader.verifyChecksum();
            } catch (RocksDBException e) {
                return new StateDamaged(table, String.valueOf(e.getMessage()), e);
            }
        }
        return damage;
    }

    private static List<Path> tables(Path dir) throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(file -> file.toString().endsWith(".sst")).sorted().toList();
        }
    }
}
