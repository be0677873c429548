package io.althing.store;

import io.althing.audit.CompactRange;
import io.althing.audit.EntryBundle;
import io.althing.audit.Hash;
import io.althing.audit.MerkleTree;
import io.althing.audit.Tile;
import io.althing.audit.TreeHead;
import io.althing.audit.TreeNode;
import io.althing.codec.AuditEntryCodec;
import io.althing.codec.BuildTooOld;
import io.althing.codec.Codecs;
import io.althing.codec.ProposalCodec;
import io.althing.codec.StateCodec;
import io.althing.registry.Applied;
import io.althing.registry.Clock;
import io.althing.registry.Command;
import io.althing.registry.EntryLinks;
import io.althing.registry.Event;
import io.althing.registry.FeatureLevel;
import io.althing.registry.Outcome;
import io.althing.registry.Proposal;
import io.althing.registry.Registry;
import io.althing.registry.RegistryState;
import io.althing.registry.Rejection;
import io.althing.registry.RequestMemory;
import io.althing.registry.Sha256;
import io.althing.registry.StateDelta;
import io.althing.registry.Table;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Turns committed log entries into state: decodes each, asks the {@link Registry} what becomes of it, and writes rows, audit entry,
 * tree nodes, chained digest and applied index in one batch. The same code runs in the fake, on one node and on many; equal logs give
 * equal bytes.
 *
 * <p>One thread applies; {@link #appliedIndex}, {@link #chainDigest} and views may be used from any.
 */
public final class Applier {
    private static final int FORMAT = 2;

    private final KeyValue store;
    private final Registry registry;
    private final ProposalCodec proposals;
    private final StateCodec states;
    private final AuditEntryCodec entries;
    private final RowCache cache = new RowCache();
    private final RecentMarks recent = new RecentMarks();
    private final Set<Table<?>> changed = new HashSet<>();
    private final KnownRequests known;
    private final LeafTile leaves;
    /** The store has one writer at a time: applying, or now and then {@link #release}. */
    private final Object writing = new Object();
    private volatile long cold;
    private volatile AppliedMark mark;
    private volatile CompactRange edge;
    private volatile int level;

    /**
     * Takes up where the stored state left off.
     *
     * @throws BuildTooOld if the state is of a feature level above the registry's
     */
    public Applier(KeyValue store, Registry registry, Codecs codecs) {
        this.store = store;
        this.registry = registry;
        this.proposals = codecs.proposals();
        this.states = codecs.states();
        this.entries = codecs.entries();
        this.mark = store.get(KeyLayout.APPLIED).map(AppliedMark::fromBytes).orElseGet(AppliedMark::start);
        this.edge = store.get(KeyLayout.EDGE).map(CompactRange::fromBytes).orElse(CompactRange.EMPTY);
        this.cold = store.get(KeyLayout.COLD).map(b -> ByteBuffer.wrap(b).getLong()).orElse(0L);
        int format = store.get(KeyLayout.FORMAT).map(b -> ByteBuffer.wrap(b).getInt()).orElse(FORMAT);
        if (format != FORMAT) {
            throw new KeyValueFault.OtherFormat(format, FORMAT);
        }
        this.level = known(FeatureLevel.agreed(state(store)));
        this.known = KnownRequests.of(store);
        this.leaves = LeafTile.of(store, edge.size());
    }

    private int known(int agreed) {
        if (agreed > registry.level()) {
            throw BuildTooOld.level(agreed, registry.level());
        }
        return agreed;
    }

    /** The feature level the cluster had agreed on at the applied index, and the newest this replica knows. */
    public Levels levels() {
        return new Levels(level, registry.level());
    }

    /** The last applied log index. */
    public long appliedIndex() {
        return mark.index();
    }

    /** Digest chained over everything applied; equal on every replica at equal index. */
    public Sha256 chainDigest() {
        return new Sha256(HexFormat.of().formatHex(mark.chain()));
    }

    /** Chained digests at some recent indices, the newest among them, to be compared with other replicas'. */
    public List<DigestMark> recentDigests() {
        return recent.with(mark);
    }

    /** Entries in the audit log. */
    public long auditSize() {
        return edge.size();
    }

    /** How many of the oldest audit entries are no longer in the store but in the cold store; a multiple of 256. */
    public long coldEntries() {
        return cold;
    }

    /** Removes what lies in the cold store now. Any thread; changes no digest. */
    void release(WriteSet gone, long coldEntries) {
        synchronized (writing) {
            store.write(gone.put(KeyLayout.COLD, ByteBuffer.allocate(Long.BYTES).putLong(coldEntries).array()));
            cold = coldEntries;
        }
    }

    /** Size and root of the audit log. */
    public TreeHead auditHead() {
        return edge.head();
    }

    /**
     * Applies the records in order, as one atomic batch. Records at or below the applied index are skipped.
     *
     * @return a receipt for each record, in order; empty for a skipped one
     * @throws BuildTooOld if one of them is for newer builds: nothing is written, and nothing can be applied any more
     */
    public List<Optional<Receipt>> apply(List<LogRecord> records) {
        var batch = new BatchState(store, states, cache);
        changed.clear();
        var receipts = new ArrayList<Optional<Receipt>>(records.size());
        var passed = new ArrayList<AppliedMark>();
        AppliedMark reached = mark;
        CompactRange grown = edge;
        int risen = level;
        for (LogRecord record : records) {
            if (record.index() <= reached.index()) {
                receipts.add(Optional.empty());
                continue;
            }
            var one = new Application(batch, grown, record);
            receipts.add(Optional.of(one.run(proposals.decode(record.payload()))));
            if (changed.contains(Table.FEATURE_LEVEL)) {
                risen = known(FeatureLevel.agreed(batch));
            }
            grown = one.edge;
            reached = new AppliedMark(record.index(), one.chained(reached));
            passed.add(reached);
        }
        if (reached.index() > mark.index()) {
            batch.put(KeyLayout.APPLIED, reached.toBytes());
            batch.put(KeyLayout.EDGE, grown.toBytes());
            batch.put(KeyLayout.FORMAT, ByteBuffer.allocate(Integer.BYTES).putInt(FORMAT).array());
            synchronized (writing) {
                store.write(batch.toWriteSet());
            }
            batch.remember();
            passed.forEach(recent::passed);
            mark = reached;
            edge = grown;
            level = risen;
        }
        return receipts;
    }

    /** The tables in which the latest {@link #apply} changed rows, the memory of requests apart. To be called on the applying thread. */
    public Set<Table<?>> changed() {
        return Set.copyOf(changed);
    }

    /** A changed row with the bytes it is stored as. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Encoded<T>(StateDelta.Change<T> change, byte[] key, byte[] value) {}

    /** What becomes of a proposal, in bytes. */
    private record Judgement(Outcome outcome, List<Encoded<?>> changed, Optional<byte[]> entry) {}

    /** One record on its way into the batch. */
    private final class Application {
        private final BatchState batch;
        private final LogRecord record;
        private final MessageDigest changes = Digests.sha256();
        private CompactRange edge;

        Application(BatchState batch, CompactRange edge, LogRecord record) {
            this.batch = batch;
            this.edge = edge;
            this.record = record;
        }

        Receipt run(ProposalCodec.Decoded decoded) {
            Proposal proposal = decoded.proposal();
            Clock clock = batch.get(Table.CLOCK, Table.ONLY).orElseGet(Clock::start);
            Instant time = clock.time().isAfter(record.stamp()) ? clock.time() : record.stamp();
            var at = new Applied(record.index(), record.stamp(), time);
            String key = RequestLedger.key(proposal);
            Optional<RequestMemory> before = known.mayHold(key) ? batch.get(Table.REQUESTS, key) : Optional.empty();
            if (before.isPresent()) {
                return again(before.get(), decoded);
            }
            Judgement judged = judge(proposal, at);
            change(new StateDelta.Change<>(Table.CLOCK, Table.ONLY,
                    Optional.of(new Clock(time, clock.agreedMillis()))));
            for (Encoded<?> row : judged.changed()) {
                changed.add(row.change().table());
                write(row);
            }
            Optional<Long> auditIndex = judged.entry().map(this::append);
            if (!(proposal.command() instanceof Command.Tick)) {
                remember(key, decoded.body(), judged.outcome(), auditIndex);
            }
            return new Receipt(record.index(), auditIndex, judged.outcome(), false);
        }

        private Judgement judge(Proposal proposal, Applied at) {
            Registry.Verdict verdict = registry.apply(batch, proposal, at);
            List<Encoded<?>> rows = new ArrayList<>();
            for (StateDelta.Change<?> change : verdict.delta().changes()) {
                rows.add(encoded(change));
            }
            Optional<byte[]> entry = entries.entry(proposal, at, verdict.outcome(),
                    () -> digests(rows, EntryLinks.of(batch, events(verdict.outcome()))));
            if (entry.filter(e -> e.length > EntryBundle.MAX_ENTRY_BYTES).isPresent()) {
                return new Judgement(tooLong(entry.get().length), List.of(), Optional.empty());
            }
            return new Judgement(verdict.outcome(), rows, entry);
        }

        private void remember(String key, Sha256 body, Outcome outcome, Optional<Long> auditIndex) {
            Optional<Rejection> rejection = switch (outcome) {
                case Outcome.Accepted accepted -> Optional.empty();
                case Outcome.Rejected rejected -> Optional.of(rejected.rejection());
            };
            long agreed = batch.get(Table.CLOCK, Table.ONLY).map(Clock::agreedMillis).orElse(0L);
            known.add(key);
            var memory = new RequestMemory(body, record.index(), auditIndex, rejection, 0);
            RequestLedger.remember(batch, key, memory, agreed).forEach(this::change);
        }

        private Receipt again(RequestMemory before, ProposalCodec.Decoded decoded) {
            if (!before.body().equals(decoded.body())) {
                String id = decoded.proposal().requestId();
                return new Receipt(record.index(), Optional.empty(),
                        new Outcome.Rejected(new Rejection.RequestIdReused(id,
                                "request id '" + id + "' was used for another request; choose a new one")),
                        false);
            }
            Outcome outcome = before.rejection().<Outcome>map(Outcome.Rejected::new)
                    .orElseGet(() -> new Outcome.Accepted(before.auditIndex().map(this::events).orElseGet(List::of)));
            return new Receipt(before.index(), before.auditIndex(), outcome, true);
        }

        private List<Event> events(long auditIndex) {
            byte[] entry = batch.raw(KeyLayout.entry(auditIndex))
                    .orElseThrow(() -> new IllegalStateException("audit entry " + auditIndex + " is missing"));
            return entries.events(entry);
        }

        private long append(byte[] entry) {
            long auditIndex = edge.size();
            Hash leaf = MerkleTree.leafHash(entry);
            CompactRange.Growth growth = edge.append(leaf);
            byte[] key = KeyLayout.entry(auditIndex);
            batch.put(key, entry);
            digest(key, leaf.toBytes());
            for (TreeNode node : growth.nodes()) {
                if (node.level() >= LeafTile.HEIGHT) {
                    batch.put(KeyLayout.node(node.level(), node.index()), node.hash().toBytes());
                }
            }
            leaves.add(auditIndex, leaf)
                    .ifPresent(tile -> batch.put(KeyLayout.node(0, auditIndex / Tile.FULL), tile));
            edge = growth.range();
            return auditIndex;
        }

        private <T> Encoded<T> encoded(StateDelta.Change<T> change) {
            return new Encoded<>(change, KeyLayout.row(change.table(), change.key()), batch.encoded(change));
        }

        private <T> void change(StateDelta.Change<T> change) {
            write(encoded(change));
        }

        private <T> void write(Encoded<T> change) {
            batch.change(change.change(), change.key(), change.value());
            digest(change.key(), change.value());
        }

        private static List<Event> events(Outcome outcome) {
            return outcome instanceof Outcome.Accepted accepted ? accepted.events() : List.of();
        }

        private AuditEntryCodec.Change digests(List<Encoded<?>> rows, EntryLinks links) {
            MessageDigest before = Digests.sha256();
            MessageDigest after = Digests.sha256();
            for (Encoded<?> row : rows) {
                if (row.change().table().audited()) {
                    before.update(row.key());
                    batch.bytes(row.change()).ifPresent(before::update);
                    after.update(row.key());
                    after.update(row.value());
                }
            }
            return new AuditEntryCodec.Change(Digests.hex(before), Digests.hex(after), links);
        }

        private void digest(byte[] key, byte[] value) {
            changes.update(ByteBuffer.allocate(2 * Integer.BYTES).putInt(key.length).putInt(value.length).array());
            changes.update(key);
            changes.update(value);
        }

        byte[] chained(AppliedMark before) {
            byte[] own = changes.digest();
            MessageDigest chain = Digests.sha256();
            chain.update(before.chain());
            chain.update(ByteBuffer.allocate(Long.BYTES).putLong(record.index()).array());
            return chain.digest(own);
        }
    }

    private static Outcome tooLong(int length) {
        return new Outcome.Rejected(new Rejection.InvalidField("command", length + " bytes",
                "its audit entry would have "
                        + length + " bytes; at most " + EntryBundle.MAX_ENTRY_BYTES
                        + " fit, so shorten texts or lists"));
    }

    /** Every replica's bulk of applied rows, audit entries and nodes, for reading. */
    KeyValue store() {
        return store;
    }

    /** The registry's rows in a view of the store. */
    public RegistryState state(KeyValueView view) {
        return new StoredState(view, states);
    }
}
