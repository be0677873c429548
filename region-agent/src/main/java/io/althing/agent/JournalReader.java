package io.althing.agent;

import io.althing.codec.RecordJson;
import io.althing.registry.Blob;
import io.althing.registry.Region;
import io.althing.registry.Sha256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads a journal's file and checks its chain. */
final class JournalReader {
    static final Sha256 NOTHING = new Sha256("0".repeat(64));

    private final String name;
    private final Region region;
    private final RecordJson json;
    private final List<JournalEntry> entries = new ArrayList<>();
    private Sha256 last = NOTHING;
    private int length;

    JournalReader(String name, Region region, RecordJson json) {
        this.name = name;
        this.region = region;
        this.json = json;
    }

    /** Reads all whole lines. A last line without its line feed was never acted upon, and is left out. */
    void read(byte[] bytes) throws JournalDamagedException {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                take(Arrays.copyOfRange(bytes, length, i));
                length = i + 1;
            }
        }
    }

    private void take(byte[] line) throws JournalDamagedException {
        JournalEntry entry;
        try {
            entry = json.read(JournalEntry.class, line, RecordJson.Reading.EXACT);
        } catch (RecordJson.Problem e) {
            throw damaged("is no journal entry (" + e.getMessage() + ")");
        }
        if (!entry.region().equals(region)) {
            throw damaged("belongs to region " + entry.region() + ", not to " + region);
        }
        boolean follows = entry.sequence() == entries.size() + 1 && entry.previous().equals(last)
                && (entries.isEmpty() || entries.get(0).journal().equals(entry.journal()));
        if (!follows) {
            throw damaged("does not follow the line before it");
        }
        entries.add(entry);
        last = Blob.of(line).digest();
    }

    private JournalDamagedException damaged(String what) {
        return new JournalDamagedException("journal " + name + ": line " + (entries.size() + 1) + " " + what
                + "; the file was changed from outside. Keep it for the inquiry, move it away, and abort or roll back this region's"
                + " running rollouts before starting with a new one");
    }

    List<JournalEntry> entries() {
        return entries;
    }

    /** Digest of the last line. */
    Sha256 last() {
        return last;
    }

    /** How many bytes of the file count. */
    int length() {
        return length;
    }
}
