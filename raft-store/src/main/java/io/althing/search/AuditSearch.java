package io.althing.search;

import io.althing.audit.EntryFilter;
import io.althing.audit.EntryRecord;
import java.util.List;
import java.util.Optional;

/** Finds audit entries of this replica. Any thread; blocks while it reads. */
public interface AuditSearch {
    /** Entries of a page together have at most so many bytes, unless the first alone has more. */
    int PAGE_BYTES = 4 << 20;

    /**
     * A page of the entries that pass the filter.
     *
     * @throws io.althing.store.KeyValueFault
     *             if the replica's disk cannot be read
     */
    Page find(Query query);

    /** Which end comes first. */
    enum Order {
        /** Ascending audit index. */
        OLDEST_FIRST,
        /** Descending audit index. */
        NEWEST_FIRST
    }

    /**
     * What is wanted.
     *
     * @param start
     *            the first audit index to look at, itself included; empty for the end the order begins with
     * @param limit
     *            most entries of the page, at least 1
     */
    record Query(EntryFilter filter, Order order, Optional<Long> start, int limit) {}

    /**
     * What was found.
     *
     * @param entries
     *            in the order asked for
     * @param next
     *            where to go on; a page may be short or empty and still have a next one, since each looks at a bounded part of the log.
     *            Stays valid while the log grows.
     */
    record Page(List<EntryRecord> entries, Optional<Long> next) {
        /** Copies the list. */
        public Page {
            entries = List.copyOf(entries);
        }
    }
}
