package io.althing.cli.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.althing.audit.BundleEntries;
import io.althing.audit.SignedNote;
import io.althing.audit.TileHashes;
import io.althing.audit.TlogProof;
import io.althing.audit.TreeReader;
import io.althing.audit.Trust;
import io.althing.audit.TrustCheck;
import io.althing.cli.ClusterOptions;
import io.althing.client.ExitCode;
import io.althing.client.Json;
import io.althing.client.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code althing audit prove}. */
@Command(name = "prove", description = {
        "Make receipts: for each audit index a .tlog-proof and the entry's exact bytes. The proof is computed here from the log's tiles and checked before it is written.",
        "A write's answer names its audit index; `althing audit entries --request-id ID` finds it."})
final class ProveCommand implements Callable<Integer> {
    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private LogOptions logs = new LogOptions();

    @Option(names = "--out", paramLabel = "DIR", defaultValue = ".", description = "where the files go (default: here)")
    private Path directory = Path.of(".");

    @Parameters(paramLabel = "INDEX", arity = "1..*", description = "audit index of an entry")
    private List<Long> indices = List.of();

    @Override
    public Integer call() {
        Log log = logs.log(cluster);
        Trust.Trusted trust = log.trusted();
        long size = trust.checkpoint().head().size();
        indices.stream().filter(index -> index < 0 || index >= size).findFirst().ifPresent(index -> {
            throw new UserError(ExitCode.REFUSED, log.name() + " has no entry " + index
                    + " under its checkpoint of size " + size + "; a fresh entry is covered within a few seconds");
        });
        ArrayNode made = Json.mapper().createArrayNode();
        Failing.at(log.name(), () -> {
            SignedNote note = SignedNote.parse(log.checkpoint());
            for (long index : indices) {
                made.addObject().put("index", index).put("receipt", write(log, note, index).toString());
            }
            return made;
        });
        if (cluster.json()) {
            cluster.out().println(Json.pretty(made));
        } else {
            made.forEach(one -> cluster.out().println("wrote " + one.path("receipt").asText()
                    + " and the entry beside it; check them anywhere with `althing audit verify --receipt "
                    + one.path("receipt").asText() + " --policy FILE`"));
        }
        cluster.out().flush();
        return ExitCode.OK;
    }

    private Path write(Log log, SignedNote note, long index) throws IOException {
        long size = io.althing.audit.Checkpoint.parse(note.text()).head().size();
        byte[] entry = new BundleEntries(log.tiles(), size).entry(index);
        TlogProof proof = TlogProof.of(new TreeReader(new TileHashes(log.tiles(), size)), index, note);
        if (proof.verify(entry, new TrustCheck(log.demanded())) instanceof TlogProof.Outcome.NotProven not) {
            throw new UserError(ExitCode.REFUSED,
                    log.name() + " serves tiles that do not prove entry " + index + ": " + not.reason());
        }
        Files.createDirectories(directory);
        Files.write(directory.resolve(index + ".entry"), entry);
        return Files.write(directory.resolve(index + ".tlog-proof"), proof.bytes());
    }
}
