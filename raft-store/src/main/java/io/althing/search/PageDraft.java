package io.althing.search;

import io.althing.audit.EntryRecord;
import io.althing.audit.RolloutSubjects;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A page that fills up. */
final class PageDraft {
    private final AuditSearch.Query query;
    private final RolloutSubjects subjects;
    private final List<EntryRecord> found = new ArrayList<>();
    private long bytes;

    PageDraft(AuditSearch.Query query, RolloutSubjects subjects) {
        this.query = query;
        this.subjects = subjects;
    }

    /** Takes the entry if it passes the filter. */
    void offer(EntryRecord entry) {
        if (query.filter().test(entry, subjects)) {
            found.add(entry);
            bytes += entry.length();
        }
    }

    AuditSearch.Query query() {
        return query;
    }

    boolean full() {
        return found.size() >= query.limit() || bytes >= AuditSearch.PAGE_BYTES;
    }

    /** The page; it has a next one if there is more to look at. */
    AuditSearch.Page upTo(long next, boolean more) {
        return new AuditSearch.Page(found, more ? Optional.of(next) : Optional.empty());
    }
}
