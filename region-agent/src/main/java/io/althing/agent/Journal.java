package io.althing.agent;

import io.althing.codec.RecordJson;
import io.althing.registry.Blob;
import io.althing.registry.Region;
import io.althing.registry.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the region did by itself: lines of canonical JSON, each holding the digest of the one before, each on disk before the act it
 * speaks of is done. If that takes longer than the patience or fails, the act is done all the same and the delay is written down
 * as soon as the disk lets it be.
 *
 * <p>One caller at a time, the agent's own thread; the disk is written by a thread of the journal, so that a stuck disk cannot hold
 * an act back.
 */
public final class Journal implements AutoCloseable {
    /** How long an act waits for the disk. */
    public static final Duration PATIENCE = Duration.ofMillis(250);

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final int SCHEMA = 1;

    private final Region region;
    private final String id;
    private final RecordJson json;
    private final InstantSource clock;
    private final JournalFile file;
    private final List<JournalEntry> entries;
    private final List<byte[]> unwritten = new ArrayList<>();
    private final JournalWriter writer;
    private Sha256 last;
    private final List<Long> late = new ArrayList<>();

    private Journal(JournalReader read, Parts parts, JournalFile file, JournalWriter writer) {
        this.region = parts.region();
        this.json = parts.json();
        this.clock = parts.clock();
        this.id = read.entries().isEmpty() ? parts.newId() : read.entries().get(0).journal();
        this.file = file;
        this.writer = writer;
        this.entries = new ArrayList<>(read.entries());
        this.last = read.last();
    }

    /**
     * What a journal is made of.
     *
     * @param newId identity of a journal that does not exist yet
     */
    public record Parts(Region region, String newId, RecordJson json, InstantSource clock) {}

    /**
     * Opens the region's journal, made if it does not exist. A torn last line, which was never acted upon, is cut off.
     *
     * @throws JournalDamagedException if a line does not follow the one before it
     * @throws IOException if the file cannot be read or written
     */
    public static Journal open(Path path, Parts parts) throws IOException, JournalDamagedException {
        JournalFile file = JournalFile.at(path);
        try {
            return on(file, JournalWriter.thread(), parts);
        } catch (IOException | JournalDamagedException e) {
            file.close();
            throw e;
        }
    }

    /**
     * The same on any file, written by anyone. Both are closed with the journal.
     *
     * @throws JournalDamagedException if a line does not follow the one before it
     * @throws IOException if the file cannot be read or written
     */
    public static Journal on(JournalFile file, JournalWriter writer, Parts parts)
            throws IOException, JournalDamagedException {
        var reader = new JournalReader(file.name(), parts.region(), parts.json());
        reader.read(file.read());
        file.cut(reader.length());
        return new Journal(reader, parts, file, writer);
    }

    /** The journal's identity. */
    public String id() {
        return id;
    }

    /** The sequence the next entry will have. */
    public long nextSequence() {
        return entries.size() + 1L;
    }

    /** Every entry, in order, those not yet on disk included. */
    public List<JournalEntry> entries() {
        return List.copyOf(entries);
    }

    /** How many entries are not known to be on disk. */
    public synchronized int unwritten() {
        return unwritten.size();
    }

    /**
     * Writes an act down and waits for the disk, no longer than the patience. On return the act may be done.
     *
     * @return whether it is on disk
     */
    public boolean append(JournalAct act) {
        add(act);
        boolean done = flush();
        if (!done && act instanceof JournalAct.WentBack) {
            late.add(nextSequence() - 1);
            LOG.error(
                    "ALARM: the journal's disk did not take entry {} within {} ms; the act is done all the same and will be"
                            + " recorded as journalled late. Check the disk of this agent",
                    nextSequence() - 1, PATIENCE.toMillis());
        }
        return done;
    }

    private void add(JournalAct act) {
        var entry = new JournalEntry(SCHEMA, region, id, nextSequence(), clock.instant(), last, act);
        byte[] line = json.write(JournalEntry.class, entry);
        last = Blob.of(line).digest();
        entries.add(entry);
        var bytes = new ByteArrayOutputStream(line.length + 1);
        bytes.writeBytes(line);
        bytes.write('\n');
        synchronized (this) {
            unwritten.add(bytes.toByteArray());
        }
    }

    /**
     * Tries to bring to disk what is not there yet, waiting no longer than the patience, and records what was late.
     *
     * @return whether everything is on disk
     */
    public boolean flush() {
        if (unwritten() == 0 && late.isEmpty()) {
            return true;
        }
        if (!writer.write(this::write, PATIENCE)) {
            return false;
        }
        boolean done = unwritten() == 0;
        if (!done || late.isEmpty()) {
            return done;
        }
        for (long of : late) {
            long after = Duration.between(entries.get((int) of - 1).at(), clock.instant()).toMillis();
            add(new JournalAct.JournalledLate(of, after));
        }
        late.clear();
        return flush();
    }

    private void write() {
        while (true) {
            byte[] next;
            synchronized (this) {
                if (unwritten.isEmpty()) {
                    return;
                }
                next = unwritten.get(0);
            }
            try {
                file.append(next);
            } catch (IOException e) {
                LOG.error("the journal cannot be written ({}); check the disk of this agent", e.getMessage());
                return;
            }
            synchronized (this) {
                unwritten.remove(0);
            }
        }
    }

    /** Waits for the disk once more and closes the file. */
    @Override
    public void close() throws IOException {
        flush();
        writer.close();
        file.close();
    }
}
