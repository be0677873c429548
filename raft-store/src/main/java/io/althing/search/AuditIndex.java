package io.althing.search;

import io.althing.audit.RolloutSubjects;
import io.althing.store.AuditReader;
import io.althing.store.KeyValue;
import io.althing.store.KeyValueFault;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An index of the audit log, built behind it. For each complete bundle of 256 entries it keeps which entries have which field and value,
 * as sorted 32-bit hashes, and for each 256 bundles which of them have which; about 20 bytes an entry. A search by request id in ten
 * million entries reads some 150 small rows and one block; the newest, incomplete bundle is read itself. What the index names is read
 * from the log and tested, so a hash that two values share costs time and never a false hit.
 *
 * <p>It is derived data for a reason: writing to the log is the path everything waits for. The index takes its entries from the log
 * after they are applied, on a thread of its own at the lowest priority which rests 49 times as long as it worked, in a store of its
 * own that no snapshot or digest covers. Losing it costs a rebuild, and until that is done searches read the log itself, a bounded part a
 * page.
 */
public final class AuditIndex implements AuditSearch, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditIndex.class);
    private static final int REST = 49;
    private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final AuditReader audit;
    private final RolloutSubjects subjects;
    private final KeyValue values;
    private final IndexRows rows;
    private final IndexBuilder builder;
    private final LongSupplier nanos;
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean broken;

    /**
     * An index that follows once it is started. Drops what is stored if it is not of this log.
     *
     * @param subjects
     *            what this log's rollouts are about; may block
     * @param values
     *            for the index alone; closed with it
     * @param nanos
     *            a clock that only goes forward, by which it paces itself
     * @throws KeyValueFault
     *             if the store cannot be read
     */
    public AuditIndex(AuditReader audit, RolloutSubjects subjects, KeyValue values, LongSupplier nanos) {
        this.audit = audit;
        this.subjects = subjects;
        this.values = values;
        this.nanos = nanos;
        this.rows = new IndexRows(values);
        this.builder = new IndexBuilder(audit, subjects, rows);
        this.thread = Thread.ofPlatform().name("audit-index").daemon(true).priority(Thread.MIN_PRIORITY)
                .unstarted(this::follow);
    }

    /** Begins to follow the log. */
    public AuditIndex start() {
        thread.start();
        return this;
    }

    /** Takes in every complete bundle now, on the caller's thread; for tools and tests, not together with {@link #start}. */
    public void catchUp() {
        while (builder.step()) {
            // the work is in the condition
        }
    }

    /** How many entries are in the index. */
    public long indexed() {
        return builder.bundles() * Postings.PLACES;
    }

    @Override
    public Page find(Query query) {
        try {
            return search(query, broken ? 0 : builder.bundles());
        } catch (KeyValueFault fault) {
            if (broken) {
                throw fault;
            }
            giveUp(fault);
            return search(query, 0);
        }
    }

    private Page search(Query query, long bundles) {
        return new IndexedSearch(audit, rows, new PageDraft(query, subjects), bundles).run();
    }

    private void follow() {
        while (!closed && !broken) {
            long began = nanos.getAsLong();
            try {
                LockSupport.parkNanos(builder.step() ? REST * (nanos.getAsLong() - began) : LONGEST_WAIT_NANOS);
            } catch (KeyValueFault fault) {
                giveUp(fault);
            } catch (RuntimeException e) {
                // the replica's state is being replaced by a snapshot, or closes
                LOG.debug("the audit index waits: {}", e.toString());
                LockSupport.parkNanos(LONGEST_WAIT_NANOS);
            }
        }
    }

    private void giveUp(KeyValueFault fault) {
        broken = true;
        LOG.warn(
                "the audit index cannot be used ({}); searches read the log itself until the node is restarted, which builds"
                        + " the index anew",
                fault.getMessage());
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        values.close();
    }
}
