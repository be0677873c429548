package io.althing.raft;

import io.althing.codec.Codecs;
import io.althing.registry.Registry;
import io.althing.registry.RegistryState;
import io.althing.registry.Table;
import io.althing.rocks.RocksKeyValue;
import io.althing.store.Applier;
import io.althing.store.KeyValue;
import io.althing.store.Levels;
import io.althing.store.LogRecord;
import io.althing.store.Receipt;
import io.althing.store.RegistryStore;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The registry under the log: hands committed entries to the {@link Applier} over RocksDB, takes and installs snapshots. Raft calls it on
 * one thread; reading is for any.
 */
final class RegistryStateMachine implements ReplicatedStateMachine<Receipt>, AutoCloseable {
    private final StateHome home;
    private final Registry registry;
    private final Codecs codecs;
    private final Consumer<RegistryStore.AppliedNotice> onApplied;
    private volatile Replica replica;

    /** One open state. */
    private record Replica(KeyValue values, Applier applier) {}

    RegistryStateMachine(Path directory, Registry registry, Codecs codecs,
            Consumer<RegistryStore.AppliedNotice> onApplied) throws IOException {
        this.home = new StateHome(directory);
        this.registry = registry;
        this.codecs = codecs;
        this.onApplied = onApplied;
        this.replica = open(home.current());
    }

    private Replica open(Path directory) {
        KeyValue values = RocksKeyValue.open(directory);
        try {
            return new Replica(values, new Applier(values, registry, codecs));
        } catch (RuntimeException e) {
            values.close();
            throw e;
        }
    }

    Applier applier() {
        return replica.applier();
    }

    /** Runs the query on one consistent view. */
    <T> T view(Function<RegistryState, T> query) {
        Replica now = replica;
        try (KeyValue.Snapshot snapshot = now.values().snapshot()) {
            return query.apply(now.applier().state(snapshot));
        }
    }

    @Override
    public List<Receipt> apply(List<LogEntry> entries) {
        Applier applier = replica.applier();
        List<LogRecord> records = new ArrayList<>(entries.size());
        for (LogEntry entry : entries) {
            records.add(new LogRecord(entry.index(), Instant.ofEpochMilli(entry.stampMillis()), entry.payload()));
        }
        List<Receipt> receipts = new ArrayList<>(entries.size());
        for (Optional<Receipt> receipt : applier.apply(records)) {
            receipts.add(receipt.orElseThrow(
                    () -> new IllegalStateException("the log repeated an entry that was applied already")));
        }
        onApplied.accept(new RegistryStore.AppliedNotice(applier.appliedIndex(), applier.auditSize(),
                applier.changed()));
        return receipts;
    }

    @Override
    public long appliedIndex() {
        return replica.applier().appliedIndex();
    }

    @Override
    public void saveSnapshot(Path emptyDir) {
        replica.values().checkpoint(emptyDir);
    }

    @Override
    public void loadSnapshot(Path dir) throws IOException {
        Path fresh = home.next();
        copy(dir, fresh);
        Replica before = replica;
        Replica installed = open(fresh);
        home.use(fresh);
        replica = installed;
        before.values().close();
        home.removeStrangers();
        onApplied.accept(new RegistryStore.AppliedNotice(installed.applier().appliedIndex(),
                installed.applier().auditSize(), Set.copyOf(Table.all())));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(file.getFileName().toString());
                Files.copy(file, copy);
                try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
            }
        }
    }

    @Override
    public boolean ahead(long snapshotIndex) {
        return appliedIndex() >= snapshotIndex;
    }

    @Override
    public String digest() {
        return replica.applier().chainDigest().value();
    }

    @Override
    public Levels levels() {
        return replica.applier().levels();
    }

    @Override
    public void close() {
        replica.values().close();
    }
}
