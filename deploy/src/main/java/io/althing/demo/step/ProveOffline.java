package io.althing.demo.step;

import io.althing.audit.CanonicalJson;
import io.althing.audit.Json;
import io.althing.audit.TlogProof;
import io.althing.audit.Trust;
import io.althing.audit.TrustCheck;
import io.althing.audit.TrustPolicy;
import io.althing.client.Answer;
import io.althing.client.ApiClient;
import io.althing.client.Call;
import io.althing.client.EventStream.Occurred;
import io.althing.client.UserError;
import io.althing.local.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The receipt of the rollback is taken, the whole cluster is stopped, and three files still prove what was decided. */
public final class ProveOffline implements DemoStep {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Override
    public String name() {
        return "Stop the whole cluster: the receipt of the rollback still proves it";
    }

    @Override
    public Figures run(DemoContext context) throws Exception {
        long index = rollback(context);
        Path directory = Files.createDirectories(context.output().resolve("receipt"));
        Path receipt = directory.resolve(index + ".tlog-proof");
        Path entry = directory.resolve(index + ".entry");
        Path policy = directory.resolve("1.tlog-policy");
        Files.write(receipt, Await.value("a cosigned checkpoint over entry " + index, PATIENCE,
                () -> answer(context.as(""), "/audit/proof/" + index)));
        Files.write(entry, bytes(context, index));
        Files.copy(context.cluster().files().home().resolve("trust").resolve("1.tlog-policy"), policy);
        context.traffic().stop();
        context.cluster().stop();
        Figures.require(silent(context), "no region answers any more");
        context.console()
                .say("every node, agent and gateway is stopped; left are the receipt, its entry and the policy in "
                        + directory);
        return verified(receipt, entry, policy).put("processes running", 0);
    }

    /** Where the bad version's rollback was decided. */
    private static long rollback(DemoContext context) {
        String rollout = context.story().badRollout()
                .orElseThrow(() -> new IllegalStateException("no bad version was rolled out"));
        List<Occurred> back = context.timeline().find("region-rolled-back", Timeline.of(rollout));
        if (back.isEmpty()) {
            throw new IllegalStateException("rollout " + rollout + " was not rolled back");
        }
        String id = back.getLast().id();
        return Long.parseLong(id.substring(0, id.indexOf('.')));
    }

    private static Optional<byte[]> answer(ApiClient client, String path) {
        Answer answer = client.send(Call.get(path));
        return answer.ok() ? Optional.of(answer.body()) : Optional.empty();
    }

    private static byte[] bytes(DemoContext context, long index) {
        String text = context.as("").need(Call.get("/v1/audit/entries?limit=1&from=" + index)).json().path("items")
                .path(0).path("bytes").asText();
        return Base64.getDecoder().decode(text);
    }

    private static boolean silent(DemoContext context) {
        return context.cluster().regions().stream().noneMatch(region -> {
            try {
                context.at(region).send(Call.get("/healthz").within(Duration.ofSeconds(1)));
                return true;
            } catch (UserError e) {
                return false;
            }
        });
    }

    private static Figures verified(Path receipt, Path entry, Path policy) throws IOException {
        TrustCheck check = new TrustCheck(TrustPolicy.parse(Files.readAllBytes(policy)));
        TlogProof proof = TlogProof.parse(Files.readAllBytes(receipt));
        byte[] exact = Files.readAllBytes(entry);
        Trust.Trusted trust = switch (proof.verify(exact, check)) {
            case TlogProof.Outcome.Proven proven -> proven.trust();
            case TlogProof.Outcome.NotProven not -> throw new IllegalStateException("the receipt does not prove: "
                    + not.reason());
        };
        byte[] forged = exact.clone();
        forged[forged.length / 2] ^= 1;
        Figures.require(proof.verify(forged, check) instanceof TlogProof.Outcome.NotProven,
                "the receipt proves nothing about an entry with one bit changed");
        return new Figures().put("proven entry", proof.index()).put("what it says", action(exact))
                .put("in a tree of", trust.checkpoint().head().size() + " entries")
                .put("cosigned by", trust.cosignatures().stream().map(Trust.Cosignature::witness)
                        .collect(Collectors.joining(", ")))
                .put("with one bit of the entry changed", "not proven");
    }

    private static String action(byte[] entry) {
        return CanonicalJson.parse(entry) instanceof Json.JObject object
                && object.fields().get("action") instanceof Json.JString action
                && object.fields().get("time") instanceof Json.JString time
                        ? action.value() + " at " + time.value()
                        : "";
    }
}
