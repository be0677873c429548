package io.althing.search;

import io.althing.audit.EntryField;
import io.althing.audit.EntryFilter;
import java.util.Map;
import java.util.Set;

/** Field and value as the 32 bits the index keeps of them: FNV-1a over the text, then the finalizer of MurmurHash3. */
final class Term {
    private static final int FNV_OFFSET = 0x811c9dc5;
    private static final int FNV_PRIME = 0x01000193;

    private Term() {}

    static int hash(EntryField field, String value) {
        int hash = step(FNV_OFFSET, field.label());
        hash = step((hash ^ '=') * FNV_PRIME, value);
        hash = (hash ^ hash >>> 16) * 0x85ebca6b;
        hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
        return hash ^ hash >>> 16;
    }

    private static int step(int start, String text) {
        int hash = start;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }

    /** The terms of an entry's fields. */
    static int[] of(Map<EntryField, Set<String>> fields) {
        return fields.entrySet().stream()
                .flatMapToInt(field -> field.getValue().stream().mapToInt(value -> hash(field.getKey(), value)))
                .toArray();
    }

    /** The terms an entry must have. */
    static int[] of(EntryFilter filter) {
        return filter.fields().entrySet().stream().mapToInt(field -> hash(field.getKey(), field.getValue()))
                .toArray();
    }
}
