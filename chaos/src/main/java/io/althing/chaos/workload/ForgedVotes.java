package io.althing.chaos.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.althing.chaos.arena.Agents;
import io.althing.chaos.arena.Arena;
import io.althing.chaos.drill.NodeFiles;
import io.althing.chaos.history.RolloutLine;
import io.althing.client.Answer;
import io.althing.client.ApiClient;
import io.althing.client.Call;
import io.althing.client.Json;
import io.althing.client.UserError;
import io.althing.codec.RecordJson;
import io.althing.registry.BallotId;
import io.althing.registry.Command;
import io.althing.registry.Region;
import io.althing.registry.RegionEvidence;
import io.althing.registry.Signature;
import io.althing.registry.SignedStatement;
import io.althing.registry.Vote.Choice;
import io.althing.registry.evidence.LogWealth;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Sends votes into every open ballot that a region's agents would not send. Those that speak for another region, or say again what was said,
 * must be refused and are recorded as {@code forged-vote}; one that a region signs itself with invented figures is its own vote, recorded as
 * {@code invented-vote}, and moves the decision no further than one vote can.
 */
public final class ForgedVotes {
    private static final byte[] PKCS8 = HexFormat.of().parseHex("302e020100300506032b657004220420");
    private static final Duration ASKING = Duration.ofSeconds(3);
    private static final long LATE_LOOK = 1_000_000;

    private final Arena arena;
    private final Agents agents;
    private final Recorder recorder;
    private final RecordJson json = new RecordJson();

    /** @param recorder told of every answer */
    public ForgedVotes(Arena arena, Agents agents, Recorder recorder) {
        this.arena = arena;
        this.agents = agents;
        this.recorder = recorder;
    }

    /** Sends them into every ballot that is open now, in the name of one region. */
    public void send(String liar) throws IOException {
        String node = arena.nodes().getFirst();
        String victim = agents.regions().stream().filter(r -> !r.equals(liar)).findFirst().orElseThrow();
        JsonNode ballots = client(node, liar).need(Call.get("/v1/ballots").within(ASKING)).json().path("items");
        List<String> open = StreamSupport.stream(ballots.spliterator(), false)
                .filter(b -> b.path("result").asText().equals("open")).map(b -> b.path("id").asText()).toList();
        for (String ballot : open) {
            ask("forged-vote", "of " + victim + ", signed with the key of " + liar, client(node, victim),
                    vote(ballot, victim, liar, LATE_LOOK));
            ask("forged-vote", "of " + victim + ", signed with its key, sent by " + liar, client(node, liar),
                    vote(ballot, victim, victim, LATE_LOOK));
            ask("invented-vote", "of " + liar, client(node, liar), vote(ballot, liar, liar, LATE_LOOK));
            ask("forged-vote", "of " + liar + ", once more at the same look", client(node, liar),
                    vote(ballot, liar, liar, LATE_LOOK));
        }
    }

    private ApiClient client(String node, String region) {
        return new ApiClient(List.of(new ApiClient.Place(node, arena.api(node))),
                Optional.of(agents.files().agentToken(region)));
    }

    private Call vote(String ballot, String region, String key, long look) throws IOException {
        LogWealth certain = LogWealth.of(1_000);
        var evidence = new RegionEvidence(look, certain, LogWealth.ONE, List.of());
        var unsigned = new Command.CastVote(new BallotId(ballot), new Region(region), Choice.ROLLBACK, evidence,
                "invented", new Signature(""));
        var signed = new Command.CastVote(unsigned.ballot(), unsigned.region(), unsigned.choice(), evidence,
                unsigned.basis(), sign(agents.files().regionKey(key),
                        SignedStatement.vote(NodeFiles.CLUSTER, unsigned)));
        var body = (ObjectNode) Json.mapper().readTree(json.write(Command.CastVote.class, signed));
        body.remove("ballot");
        return Call.post("/v1/ballots/" + ballot + "/votes", body);
    }

    private static Signature sign(Path key, String statement) throws IOException {
        byte[] seed = Base64.getDecoder().decode(Files.readString(key).strip());
        byte[] encoded = new byte[PKCS8.length + seed.length];
        System.arraycopy(PKCS8, 0, encoded, 0, PKCS8.length);
        System.arraycopy(seed, 0, encoded, PKCS8.length, seed.length);
        try {
            var signer = java.security.Signature.getInstance("Ed25519");
            signer.initSign(KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded)));
            signer.update(statement.getBytes(StandardCharsets.UTF_8));
            return new Signature(Base64.getEncoder().encodeToString(signer.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform since 15 has Ed25519", e);
        }
    }

    private void ask(String what, String detail, ApiClient client, Call call) {
        long called = recorder.now();
        try {
            Answer answer = client.send(call.within(ASKING));
            recorder.add(new RolloutLine.Asked(what, detail, answer.region(), called, recorder.now(),
                    Asking.answer(answer)));
        } catch (UserError unreachable) {
            recorder.add(new RolloutLine.Asked(what, detail, "", called, recorder.now(),
                    new RolloutLine.Answer(0, "")));
        }
    }
}
