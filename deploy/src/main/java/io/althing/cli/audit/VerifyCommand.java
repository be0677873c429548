package io.althing.cli.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.althing.audit.BundleCheck;
import io.althing.audit.Finding;
import io.althing.audit.Report;
import io.althing.audit.TlogProof;
import io.althing.audit.Trust;
import io.althing.audit.TrustCheck;
import io.althing.audit.TrustPolicy;
import io.althing.cli.ClusterOptions;
import io.althing.client.ExitCode;
import io.althing.client.Json;
import io.althing.client.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code althing audit verify}. */
@Command(name = "verify", description = {
        "Recompute the log from its entries, check the signatures below its checkpoint, and name whatever is not as they say. Of every region by default; of a directory with --dir (everything in a bundle: receipts, exports, keys); or one receipt with --receipt, which needs no network.",
        "Exit code 0 if nothing is wrong, 1 if something is, 3 if a log cannot be read."})
final class VerifyCommand implements Callable<Integer> {
    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private LogOptions logs = new LogOptions();

    @Option(names = "--receipt", paramLabel = "FILE", description = "a .tlog-proof; its entry is the file beside it that ends in .entry, or --entry")
    private Optional<Path> receipt = Optional.empty();

    @Option(names = "--entry", paramLabel = "FILE", description = "the exact bytes of the receipt's entry")
    private Optional<Path> entry = Optional.empty();

    private final ArrayNode results = Json.mapper().createArrayNode();

    @Override
    public Integer call() {
        boolean good = receipt.isPresent() ? receipt(receipt.get()) : everyLog();
        if (cluster.json()) {
            cluster.out().println(Json.pretty(results));
        }
        cluster.out().flush();
        return good ? ExitCode.OK : ExitCode.REFUSED;
    }

    private boolean everyLog() {
        boolean good = true;
        for (Log log : logs.logs(cluster)) {
            good &= isBundle() ? bundle(log) : whole(log, log.verify());
        }
        return good;
    }

    private boolean isBundle() {
        return logs.directory().filter(dir -> Files.isRegularFile(dir.resolve("policy"))).isPresent();
    }

    private boolean bundle(Log log) {
        Path dir = logs.directory().orElseThrow();
        BundleCheck.Outcome outcome = Failing.at(log.name(), () -> new BundleCheck(log.demanded()).check(dir));
        boolean whole = whole(log, outcome.log());
        ObjectNode result = (ObjectNode) results.get(results.size() - 1);
        result.put("receipts", outcome.receipts()).put("exported", outcome.exported());
        ArrayNode faults = result.putArray("faults");
        outcome.faults().forEach(faults::add);
        if (whole) {
            say("  " + outcome.receipts() + " receipts and " + outcome.exported() + " exported entries checked");
            say("  under the policy in the bundle: compare its keys with those you got from people you trust");
        }
        outcome.faults().forEach(fault -> say("  " + fault));
        return whole && outcome.faults().isEmpty();
    }

    private boolean whole(Log log, Report report) {
        ObjectNode result = results.addObject().put("log", log.name());
        switch (report) {
            case Report.Verified verified -> {
                String by = log.policy().isEmpty() ? "; signatures not looked at" : cosigners(log, result);
                result.put("verified", true).put("size", verified.checkpoint().head().size()).put("root",
                        verified.checkpoint().head().root().base64());
                say(log.name() + ": " + verified.checkpoint().head().size() + " entries verified, root "
                        + verified.checkpoint().head().root().base64() + by);
            }
            case Report.Damaged damaged -> {
                result.put("verified", false).put("more", damaged.more());
                ArrayNode findings = result.putArray("findings");
                damaged.findings().stream().map(Finding::describe).forEach(findings::add);
                say(log.name() + ": NOT what its checkpoint says:");
                damaged.findings().stream().map(Finding::describe).forEach(line -> say("  " + line));
                if (damaged.more() > 0) {
                    say("  and " + damaged.more() + " more");
                }
            }
        }
        return report instanceof Report.Verified;
    }

    private static String cosigners(Log log, ObjectNode result) {
        List<Trust.Cosignature> cosignatures = log.trusted().cosignatures();
        ArrayNode names = result.putArray("cosigners");
        cosignatures.forEach(c -> names.addObject().put("name", c.witness()).put("time", c.time().toString()));
        return cosignatures.isEmpty()
                ? ", signed by the log alone"
                : ", cosigned by "
                        + cosignatures.stream().map(Trust.Cosignature::witness).collect(Collectors.joining(", "));
    }

    private boolean receipt(Path file) {
        TlogProof proof = Failing.at(file.toString(), () -> TlogProof.parse(Files.readAllBytes(file)));
        Path bytes = entry.orElseGet(() -> beside(file));
        byte[] exact = Failing.at(bytes.toString(), () -> Files.readAllBytes(bytes));
        String reason = "";
        for (TrustPolicy policy : logs.policies(cluster)) {
            switch (proof.verify(exact, new TrustCheck(policy))) {
                case TlogProof.Outcome.Proven proven -> {
                    proven(proof, proven.trust());
                    return true;
                }
                case TlogProof.Outcome.NotProven not -> reason = reason.isEmpty() ? not.reason() : reason;
            }
        }
        results.addObject().put("index", proof.index()).put("proven", false).put("reason", reason);
        say("NOT proven: " + reason);
        return false;
    }

    private void proven(TlogProof proof, Trust.Trusted trust) {
        ObjectNode result = results.addObject().put("index", proof.index()).put("proven", true)
                .put("size", trust.checkpoint().head().size())
                .put("root", trust.checkpoint().head().root().base64());
        ArrayNode names = result.putArray("cosigners");
        trust.cosignatures().forEach(c -> names.addObject().put("name", c.witness()).put("time", c.time().toString()));
        say("proven: entry " + proof.index() + " of " + trust.checkpoint().origin() + ", in the tree of "
                + trust.checkpoint().head().size() + " entries with root "
                + trust.checkpoint().head().root().base64());
        trust.cosignatures().forEach(c -> say("  cosigned by " + c.witness() + " at " + c.time()));
    }

    private static Path beside(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf(".tlog-proof");
        Path entry = file.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + ".entry");
        if (!Files.exists(entry)) {
            throw UserError.usage("there is no " + entry + " with the receipt's entry: name it with --entry FILE");
        }
        return entry;
    }

    private void say(String line) {
        if (!cluster.json()) {
            cluster.out().println(line);
        }
    }
}
