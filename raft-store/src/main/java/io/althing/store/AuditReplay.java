package io.althing.store;

import io.althing.codec.AuditEntryCodec;
import io.althing.codec.Codecs;
import io.althing.codec.StateCodec;
import io.althing.registry.Blob;
import io.althing.registry.Registry;
import io.althing.registry.RegistryState;
import io.althing.registry.Sha256;
import io.althing.registry.StateDelta;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Rebuilds the audited state from the audit log alone: from an empty state, each entry's events are applied in order, with the blobs it
 * names. Nothing is decided again and no command is needed. Each step is held against the entry's own digests of the rows it changed, so a
 * log that does not tell the whole truth about the state is found out at the entry where it begins. One thread.
 */
public final class AuditReplay {
    private final KeyValue values = new MemoryKeyValue();
    private final Registry registry = new Registry((key, statement, signature) -> false);
    private final AuditEntryCodec entries;
    private final StateCodec states;
    private final Function<Sha256, Optional<Blob>> blobs;

    /** @param blobs the bulky parts by digest */
    public AuditReplay(Codecs codecs, Function<Sha256, Optional<Blob>> blobs) {
        this.entries = codecs.entries();
        this.states = codecs.states();
        this.blobs = blobs;
    }

    /**
     * Takes in the next entry.
     *
     * @throws IllegalArgumentException if it is no entry, a blob is missing or another one, or its events do not lead from the state it
     *         names to the state it names
     */
    public void take(byte[] entry) {
        AuditEntryCodec.Entry read = entries.read(entry);
        List<Blob> parts = read.blobs().stream().map(this::blob).toList();
        StateDelta delta = registry.evolve(state(), read.events(), parts, read.at());
        MessageDigest before = Digests.sha256();
        MessageDigest after = Digests.sha256();
        var batch = new WriteSet();
        for (StateDelta.Change<?> change : delta.changes()) {
            byte[] key = KeyLayout.row(change.table(), change.key());
            before.update(key);
            values.get(key).ifPresent(before::update);
            after.update(key);
            after.update(write(batch, key, change));
        }
        require(read, "before", read.before(), Digests.hex(before));
        require(read, "after", read.after(), Digests.hex(after));
        values.write(batch);
    }

    private <T> byte[] write(WriteSet batch, byte[] key, StateDelta.Change<T> change) {
        if (change.value().isEmpty()) {
            batch.delete(key);
            return new byte[0];
        }
        byte[] value = states.encode(change.table(), change.value().get());
        batch.put(key, value);
        return value;
    }

    private static void require(AuditEntryCodec.Entry entry, String which, Sha256 said, Sha256 found) {
        if (!said.equals(found)) {
            throw new IllegalArgumentException("entry with index " + entry.at().index() + ": the rows " + which
                    + " it have digest " + found + ", it says " + said);
        }
    }

    private Blob blob(Sha256 digest) {
        return blobs.apply(digest).filter(blob -> blob.digest().equals(digest))
                .orElseThrow(() -> new IllegalArgumentException("blob " + digest + " is missing or another one"));
    }

    /** The state so far. */
    public RegistryState state() {
        return new StoredState(values, states);
    }

    /** The digest of the state so far. */
    public Sha256 contentDigest() {
        return ContentDigest.of(values);
    }
}
