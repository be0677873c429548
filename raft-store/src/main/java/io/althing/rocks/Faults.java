package io.althing.rocks;

import io.althing.store.KeyValueFault;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** What RocksDB reports, in the words of the port. */
final class Faults {
    /** The most telling name first: a message about a table often names the MANIFEST that lists it too. */
    private static final List<Pattern> FILES = List.of(Pattern.compile("\\d{6,}\\.sst"),
            Pattern.compile("\\d{6,}\\.log"),
            Pattern.compile("MANIFEST-\\d{6,}"), Pattern.compile("CURRENT"));
    private static final Pattern MISSING = Pattern.compile("No such file or directory|does not exist");

    private Faults() {}

    static KeyValueFault of(Path dir, RocksDBException e) {
        String what = String.valueOf(e.getMessage());
        Status status = e.getStatus();
        if (status == null) {
            return new KeyValueFault.StorageFailed(dir, what, e);
        }
        if (status.getSubCode() == Status.SubCode.NoSpace || what.contains("No space left on device")) {
            return new KeyValueFault.DiskFull(dir, what, e);
        }
        // a file that CURRENT or MANIFEST names and that is not there is as damaged as one with other bytes
        boolean missing = status.getCode() == Status.Code.IOError && MISSING.matcher(what).find();
        if (status.getCode() == Status.Code.Corruption || missing) {
            return new KeyValueFault.StateDamaged(fileIn(dir, what), what, e);
        }
        return new KeyValueFault.StorageFailed(dir, what, e);
    }

    private static Path fileIn(Path dir, String what) {
        for (Pattern name : FILES) {
            Matcher matcher = name.matcher(what);
            if (matcher.find()) {
                return dir.resolve(matcher.group());
            }
        }
        return dir;
    }
}
