package io.althing.chaos.audit;

import io.althing.audit.AddCheckpoint;
import io.althing.audit.AuditVerifier;
import io.althing.audit.Checkpoint;
import io.althing.audit.Cosigner;
import io.althing.audit.FileCosignStore;
import io.althing.audit.KeyType;
import io.althing.audit.MerkleTree;
import io.althing.audit.NoteSigner;
import io.althing.audit.ProofCheck;
import io.althing.audit.Report;
import io.althing.audit.SignedNote;
import io.althing.audit.TreeHead;
import io.althing.audit.TreeReader;
import io.althing.audit.TreeTiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/** Measures the audit log alone: RocksDB, hashing, proofs and verification, without Raft and HTTP. */
final class AuditBench {
    /** Entries in one write, as many as a busy leader applies at once. */
    static final int BATCH = 64;

    private static final String ORIGIN = "bench.althing.example/log";
    private static final int MAX_PROOFS = 20_000;
    private static final int MAX_CHECKPOINTS = 500;

    private final NoteSigner log = new NoteSigner(ORIGIN, KeyType.ED25519, new byte[32]);
    private final NoteSigner region = new NoteSigner("region.example", KeyType.COSIGNATURE_V1, new byte[32]);
    private final Path directory;
    private final LongSupplier nanos;
    private final SplittableRandom random = new SplittableRandom(1);

    /**
     * A bench.
     *
     * @param directory new or empty; stays filled
     * @param nanos a clock that only goes forward
     */
    AuditBench(Path directory, LongSupplier nanos) {
        this.directory = directory;
        this.nanos = nanos;
    }

    AuditFigures run(long entries) throws IOException {
        long[] bytes = new long[1];
        double appends;
        Histogram checkpoints = new Histogram(3);
        Histogram cosignatures = new Histogram(3);
        try (BenchStore store = new BenchStore(directory.resolve("log"))) {
            long started = nanos.getAsLong();
            while (store.edge().size() < entries) {
                List<byte[]> batch = batch(store.edge().size(), entries);
                batch.forEach(entry -> bytes[0] += entry.length);
                store.append(batch);
            }
            appends = entries / seconds(started);
            checkpoints(store, entries, checkpoints, cosignatures);
        }
        long reopening = nanos.getAsLong();
        try (BenchStore store = new BenchStore(directory.resolve("log"))) {
            TreeHead head = store.edge().head();
            double reopened = seconds(reopening) * 1e3;
            AuditFigures.Latency proofs = proofs(store, head);
            long logBytes = bytesIn(directory.resolve("log"));
            double verified = verify(store, head);
            var index = new IndexBench(store, directory.resolve("index"), nanos).run();
            return new AuditFigures(entries, appends, micros(checkpoints, 50), micros(cosignatures, 50), proofs,
                    verified, (double) logBytes / head.size(), (double) bytes[0] / entries, reopened, index);
        }
    }

    private List<byte[]> batch(long from, long end) {
        List<byte[]> batch = new ArrayList<>();
        for (long i = from; i < Math.min(end, from + BATCH); i++) {
            batch.add(BenchEntries.entry(i));
        }
        return batch;
    }

    private void checkpoints(BenchStore store, long entries, Histogram signed, Histogram cosigned) throws IOException {
        try (FileCosignStore memory = FileCosignStore.create(directory.resolve("cosigner"))) {
            Cosigner cosigner = new Cosigner(region, Map.of(ORIGIN, List.of(log.key())), memory,
                    Optional.of(size -> Optional.of(new TreeReader(store).head(size))), Clock.systemUTC());
            long last = 0;
            for (int i = 0; i < Math.min(MAX_CHECKPOINTS, entries / 20); i++) {
                store.append(List.of(BenchEntries.entry(store.edge().size())));
                long started = nanos.getAsLong();
                SignedNote note = SignedNote.of(new Checkpoint(ORIGIN, store.edge().head()), log);
                signed.recordValue(nanos.getAsLong() - started);
                byte[] request = AddCheckpoint.of(new TreeReader(store), last, note).bytes();
                long asked = nanos.getAsLong();
                int status = cosigner.addCheckpoint(request).status();
                cosigned.recordValue(nanos.getAsLong() - asked);
                require(status == 200, "cosigner answered " + status);
                last = store.edge().size();
            }
        }
    }

    private AuditFigures.Latency proofs(BenchStore store, TreeHead head) {
        Histogram latencies = new Histogram(3);
        TreeReader tree = new TreeReader(store);
        for (int i = 0; i < Math.min(MAX_PROOFS, head.size()); i++) {
            long index = random.nextLong(head.size());
            long started = nanos.getAsLong();
            var proof = tree.inclusion(index, head.size());
            latencies.recordValue(nanos.getAsLong() - started);
            ProofCheck check = MerkleTree.verifyInclusion(store.hash(0, index), index, proof, head);
            require(check.holds(), "proof of entry " + index + ": " + check);
        }
        return new AuditFigures.Latency(micros(latencies, 50), micros(latencies, 99));
    }

    private double verify(BenchStore store, TreeHead head) throws IOException {
        TreeTiles tiles = new TreeTiles(Optional::empty, store, store);
        long started = nanos.getAsLong();
        Report report = AuditVerifier.verify(tiles, new Checkpoint(ORIGIN, head));
        require(report instanceof Report.Verified, "verification: " + report);
        return seconds(started);
    }

    static long bytesIn(Path directory) throws IOException {
        long bytes = 0;
        try (var files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }

    private double seconds(long started) {
        return (nanos.getAsLong() - started) / 1e9;
    }

    private static double micros(Histogram nanoseconds, double percentile) {
        return nanoseconds.getValueAtPercentile(percentile) / 1e3;
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("the benchmark's own log is wrong: " + what);
        }
    }
}
