package io.althing.cli.audit;

import io.althing.audit.AuditBundle;
import io.althing.audit.AuditExport;
import io.althing.audit.BlobSource;
import io.althing.audit.BundleEntries;
import io.althing.audit.Checkpoint;
import io.althing.audit.EntryFilter;
import io.althing.audit.Report;
import io.althing.cli.ClusterOptions;
import io.althing.client.Answer;
import io.althing.client.ApiClient;
import io.althing.client.Call;
import io.althing.client.ExitCode;
import io.althing.client.Json;
import io.althing.client.UserError;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code althing audit export}. */
@Command(name = "export", description = {
        "Write entries as files, after verifying the log they come from.",
        "jsonl: one entry a line with index, leaf hash, exact bytes (base64) and value. csv: a lossy summary, marked as such. bundle: a directory with checkpoint, tiles, a receipt for each entry, policy, keys, blobs and a page that says how to verify it without us."})
final class ExportCommand implements Callable<Integer> {
    /** What to write. */
    enum Form {
        jsonl, csv, bundle
    }

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private LogOptions logs = new LogOptions();

    @Mixin
    private FilterOptions filter = new FilterOptions();

    @Option(names = "--format", paramLabel = "jsonl|csv|bundle", defaultValue = "jsonl", description = "what to write (default: ${DEFAULT-VALUE})")
    private Form form = Form.jsonl;

    @Option(names = "--out", paramLabel = "PATH", description = "a file, or for a bundle a new directory (default: standard output)")
    private Optional<Path> out = Optional.empty();

    @Override
    public Integer call() {
        EntryFilter wanted = filter.filter();
        if (form == Form.bundle) {
            return bundle(wanted);
        }
        if (out.filter(Files::isDirectory).isPresent()) {
            throw UserError.usage("--out " + out.get() + " is a directory: name a file");
        }
        return logs.log(cluster).whenVerified(log -> table(log, wanted));
    }

    private int table(Log log, EntryFilter wanted) throws IOException {
        Checkpoint checkpoint = log.reader().read(log.checkpoint());
        long size = checkpoint.head().size();
        AuditExport export = new AuditExport(new BundleEntries(log.tiles(), size), size, wanted.alongTheLog());
        if (out.isEmpty()) {
            var bytes = new ByteArrayOutputStream();
            write(export, bytes);
            cluster.out().print(bytes.toString(StandardCharsets.UTF_8));
            cluster.out().flush();
            return ExitCode.OK;
        }
        long count;
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(out.get()))) {
            count = write(export, file);
        }
        done(out.get(), count, checkpoint);
        return ExitCode.OK;
    }

    private long write(AuditExport export, OutputStream stream) throws IOException {
        return form == Form.csv ? export.csv(AuditExport.COLUMNS, stream) : export.jsonLines(stream);
    }

    private void done(Path where, long count, Checkpoint checkpoint) {
        if (cluster.json()) {
            cluster.out().println(Json.pretty(Json.object().put("out", where.toString()).put("entries", count)
                    .put("size", checkpoint.head().size()).put("root", checkpoint.head().root().base64())));
        } else {
            cluster.out().println(count + " of " + checkpoint.head().size() + " entries in " + where + ", root "
                    + checkpoint.head().root().base64());
        }
        cluster.out().flush();
    }

    private int bundle(EntryFilter wanted) {
        Path directory = out.orElseThrow(() -> UserError.usage("name a new directory for the bundle with --out DIR"));
        Log log = logs.log(cluster);
        var bundle = new AuditBundle(log.tiles(), log.demanded(), wanted.alongTheLog(), blobs());
        Report report = Failing.at(log.name(), () -> bundle.write(directory));
        if (!(report instanceof Report.Verified verified)) {
            throw new UserError(ExitCode.REFUSED, log.name()
                    + " is NOT what its checkpoint says; `althing audit verify` lists what is wrong. " + directory
                    + " holds what was copied, and no export");
        }
        long receipts = Failing.at(directory.toString(), () -> {
            try (Stream<Path> files = Files.list(directory.resolve("proofs"))) {
                return files.count();
            }
        });
        done(directory, receipts, verified.checkpoint());
        return ExitCode.OK;
    }

    private BlobSource blobs() {
        if (logs.directory().isPresent()) {
            Path kept = logs.directory().get().resolve("blobs");
            return digest -> Files.exists(kept.resolve(digest))
                    ? Optional.of(Files.readAllBytes(kept.resolve(digest)))
                    : Optional.empty();
        }
        if (logs.elsewhere()) {
            return BlobSource.NONE;
        }
        ApiClient client = cluster.reader();
        return digest -> {
            Answer answer = client.send(Call.get("/v1/blobs/" + digest + "?consistency=local"));
            return answer.ok() ? Optional.of(answer.body()) : Optional.empty();
        };
    }
}
